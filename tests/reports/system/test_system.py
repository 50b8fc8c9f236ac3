"""A system that changed, in words, in the white paper and in the workbook."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from reports.firm import Industry
from reports.system import System
from reports.system.rules import differing_clauses, rule_changes
from reports.system.words import MARK, split_sentence
from reports.whitepaper import whitepaper
from scoring import Evaluation
from scoring.comparison import changed_rulebook, system_change
from scoring.findings import Findings, find
from tests.reports.conftest import Snapshot
from tests.reports.small import WITH_SURVEY, A, evaluation
from tests.reports.workbook.books import records, write
from tests.scoring.comparison.books import CHANGES, REMOVALS, book
from tests.support.documents import chapter, told

CLAUSES = tomllib.loads(Path(__file__).with_name("clauses.toml").read_text(encoding="utf-8"))["case"]
COLUMNS = ("指标体系与权重", "计分规则", "记录", "参评公司不同")


@pytest.mark.parametrize("case", CLAUSES, ids=[case["name"] for case in CLAUSES])
def test_only_clauses_that_differ_are_told(case: Mapping[str, Any]) -> None:
    assert list(differing_clauses(case["before"], case["now"])) == case["differing"]


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ((1.31, 0.55, 0.0, 0.76, 0.0), "总分上升1.31分，其中指标体系与权重+0.55分、记录+0.76分；可比的变化为+0.76分"),
        (
            (-1.0, 0.5, -1.25, -0.5, 0.25),
            "总分下降1.00分，其中指标体系与权重+0.50分、计分规则-1.25分、记录-0.50分、"
            "参评公司不同+0.25分；可比的变化为-0.25分",
        ),
        ((0.004, 0.0, 0.0, 0.004, 0.0), "总分持平；可比的变化为0.00分"),
        ((0.005, 0.005, 0.0, 0.0, 0.0), "总分上升0.01分，其中指标体系与权重+0.01分；可比的变化为0.00分"),
    ],
)
def test_a_change_says_what_it_comes_from(parts: tuple[float, ...], sentence: str) -> None:
    row = dict(zip(("change", "weights", "rules", "records", "population"), parts, strict=True))
    assert split_sentence("总分", row, "公司") == sentence


def before_and_now() -> tuple[Evaluation, Evaluation, Findings]:
    before, now = evaluation(), evaluation(WITH_SURVEY)
    means = before.summary.select("node", "name", "mean")
    return before, now, find(now, means)


def test_the_white_paper_after_a_change(snapshot: Snapshot) -> None:
    before, now, found = before_and_now()
    changed = system_change(before, now)
    assert changed is not None
    document = whitepaper(now, found, previous="2016年度", system=System(changed))
    snapshot("whitepaper_after_a_change", *told(replace(document, front=(), body=chapter(document.body, "sec-total"))))


def test_where_nothing_changed_nothing_is_told() -> None:
    now = evaluation()
    assert system_change(now, now) is None
    text = "\n".join(
        str(one) for one in told(whitepaper(now, find(now, now.summary["node", "name", "mean"]), previous="上年"))
    )
    assert "指标体系的变化" not in text
    assert MARK not in text


def test_of_a_tree_alone_no_split_is_told() -> None:
    before, now, found = before_and_now()
    changed = changed_rulebook(before.rulebook, now.rulebook, None)
    assert changed is not None
    text = "\n".join(str(one) for one in told(whitepaper(now, found, previous="2016年度", system=System(changed))))
    assert "新增1项（" in text
    assert "权重、计分规则和各公司的得分未随公布的数字给出" in text
    assert "（两年的下级指标不同）" in text
    assert "权重改变" not in text
    assert "可比的变化" not in text


def test_the_workbook_splits_marks_and_lists(tmp_path: Path) -> None:
    before, now, found = before_and_now()
    changed = system_change(before, now)
    assert changed is not None
    assert changed.comparison is not None
    written = write(tmp_path / "1.xlsx", now, findings=found, system=System(changed))
    rows = {row["指标"]: row for row in records(written["较上年"])}
    assert {node for node, row in rows.items() if MARK in row["名称"]} == {"total", "base", "1"}
    assert {node for node, row in rows.items() if row["与上年的不同"]} == {"total", "base", "1"}
    means = {row["node"]: row for row in changed.comparison.means.filter(pl.col("change").is_not_null()).to_dicts()}
    for node, row in means.items():
        told_of = rows[node]
        assert told_of["变化（分）"] == pytest.approx(sum(told_of[name] for name in COLUMNS))
        assert told_of["可比的变化"] == pytest.approx(row["records"] + row["population"])
    assert rows["1.3"]["可比的变化"] is None
    (listed,) = [records(written["体系变化"])]
    assert [(row["指标"], row["变化"], row["上年权重"]) for row in listed] == [
        ("1.1", "权重改变", 0.5),
        ("1.2", "权重改变", 0.5),
        ("1.3", "新增", None),
    ]


@pytest.mark.parametrize(
    ("name", "leaf", "before", "now"),
    [
        ("points", "1.1", "提示关注", "7 分"),
        ("none received", "1.2", "得 100 分", "得 60 分"),
        ("ratio", "2.1", "资本杠杆率", "净资本比率"),
    ],
)
def test_a_changed_rule_is_told_in_the_words_of_its_sentence(name: str, leaf: str, before: str, now: str) -> None:
    changed = changed_rulebook(book(), book(name), ("equal", "equal"))
    assert changed is not None
    (row,) = [one for one in rule_changes(changed) if one.node == leaf]
    assert before in row.before
    assert now in row.now


@pytest.mark.parametrize("name", [*CHANGES, *REMOVALS])
def test_every_change_of_a_rulebook_is_told_in_words(name: str) -> None:
    before, now = book(), book(name)
    changed = changed_rulebook(before, now, (before.default_weights, now.default_weights))
    assert changed is not None
    rules = rule_changes(changed)
    assert changed.nodes or rules
    assert [row for row in rules if row.before == row.now] == []


def test_a_firm_gets_its_own_split_alone() -> None:
    before, now, _ = before_and_now()
    firm = Industry(now, before, "2016年度").of(A)
    assert firm.compared is not None
    assert firm.compared.system is not None
    assert firm.compared.system.change.comparison is None
    assert {row["firm_id"] for row in firm.compared.split} == {A}
    for row in firm.compared.split:
        assert row["change"] == pytest.approx(row["rules"] + row["weights"] + row["records"])
