"""Whatever engine counts, the result is the same to the last bit."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from data_sources.records import Records
from indicator_tree import Rulebook, load_rulebook
from ipscore.inputs import read_records
from ipscore.run_folder import Run
from scoring import Evaluation, score
from scoring.reducing import reduce_records
from tests.support.engines import ON_SPARK, OTHERS
from tests.support.tables import QUESTIONS, SCHEMAS

FRAMES = (
    *("evidence", "evidence_records", "ledger", "scores", "distribution"),
    *("summary", "breakdown", "survey_covariance"),
)
RULEBOOK = load_rulebook("2017")
FIRMS = ("甲", "乙", "丙", "A\u0301", "Á", "ß", "z", "中")


@pytest.fixture(scope="module")
def demonstration(demonstration_folder: Path) -> Iterator[tuple[Records, Evaluation, Rulebook]]:
    rulebook = Run.open(demonstration_folder / "run").rulebook
    records = read_records(demonstration_folder / "records", rulebook)
    yield records, score(records, rulebook), rulebook
    records.close()


@pytest.mark.parametrize("name", OTHERS)
def test_the_demonstration_is_scored_alike(
    name: str, demonstration: tuple[Records, Evaluation, Rulebook], opened: Callable[[str], Any]
) -> None:
    records, expected, rulebook = demonstration
    with opened(name) as engine:
        found = score(records, rulebook, engine=engine)
    assert [frame for frame in FRAMES if not _frame(found, frame).equals(_frame(expected, frame))] == []


@pytest.mark.parametrize("name", OTHERS)
def test_records_of_every_source_are_reduced_alike(name: str, opened: Callable[[str], Any]) -> None:
    tables = {source: _table(source, random.Random(f"{source} 7")) for source in SCHEMAS}
    expected = reduce_records(tables, RULEBOOK)
    with opened(name) as engine:
        found = reduce_records(engine.frames(tables), RULEBOOK)
    for frame in ("rows", "records", "patterns", "breakdown"):
        assert _frame(found, frame).height
        assert _frame(found, frame).equals(_frame(expected, frame)), frame


def _frame(found: Any, name: str) -> pl.DataFrame:
    frame: pl.DataFrame = getattr(found, name).lazy().collect()
    return frame


def _table(source: str, draw: random.Random) -> pl.LazyFrame:
    """Rows with every value that the rulebook knows and some that it does not, empty cells wherever one may be."""
    rows = []
    for number in range(400):
        firm = draw.choice(FIRMS)
        row = {"record_id": f"{source}-{number:04}", "firm_id": firm, "entity_id": draw.choice([firm, f"{firm}西部"])}
        rows.append(row | {column: _value(source, column, kind, draw) for column, kind in SCHEMAS[source].items()})
    columns = {"record_id": pl.String, "firm_id": pl.String, "entity_id": pl.String, **SCHEMAS[source]}
    more = {"weight": pl.Float64} if source == "survey_responses" else {}
    weights = [{"weight": draw.randrange(1, 2**18) / 2**16} if more else {} for _ in rows]
    return pl.DataFrame([row | weight for row, weight in zip(rows, weights, strict=True)], {**columns, **more}).lazy()


_ANY: dict[Any, Callable[[random.Random], Any]] = {
    pl.Date: lambda draw: date(2017, 1, 1) + timedelta(days=draw.randrange(420)),
    pl.Boolean: lambda draw: draw.random() < 0.5,
    pl.Int64: lambda draw: draw.randrange(10**7),
    pl.Float64: lambda draw: draw.choice([0.1, 0.2, 0.3, 1 / 3, 1e-9, 123_456.789]) * draw.randrange(1, 10**6),
    pl.String: lambda draw: draw.choice(["甲", "乙 ", "丙", "a", "A", "z", "é", "e\u0301", "是", "true", ""]),
}
"""Values of columns that may hold any."""
_FULL: dict[str, Callable[[random.Random], Any]] = {
    "round": lambda draw: draw.randrange(5),
    "as_of": lambda draw: draw.choice([date(2017, 12, 31), date(2016, 12, 31)]),
    "numerator": _ANY[pl.Float64],
    "denominator": _ANY[pl.Float64],
    **dict.fromkeys(QUESTIONS, lambda draw: draw.choice(["非常满意", "不满意", "是", "否", "Ａ", "a", "A"])),
}
"""Values of columns that are always filled."""


def _value(source: str, column: str, kind: Any, draw: random.Random) -> Any:
    if column in _FULL:
        return _FULL[column](draw)
    if draw.random() < 0.1:
        return None
    known = RULEBOOK.vocabulary.get(source, {}).get(column)
    return draw.choice(list(known)) if known else _ANY[kind](draw)


@ON_SPARK
def test_nothing_is_left_in_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opened: Callable[[str], Any]
) -> None:
    monkeypatch.chdir(tmp_path)
    with opened("pyspark") as engine:
        scratch = engine.scratch
        frames = engine.frames({"complaints": _table("complaints", random.Random(1))})
        assert frames["complaints"].count() == 400
        assert any(scratch.iterdir())
    assert list(tmp_path.iterdir()) == []
    assert not scratch.exists()
