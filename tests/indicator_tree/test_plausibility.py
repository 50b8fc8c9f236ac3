"""What a rulebook may say of plausible values."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from indicator_tree import load_rulebook
from indicator_tree.diff import compare
from indicator_tree.errors import RulebookError
from indicator_tree.loading import parse
from indicator_tree.overlay import overlay

HERE = Path(__file__).parent
GENERIC = tomllib.loads((HERE / "generic.toml").read_text(encoding="utf-8"))
BAD = tomllib.loads((HERE / "plausible_ranges.toml").read_text(encoding="utf-8"))
CITED = {"basis": "assumed", "reference": {"title": "核对办法"}}


def _cited(change: dict[str, Any]) -> dict[str, Any]:
    """The change, each table of it with a reference."""
    ranges = {
        source: {name: CITED | each for name, each in named.items()}
        for source, named in change.get("plausible", {}).items()
    }
    limits = {"plausibility": CITED | change["plausibility"]} if "plausibility" in change else {}
    return {**({"plausible": ranges} if ranges else {}), **limits}


@pytest.mark.parametrize("name", BAD)
def test_a_mistake_is_told_with_its_key_path(name: str) -> None:
    with pytest.raises(RulebookError) as caught:
        parse(overlay(GENERIC, _cited(BAD[name]["change"])), "generic.toml")
    for part in BAD[name]["says"]:
        assert part in str(caught.value)


@pytest.mark.parametrize("year", ["2016", "2017"])
def test_the_rulebooks_of_the_package_say_what_is_plausible_and_that_it_is_assumed(year: str) -> None:
    book = load_rulebook(year)
    assert book.plausibility is not None
    ranges = [each for named in book.plausible.values() for each in named.values()]
    assert {each.basis for each in (book.plausibility, *ranges)} == {"assumed"}
    assert book.plausible["annual_ratios"]["leverage"].high == 2


def test_a_changed_range_is_a_difference() -> None:
    book = load_rulebook("2017")
    change = {"plausible": {"annual_ratios": {"leverage": {"high": 3}}}, "plausibility": {"times": 50}}
    newer = parse(overlay(book.model_dump(exclude_none=True), change), "newer")
    found = {(each.section, each.item): [d.path for d in each.details] for each in compare(book, newer)}
    assert found == {("plausible", "annual_ratios"): ["leverage.high"], ("plausibility", ""): ["times"]}
