"""Every way in which a catalogue can be wrong, with the message that its editor gets."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from indicator_tree.catalogue import CatalogueError, CatalogueNotFoundError, load_catalogue

HERE = Path(__file__).parent
EXPECTED = tomllib.loads((HERE / "bad_catalogues.toml").read_text(encoding="utf-8"))


def test_the_catalogue_that_the_bad_ones_extend_is_sound() -> None:
    assert load_catalogue(HERE / "small.toml").leaves == ("1.1.1", "1.1.2", "1.1.3", "1.1.4", "1.2.1", "1.2.2", "1.2.3")


def test_every_bad_catalogue_has_an_expected_message() -> None:
    assert {path.stem for path in (HERE / "bad_catalogues").glob("*.toml")} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_message(name: str) -> None:
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(HERE / "bad_catalogues" / f"{name}.toml")
    message = str(caught.value)
    assert f"{name}.toml" in message
    for part in EXPECTED[name]:
        assert part in message


def test_a_catalogue_that_is_not_there_names_those_that_are() -> None:
    with pytest.raises(CatalogueNotFoundError, match=r"找不到指标目录 2071.*operations_2020"):
        load_catalogue("2071")
