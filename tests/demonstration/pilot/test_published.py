from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from indicator_tree.errors import PublishedError
from indicator_tree.published import LIBRARY
from indicator_tree.published.operations import PILOT, load_pilot

TEXT = (LIBRARY / f"{PILOT}.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("firms = 11", "firms = 11\nfirm = 12", "firm"),
        ("first = 181171", "first = 0", "应大于 0"),
        ("last = 37292", 'last = "37292户"', "last"),
        ("title =", "title", "不是完好的 TOML 文件"),
        ("firms = 11\n", "", "缺少此项"),
    ],
)
def test_a_bad_file_is_told_with_its_key(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in TEXT
    path = tmp_path / "figures.toml"
    path.write_text(TEXT.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PublishedError, match=told):
        load_pilot(path)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(PublishedError, match=r"none\.toml：无法读取"):
        load_pilot(tmp_path / "none.toml")


def test_eleven_months_of_four_systems_are_forty_four_values() -> None:
    figures = load_pilot()
    assert sum(len(each.values) for each in figures.clearing) == 44
    for each in figures.clearing:
        assert (each.months[0], each.months[-1]) == (date(2019, 1, 1), date(2019, 11, 1))


def test_months_run_over_the_end_of_a_year() -> None:
    figure = load_pilot().clearing[0].model_copy(update={"first_month": date(2018, 12, 1), "values": (1.0, 1.0)})
    assert figure.months == (date(2018, 12, 1), date(2019, 1, 1))
