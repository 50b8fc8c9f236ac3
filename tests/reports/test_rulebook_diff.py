"""Two rulebooks beside each other: every table, in words."""

from __future__ import annotations

import re
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from indicator_tree import Rulebook, load_rulebook
from indicator_tree.diff import IDENTITY, MANY, ONE, compare
from reports.rulebook_diff import diff_text
from reports.rulebook_words import WORDS
from tests.reports.small import SMALL, WITH_SURVEY

CASES = tomllib.loads((Path(__file__).parent / "rulebook_diff.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES["case"], ids=lambda case: case["name"])
def test_a_difference_is_told_in_words(case: dict[str, Any], tmp_path: Path) -> None:
    for path in (SMALL, WITH_SURVEY):
        shutil.copy(path, tmp_path)
    newer = tmp_path / "newer.toml"
    newer.write_text(f'extends = "{WITH_SURVEY.name}"\nid = "newer"\n{case["changes"]}\n', encoding="utf-8")
    before, after = load_rulebook(tmp_path / WITH_SURVEY.name), load_rulebook(newer)
    told = diff_text(before, after, compare(before, after)).splitlines()[1:]
    assert [line.strip() for line in told] == case["told"]


def test_every_table_of_a_rulebook_is_compared() -> None:
    tables = {name for name, field in Rulebook.model_fields.items() if _is_table(field.annotation)}
    assert tables - set(IDENTITY) == {*MANY, *ONE}


def test_every_key_that_a_rulebook_may_have_is_a_word() -> None:
    keys = {name for model in _models(Rulebook) for name in model.model_fields}
    assert keys - set(WORDS) == set()
    assert not [key for key, word in WORDS.items() if re.search(r"[a-z_]", word)]


def _is_table(annotation: Any) -> bool:
    return "dict" in str(annotation) or next(_models(annotation), None) is not None


def _models(annotation: Any, seen: set[Any] | None = None) -> Iterator[type[BaseModel]]:
    """All models that a type names, and those that these name."""
    seen = set() if seen is None else seen
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        if annotation in seen:
            return
        seen.add(annotation)
        yield annotation
        for field in annotation.model_fields.values():
            yield from _models(field.annotation, seen)
    for argument in get_args(annotation):
        yield from _models(argument, seen)
