"""The rulebooks that tests of kinds are held against: those that ship, the examples, and the generic one."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from indicator_tree import Rulebook, load_rulebook
from indicator_tree.loading import overlay, parse
from indicator_tree.rules import RuleModel
from tests.scoring.small_numbers import market

ROOT = Path(__file__).parents[3]


@cache
def rulebooks() -> dict[str, Rulebook]:
    """Every rulebook by a name of its own."""
    examples = sorted((ROOT / "docs" / "examples").glob("*/*_20*.toml"))
    small = sorted((ROOT / "tests" / "reports").glob("small*.toml"))
    named: dict[str, str | Path] = {"2017": "2017", "2016": "2016", "small market": "small_market"}
    named |= {f"{path.parent.name}/{path.stem}": path for path in (*examples, *small)}
    generic = ROOT / "tests" / "indicator_tree" / "generic.toml"
    found = {name: load_rulebook(path) for name, path in named.items()}
    plain = tomllib.loads(generic.read_text(encoding="utf-8"))
    variants = tomllib.loads((Path(__file__).parent / "variants.toml").read_text(encoding="utf-8"))
    rates = {"shrinkage": {"method": "beta_binomial"}, "small_numbers": {"minimum": 12.5, "below": "pool"}}
    return found | {
        "generic": parse(plain, generic.name),
        **{name: parse(overlay(plain, tables), f"{name}.toml") for name, tables in variants.items()},
        "small numbers": market.book("1", rates),
        "small numbers, against a size": market.book("2", {"small_numbers": {"minimum": 4, "below": "missing"}}),
    }


def all_rules() -> Iterator[tuple[str, Rulebook, str, RuleModel]]:
    """Name of the rulebook, rulebook, node and rule of everything that is scored."""
    for name, book in rulebooks().items():
        for node, rule in book.rules.items():
            yield name, book, node, rule


def of_every_kind() -> list[tuple[str, Rulebook, str, RuleModel]]:
    """One rule of every kind and rulebook, the one that says most."""
    largest: dict[tuple[str, type], tuple[str, Rulebook, str, RuleModel]] = {}
    for each in all_rules():
        key = each[0], type(each[3])
        if key not in largest or len(repr(each[3])) > len(repr(largest[key][3])):
            largest[key] = each
    return list(largest.values())


def case_name(case: tuple[str, Rulebook, str, RuleModel]) -> str:
    """What a test of a rule is called."""
    return f"{case[0]} {case[2]} {type(case[3]).__name__}"
