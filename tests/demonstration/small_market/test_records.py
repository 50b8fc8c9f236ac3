"""The invented market: the same seed gives the same bytes, and firms have a handful of complaints."""

from pathlib import Path

import polars as pl

from indicator_tree import load_rulebook
from ipscore_demo.small_market import market_tables, write_records

BOOK = load_rulebook("small_market")


def _bytes(folder: Path, seed: int) -> dict[str, bytes]:
    write_records(folder, rulebook=BOOK, seed=seed)
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_a_seed_gives_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    one, again, other = (_bytes(tmp_path / name, seed) for name, seed in (("1", 1), ("2", 1), ("3", 2)))
    assert one == again
    assert one.keys() == other.keys()
    assert "12386投诉工单.csv" in one
    assert [name for name in one if one[name] == other[name]] == []
    assert "虚构" in one["说明.txt"].decode()


def test_most_firms_have_one_to_nine_complaints_whatever_the_seed() -> None:
    for seed in (2017, 1, 2):
        tables = market_tables(BOOK, seed)
        firms = tables["firm_clients"].select(pl.col("firm_id").unique())
        number = tables["complaints"].group_by("firm_id").len()
        each = firms.join(number, on="firm_id", how="left")["len"].fill_null(0)
        assert each.is_between(1, 9).mean() > 0.5
        assert each.max() >= 15
