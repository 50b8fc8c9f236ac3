"""Every way in which a rulebook can be wrong, with the message that an editor of rulebooks gets."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from indicator_tree import RulebookError, RulebookNotFoundError, load_rulebook

HERE = Path(__file__).parent
EXPECTED = tomllib.loads((HERE / "bad_rulebooks.toml").read_text(encoding="utf-8"))


def test_every_bad_rulebook_has_an_expected_message() -> None:
    assert {path.stem for path in (HERE / "bad_rulebooks").glob("*.toml")} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_message(name: str) -> None:
    with pytest.raises(RulebookError) as caught:
        load_rulebook(HERE / "bad_rulebooks" / f"{name}.toml")
    message = str(caught.value)
    assert f"{name}.toml" in message
    for part in EXPECTED[name]:
        assert part in message


def test_a_rulebook_that_is_not_there_names_those_that_are() -> None:
    with pytest.raises(RulebookNotFoundError, match=r"找不到规则文件 2071.*investor_protection_2017"):
        load_rulebook("2071")
