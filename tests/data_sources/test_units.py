"""Units as headers and cells write them, and how many of one make another."""

from __future__ import annotations

import tomllib
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from data_sources.units import Unit, factor_between, is_clock, is_foreign, is_unit_like, unit_of

CASES: dict[str, dict[str, Any]] = tomllib.loads(Path(__file__).with_name("units.toml").read_text(encoding="utf-8"))
SAID = {"like": is_unit_like, "foreign": is_foreign, "clock": is_clock}


@pytest.mark.parametrize("text", CASES["unit"])
def test_what_a_text_measures(text: str) -> None:
    stated = CASES["unit"][text]
    assert unit_of(text) == (Unit(text, stated[0], Fraction(stated[1])) if stated else None)


@pytest.mark.parametrize("what", SAID)
def test_what_is_said_of_a_text(what: str) -> None:
    found = {text: SAID[what](text) for answer in ("yes", "no") for text in CASES[what][answer]}
    assert found == dict.fromkeys(CASES[what]["yes"], True) | dict.fromkeys(CASES[what]["no"], False)


@pytest.mark.parametrize("pair", CASES["between"])
def test_how_many_of_one_make_another(pair: str) -> None:
    found, _, wanted = pair.partition(" ")
    stated = CASES["between"][pair]
    assert factor_between(found, wanted) == (Fraction(stated) if stated else None)
