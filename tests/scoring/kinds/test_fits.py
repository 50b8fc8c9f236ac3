"""Rules against the sources that a rulebook declares: all that does not fit, and nothing where all does."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from indicator_tree import Rulebook, RulebookError, RulebookFile
from indicator_tree.loading import parse
from ipscore.rules import Rules, checked
from tests.scoring.kinds.measures import CITED, GENERIC

FITS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("fits.toml").read_text(encoding="utf-8"))
CASES = [(rule, name) for rule, cases in FITS["case"].items() for name in cases]
TABLES = (
    *("done", "none_received", "limit", "warning", "rounds", "weighting"),
    *("normalisation", "imputation", "within_groups"),
)
LISTS = ("deduct", "part", "knot", "fault", "scaled")


def cited(value: Any) -> Any:
    """Tables within a rule, each with a basis and a reference where a rulebook asks for one."""
    found = dict(value)
    for key, inner in value.items():
        if key in LISTS and isinstance(inner, list):
            found[key] = [CITED | cited(one) for one in inner]
        elif key in TABLES:
            found[key] = CITED | inner
    return found


def book(rule: str, case: dict[str, Any]) -> Rulebook:
    """A rulebook with one rule, of which some keys are others; of a list of tables its first entry."""
    changed = {**FITS["rules"][rule], **case.get("rule", {})}
    for key in LISTS:
        if key in case:
            one = FITS["rules"][rule][key][0] | case[key]
            changed[key] = [{name: value for name, value in one.items() if name not in case.get("without", ())}]
    sources = {**GENERIC["source"], **FITS["sources"]}
    size = {"clients": FITS["size"] | case.get("size", {})}
    tables = GENERIC | {"source": sources, "size": size, "vocabulary": case.get("vocabulary", {})}
    return parse(tables | {"indicator": {"1": {"name": "甲", "rule": cited(changed)}}}, "fits.toml")


@pytest.mark.parametrize(("rule", "name"), CASES)
def test_what_is_told_of_a_rule(rule: str, name: str) -> None:
    case = FITS["case"][rule][name]
    rules = Rules(RulebookFile(book(rule, case), (("fits.toml", ""),)))
    if not case["told"]:
        assert checked(rules) is rules
        return
    with pytest.raises(RulebookError) as caught:
        checked(rules)
    assert [str(problem) for problem in caught.value.problems] == case["told"]
