"""Figures that contradict each other, and the ones beside them that do not."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicator_tree import RulebookError, load_rulebook
from indicator_tree.placeholders import filled
from tests.reports.small import SMALL

CASES = tomllib.loads((Path(__file__).parent / "contradictions.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", CASES)
def test_contradiction(name: str, tmp_path: Path) -> None:
    old, new = CASES[name]["edit"]
    text = SMALL.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path = tmp_path / "edited.toml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    if not CASES[name]["told"]:
        load_rulebook(path)
        return
    with pytest.raises(RulebookError) as caught:
        load_rulebook(path)
    told = CASES[name]["told"]
    for part in told:
        assert part in str(caught.value)
    assert len(caught.value.problems) <= len(told), caught.value  # one message for one cause


def test_the_sentence_follows_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(
        'extends = "investor_protection_2017"\n[indicator."4.1.1".rule.limit]\nvalue = 0.09\n', encoding="utf-8"
    )
    assert load_rulebook(path).indicator["4.1.1"].described == "核心净资本与表内外资产总额之比，不得低于 9%"


def test_a_rulebook_that_a_run_keeps_stays_readable(tmp_path: Path) -> None:
    kept = load_rulebook(SMALL).model_dump_json(exclude_none=True)
    path = tmp_path / "rulebook.json"
    path.write_text(kept.replace('"value":4.0,', '"value":4.5,'), encoding="utf-8")
    assert load_rulebook(path).indicator["2.2"].rule != load_rulebook(SMALL).indicator["2.2"].rule


@given(st.text(alphabet="{}limtwarng 、甲.:", max_size=40))
def test_braces_that_are_no_names_stay_as_they_are(text: str) -> None:
    assert filled(text, {}) == text
    assert filled(text, {"limit": "8%"}) == re.sub(r"\{ *limit *\}", "8%", text)


def test_a_description_keeps_its_other_braces(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(
        'extends = "2017"\n[indicator."4.1.1"]\ndescription = "{核心、附属}净资本 {，不得低于{limit}} {}"\n',
        encoding="utf-8",
    )
    assert load_rulebook(path).indicator["4.1.1"].described == "{核心、附属}净资本 {，不得低于8%} {}"
