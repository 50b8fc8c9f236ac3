"""What a firm gets names no other firm, however its name is spelled."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.decisions import decided_lines, of_one_firm
from reports.others_hidden import OthersHidden
from scoring.corrections.frames import DECIDED
from tests.reports.small import FIRMS, A, B, evaluation

MORE = FIRMS.head(1).with_columns(
    firm_id=pl.lit("91990000MA000006X9"),
    firm=pl.lit("南山证券"),
    full_name=pl.lit("南山证券（西部）股份有限公司"),
    former_names=pl.Series([["南山信托投资", "Nanshan Securities"]]),
    evaluated_as=pl.lit("91990000MA000006X9"),
)
OWN_HOLDS_OTHER = MORE.with_columns(
    firm_id=pl.lit("91990000MA000007X0"),
    firm=pl.lit("新南山证券"),
    full_name=pl.lit("新南山证券有限责任公司"),
    former_names=pl.Series([[]], dtype=pl.List(pl.String)),
    evaluated_as=pl.lit(B),
)
SHORT_CODE = MORE.with_columns(
    firm_id=pl.lit("05"),
    firm=pl.lit("东区营业部"),
    full_name=pl.lit("东区营业部"),
    former_names=pl.Series([[]], dtype=pl.List(pl.String)),
    evaluated_as=pl.lit("05"),
)
REGISTER = pl.concat([FIRMS, MORE, OWN_HOLDS_OTHER, SHORT_CODE])
HIDDEN = OthersHidden.of(REGISTER, B, "另一家")

SPELLINGS = {
    "the short name": ("应计入南山证券", "应计入另一家"),
    "the full name": ("应计入南山证券（西部）股份有限公司，见附件", "应计入另一家，见附件"),
    "the full name in other brackets": ("应计入南山证券(西部)股份有限公司", "应计入另一家"),
    "the full name without brackets": ("应计入南山证券西部", "应计入另一家"),
    "the full name without what stands in brackets": ("应计入南山证券股份有限公司", "应计入另一家"),
    "another legal form": ("应计入南山证券有限责任公司。", "应计入另一家。"),
    "company alone": ("应计入南山证券公司。", "应计入另一家。"),
    "a branch": ("是南山证券股份有限公司上海分公司的", "是另一家上海分公司的"),
    "blanks within": ("应计入南 山 证　券", "应计入另一家"),
    "marks within": ("应计入“南·山”证券", "应计入“另一家"),
    "a line break within": ("应计入南山\n证券", "应计入另一家"),
    "characters that cannot be seen within": ("应计入南\u200b山\ufeff证券", "应计入另一家"),
    "a former name": ("原南山信托投资公司的记录", "原另一家的记录"),
    "a former name in full width": ("见Ｎａｎｓｈａｎ　ｓｅｃｕｒｉｔｉｅｓ", "见另一家"),
    "a code": ("应为91990000MA000006X9", "应为另一家"),
    "a code in groups": ("应为9199 0000 MA00 0006 X9", "应为另一家"),
    "a short code": ("应为 05 的", "应为 另一家 的"),
    "a merged firm of another": ("甲证券西部报送", "另一家报送"),
    "two names": ("甲证券与南山证券", "另一家与另一家"),
}
KEPT = {
    "the firm's own name": "乙证券的记录",
    "the firm's own full name": "乙证券有限责任公司的记录",
    "a name of its own that holds another's": "新南山证券报送",
    "a day that holds a short code": "2017-05-05 录入 1.05 元",
    "nobody": "录入有误，公司来函",
}


@pytest.mark.parametrize(("text", "expected"), SPELLINGS.values(), ids=SPELLINGS)
def test_another_firm_is_not_named(text: str, expected: str) -> None:
    assert HIDDEN(text) == expected


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT)
def test_what_names_no_other_stays(text: str) -> None:
    assert HIDDEN(text) == text


@given(
    st.sampled_from(["南山证券", "南山证券西部", "甲证券", "老甲证券", "丙证券有限责任公司"]),
    st.lists(st.sampled_from(["", " ", "　", "·", "\u200b", "-", "（", "）", "\n"]), min_size=12, max_size=12),
    st.booleans(),
)
def test_no_name_comes_through_whatever_stands_between_its_characters(
    name: str, between: list[str], wide: bool
) -> None:
    spelled = "".join(character + between[at] for at, character in enumerate(name))
    spelled = spelled.replace("-", "－") if wide else spelled
    found = HIDDEN(f"应为{spelled}的记录") or ""
    letters = "".join(one for one in unicodedata.normalize("NFKC", found) if unicodedata.category(one)[0] in "LN")
    assert letters == "应为另一家的记录"


def decided(**changes: object) -> pl.DataFrame:
    row = {
        "file": "更正决定.csv",
        "sheet": "",
        "row": 2,
        "decision": "更1",
        "decided_on": date(2018, 5, 10),
        "action": "更正",
        "source": "fund_warnings",
        "title": "资金监控预警",
        "record_id": "YJ1",
        "firm_before": B,
        "firm_now": B,
        "nodes": "1.1.1",
        "column": "matter",
        "header": "预警事项",
        "old": "误",
        "new": "正",
        "reason": "录入有误",
    }
    return pl.DataFrame([row | changes], DECIDED, orient="row")


def lines(*rows: pl.DataFrame) -> str:
    told = of_one_firm(pl.concat(rows), B, HIDDEN)
    assert A not in str(told.to_dicts())
    return "".join(decided_lines(replace(evaluation(), corrections=told), B))


def test_the_reason_of_a_move_is_not_told_to_either_firm() -> None:
    move = {"action": "改列", "column": "firm", "header": "证券公司", "old": "乙证券", "new": "甲证券"}
    line = lines(decided(**move, firm_now=A, reason="是甲家的"), decided(row=3, firm_now=A, reason="同上，见甲家来函"))
    assert "甲" not in line
    assert "改列至别处" in line
    assert "涉及其他机构，不在此列出" in line


def test_the_reason_of_another_decision_is_told_without_names() -> None:
    line = lines(decided(reason="与 南山 证券 的记录混淆", old="南山（证券）", decision="更〔2018〕南山证券1号"))
    assert "南山" not in line
    assert "理由：与 另一家 的记录混淆" in line


def test_a_new_record_keeps_its_reason() -> None:
    line = lines(decided(action="补录", column="firm", old=None, new="乙证券", firm_before=None, reason="漏报"))
    assert "理由：漏报" in line
