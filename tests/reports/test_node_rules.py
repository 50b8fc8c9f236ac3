"""Rules on nodes in explanations, tables, workbook, breakdown and white paper: what applied, what did not, and why."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from indicator_tree.loading import parse
from ipscore.json_documents import explain_document
from ipscore.lookup import Firm as FoundFirm
from reports.document import Heading
from reports.explanation import Share, explain, explain_leaf
from reports.explanation_tables import rules_tables
from reports.firm import Industry, breakdown
from reports.firm_table import overview_table
from reports.letters_text import counted_lines, letters_lines
from reports.node_rules_text import node_rule_lines
from reports.rulebook_tables import node_tables, tree_tables
from reports.whitepaper import whitepaper
from reports.workbook import write_report_workbook
from scoring import Evaluation, score_evidence
from scoring.findings import find
from scoring.reducing import reduce_records
from tests.reports.small import FIRMS, A, B, evaluation, rulebook, tables
from tests.support.documents import told

CITED = {"basis": "assumed", "reference": {"title": "小规则第9条"}}
WARNED = {"kind": "records", "source": "fund_warnings", "when": {"level": "一般预警"}, "at_least": 2}
CAP = {"id": "warned", "label": "一票否决", "effect": "cap", "score": 59, "when": [WARNED], **CITED}
WEAK = {
    "id": "weak", "label": "短板", "effect": "deduct", "points": 3,
    "when": [{"kind": "score", "node": "1.1", "below": 75}], **CITED,
}  # fmt: skip
LINES = [
    "1 安全：短板（1.1 预警得分低于 75 分），扣 3 分",
    "总分（加分之后）：一票否决（资金监控预警中预警级别为“一般预警”的记录至少 2 次），不高于 59 分",
]


@cache
def ruled() -> Evaluation:
    raw: dict[str, Any] = rulebook().model_dump(mode="json", exclude_none=True)
    book = parse(raw | {"node": {"1": {"rule": [WEAK]}, "total": {"rule": [CAP]}}}, "small.toml", kept=True)
    return score_evidence(FIRMS, reduce_records(tables(), book), book)


def test_the_rules_are_told_in_words() -> None:
    assert node_rule_lines(ruled().rulebook) == LINES
    assert node_rule_lines(rulebook()) == []


def test_an_explanation_of_a_node_ends_with_its_rules() -> None:
    *shares, end = explain(ruled(), B, "total")
    assert [type(share) for share in shares] == [Share] * 3
    assert shares[-1].node == ""
    assert "一票否决：不高于 59 分" in shares[-1].name
    assert sum(share.points or 0 for share in shares) == pytest.approx(59) == pytest.approx(end.running)
    (table,) = rules_tables(ruled(), B, "total")
    assert any("YJ4、YJ5" in note for note in table.notes)
    assert rules_tables(ruled(), B, "base") == []
    causes = [step.cause for step in explain_leaf(ruled(), A, "total")]
    assert any("一票否决：不适用，不符合" in cause for cause in causes)


def test_a_program_reads_children_and_rules() -> None:
    found = explain_document(ruled(), FoundFirm(B, "乙证券"), "total", {})
    assert [step["points"] for step in found["steps"] if step["parameter"] == "total.rule.warned"] != [0.0]
    assert [share["node"] for share in found["shares"][:2]] == ["base", "bonus"]


def test_tables_of_the_rulebook_list_the_rules() -> None:
    text = "\n".join(str(item) for item in tree_tables(ruled().rulebook))
    assert "节点规则" in text
    assert "一票否决" in text
    assert "total.rule.warned" in "\n".join(str(item) for item in node_tables(ruled().rulebook, "total"))


def test_white_paper_and_workbook_state_the_rules(tmp_path: Path) -> None:
    found = find(ruled())
    text = "\n".join(map(str, told(whitepaper(ruled(), found))))
    workbook = tmp_path / "book.xlsx"
    write_report_workbook(workbook, ruled(), found)
    cells = "\n".join(str(cell.value) for row in openpyxl.load_workbook(workbook)["概览"] for cell in row)
    for line in node_rule_lines(ruled().rulebook):
        assert line in text
        assert line in cells
    assert "节点规则" not in "\n".join(map(str, told(whitepaper(evaluation(), find(evaluation())))))


def test_the_breakdown_of_a_firm_has_the_ledgers_of_the_nodes() -> None:
    document = breakdown(Industry(ruled()).of(B))
    text = "\n".join(map(str, told(document)))
    assert "总分：规则明细" in text
    assert "一票否决：不高于 59 分" in text
    assert "总分：节点规则" in text  # a step of the waterfall
    assert "甲证券" not in text
    plain = [block.text for block in breakdown(Industry(evaluation()).of(B)).body if isinstance(block, Heading)]
    assert "节点规则" not in plain


def test_the_breakdown_of_a_change_tells_what_rules_did() -> None:
    document = breakdown(Industry(ruled(), evaluation(), "2016年度").of(B))
    assert "总分：节点规则" in "\n".join(map(str, told(document)))


LETTERS = {
    "title": "类别", "labels": ["A", "B", "C"], "method": "quota", "shares": [0.4, 0.4, 0.2], "ties": "up", **CITED
}  # fmt: skip
DOWN = {"id": "down", "label": "预警", "effect": "class", "to": "C", "when": [WARNED], **CITED}


@cache
def lettered() -> Evaluation:
    raw: dict[str, Any] = rulebook().model_dump(mode="json", exclude_none=True)
    node = {"total": {"letters": "own", "rule": [DOWN]}, "1.1": {"letters": "own"}}
    book = parse(raw | {"letters": {"own": LETTERS}, "node": node}, "small.toml", kept=True)
    return score_evidence(FIRMS, reduce_records(tables(), book), book)


def test_reports_speak_the_letters(tmp_path: Path) -> None:
    found = find(lettered())
    assert letters_lines(lettered().rulebook)[0] == (
        "总分：类别 A、B、C，按名额：A 40%、B 40%、C 20%，个数向下取整，界线上得分相同的都归上一级"
    )
    text = "\n".join(map(str, told(whitepaper(lettered(), found))))
    workbook = tmp_path / "book.xlsx"
    write_report_workbook(workbook, lettered(), found)
    sheets = openpyxl.load_workbook(workbook)
    cells = "\n".join(str(cell.value) for row in sheets["概览"] for cell in row)
    for line in (*letters_lines(lettered().rulebook), *counted_lines(lettered())):
        assert line in text
        assert line in cells
    heads = [str(cell.value) for row in sheets["公司得分"].iter_rows(max_row=8) for cell in row]
    assert any("类别" in head for head in heads)
    own = "\n".join(map(str, told(breakdown(Industry(lettered()).of(B)))))
    assert "总分，类别 C（按得分为 " in own
    assert "预警：等级定为 C" in own
    assert "等级" in str(overview_table(lettered(), B, "乙证券"))
