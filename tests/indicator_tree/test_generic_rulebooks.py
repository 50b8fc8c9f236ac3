"""Rulebooks that declare whom they evaluate and what their records hold, and how mistakes in them are told."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from indicator_tree import RulebookError, load_rulebook
from indicator_tree.loading import parse
from indicator_tree.overlay import overlay

HERE = Path(__file__).parent
GENERIC = tomllib.loads((HERE / "generic.toml").read_text(encoding="utf-8"))
BAD = tomllib.loads((HERE / "bad_declarations.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", BAD)
def test_a_mistake_is_told_with_its_key_path(name: str) -> None:
    with pytest.raises(RulebookError) as caught:
        parse(overlay(GENERIC, BAD[name]["change"]), "generic.toml")
    for part in BAD[name]["says"]:
        assert part in str(caught.value)


def test_only_a_rulebook_with_units_may_leave_out_the_population() -> None:
    without = {key: table for key, table in GENERIC.items() if key != "units"}
    with pytest.raises(RulebookError, match=r"population：缺少此项；只有写明 \[units\]"):
        parse(without, "generic.toml")


def test_what_is_evaluated_is_called_by_the_words_of_the_rulebook() -> None:
    assert load_rulebook(HERE / "generic.toml").words[:2] == ("部门", "个")
    assert load_rulebook("2017").words[:2] == ("公司", "家")


def test_a_declared_rulebook_survives_the_json_that_a_run_keeps(tmp_path: Path) -> None:
    book = load_rulebook(HERE / "generic.toml")
    kept = tmp_path / "rulebook.json"
    kept.write_text(book.model_dump_json(exclude_none=True), encoding="utf-8")
    assert load_rulebook(kept) == book
    assert list(load_rulebook(kept).source["figures"].column) == list(GENERIC["source"]["figures"]["column"])


def test_the_last_record_is_found_by_the_date_of_the_source_or_of_the_rule() -> None:
    changed: dict[str, Any] = json.loads(json.dumps(GENERIC, default=str))
    book = parse(changed, "generic.toml")
    rule = book.indicator["1"].rule
    assert rule is not None
    assert rule.kind == "normalised"
    assert book.latest_by(rule) == "as_of"
    assert book.latest_by(rule.model_copy(update={"latest_by": "found_on"})) == "found_on"
    assert book.latest_by(rule.model_copy(update={"source": "annual_ratios"})) is None
