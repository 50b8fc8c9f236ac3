"""Rules against the sources that a rulebook declares: columns and kinds that do not fit, names that are taken."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from indicator_tree import RulebookError, RulebookFile, load_rulebook
from indicator_tree.loading import parse
from indicator_tree.overlay import overlay
from ipscore.inputs import sources_of
from ipscore.rules import Rules, checked
from tests.reports.small import SMALL

GENERIC = tomllib.loads((Path(__file__).parent.parent / "indicator_tree" / "generic.toml").read_text(encoding="utf-8"))
SMALL_TABLES = tomllib.loads(SMALL.read_text(encoding="utf-8"))
UNDATED = {"title": "清单", "column": {"size": {"title": "大小", "kind": "number"}}}


def rule(**changed: Any) -> dict[str, Any]:
    return {"indicator": {"1": {"rule": changed}}}


CASES: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "column": (GENERIC, rule(value="valeu"), "indicator.1.rule.value：数据源 figures 没有列 valeu；.*是否指 value？"),
    "kind": (GENERIC, rule(per="kind"), "indicator.1.rule.per：列 kind 是文本，此处应为数值或整数"),
    "condition": (GENERIC, rule(when={"kind": "母公"}), "“母公”不在可选值中；.*是否指 母公司？"),
    "latest by": (GENERIC, rule(latest_by="value"), "indicator.1.rule.latest_by：列 value 是数值，此处应为日期"),
    "source": (GENERIC, rule(source="figure"), "没有数据源 figure；.*是否指 figures？"),
    "built-in source": (GENERIC, rule(source="annual_ratios"), "没有数据源 annual_ratios；可用：figures"),
    "last of undated": (
        GENERIC,
        rule(source="list", value="size") | {"source": {"list": UNDATED}},
        "indicator.1.rule.combine：不知道哪一条是最后一条",
    ),
    "name taken": (
        SMALL_TABLES,
        {"source": {"complaints": UNDATED}},
        "source.complaints：complaints 是系统自带的数据源",
    ),
    "title taken": (
        SMALL_TABLES,
        {"source": {"list": UNDATED | {"title": "年报风控指标"}}},
        "source.list.title：“年报风控指标”是系统自带的数据源",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_rule_that_does_not_fit_is_told_with_its_key_path(case: str) -> None:
    base, changed, said = CASES[case]
    book = parse(overlay(base, changed), "changed.toml")
    without = book.model_copy(update={"questionnaire": None})
    with pytest.raises(RulebookError, match=said):
        checked(Rules(RulebookFile(without, (("changed.toml", ""),))))


def test_records_that_have_no_date_need_none_where_each_unit_has_one() -> None:
    changed = rule(source="list", value="size") | {"source": {"list": UNDATED | {"key": ["firm"]}}}
    assert checked(Rules(RulebookFile(parse(overlay(GENERIC, changed), "one.toml"), (("one.toml", ""),))))


def test_units_have_only_what_is_declared_and_securities_firms_what_is_kept_as_well() -> None:
    generic = parse(GENERIC, "generic.toml")
    assert [source.name for source in sources_of(generic)] == ["unit_register", "figures", "corrections"]
    more = parse(overlay(SMALL_TABLES, {"source": {"list": UNDATED}}), "more.toml")
    names = [source.name for source in sources_of(more.model_copy(update={"questionnaire": None}))]
    assert names[0] == "firm_register"
    assert names[-2:] == ["list", "corrections"]
    assert [source.name for source in sources_of(load_rulebook("2017"))][-2:] == ["survey_responses", "corrections"]
