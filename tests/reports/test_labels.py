"""Labels come from the rulebook, its sources and its questionnaire; a name that none of them knows is an error."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from indicator_tree import load_rulebook
from reports.labels import Labels
from surveys.questionnaire import load_questionnaire
from tests.docs_examples.conftest import EXAMPLES

INSPECTION = EXAMPLES / "compliance_inspection" / "compliance_2024q1.toml"


def labels(rulebook: str) -> Labels:
    return Labels.of(load_rulebook(rulebook), load_questionnaire("investor_2017"))


def test_of_securities_firms_all_sources_have_labels() -> None:
    told = labels("2017")
    assert told.column_title("fund_warnings", "level,matter") == "预警级别与预警事项"
    assert told.column_title("fund_warnings", "level,matter", "·") == "预警级别·预警事项"
    assert (told.title("survey_responses"), told.unit("survey_responses")) == ("投资者调查答卷", "份")
    assert (told.words.key, told.words.whole, told.period.title, told.period.whole) == (
        *("公司代码", "行业"),
        *("2017年度", "全年"),
    )


def test_of_other_units_what_the_rulebook_declares_has_labels() -> None:
    told = labels(str(INSPECTION))
    assert told.column_title("problems", "severity,matter") == "严重程度与问题领域"
    assert (told.words.own, told.words.key, told.words.whole) == ("本部门", "部门编号", "全体")
    assert (told.period.title, told.period.before, told.period.whole) == ("2024年第一季度", "上期", "评价期内")


@pytest.mark.parametrize(
    "asked",
    [
        lambda told: told.title("survey_responses"),
        lambda told: told.unit("complaints"),
        lambda told: told.column("problems", "area"),
        lambda told: told.node("9.9"),
        lambda told: told.question("nothing"),
        lambda told: told.question_title("nothing"),
    ],
)
def test_an_unknown_name_is_an_error(asked: Callable[[Labels], str]) -> None:
    with pytest.raises(KeyError):
        asked(labels(str(INSPECTION)))
