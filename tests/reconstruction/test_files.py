"""The written files: the same for the same seed, readable, and with bad rows that change nothing."""

from __future__ import annotations

import hashlib

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from data_sources.intake import read_records
from data_sources.reconstruction import planted_rows, record_counts, write_records
from data_sources.registry import SOURCES
from surveys import phone_checks, responses
from surveys.questionnaire import load_questionnaire

pytestmark = pytest.mark.xdist_group("reconstruction")


@pytest.fixture(scope="module")
def folder(tmp_path_factory, rulebook, published):
    path = tmp_path_factory.mktemp("records")
    write_records(path, rulebook=rulebook, published=published)
    return path


@pytest.fixture(scope="module")
def records(folder, rulebook):
    sources = [*SOURCES, phone_checks.SOURCE, responses.source(load_questionnaire(rulebook.questionnaire))]
    return read_records(
        folder,
        sources=sources,
        required=[source.name for source in sources],
        period=rulebook.period,
        population=rulebook.population,
        vocabulary=rulebook.closed_vocabulary,
    )


@pytest.fixture(scope="module")
def read(records):
    return {name: table.collect() for name, table in records.tables.items()}


def _prints(folder):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def test_the_same_seed_writes_the_same_bytes(folder, tmp_path, rulebook, published):
    steps = []
    write_records(tmp_path, rulebook=rulebook, published=published, progress=lambda *step: steps.append(step))
    assert _prints(tmp_path) == _prints(folder)
    assert [done for _, done, _ in steps] == list(range(1, len(steps) + 1))


def test_a_note_says_that_the_data_are_invented(folder):
    assert "虚构" in (folder / "说明.txt").read_text(encoding="utf-8")


def test_reading_gives_back_the_records_that_were_solved(read, rebuilt):
    for name, table in rebuilt.tables.items():
        if name != "annual_ratios":  # a ratio has no number of its own, and a few are typed as rounded percentages
            found = read[name].select(table.columns).sort("record_id")
            assert_frame_equal(found, table.sort("record_id"), check_dtypes=False)


def test_ratios_come_back_within_rounding(read, rebuilt):
    key = ["firm_id", "ratio"]
    value = (pl.col("numerator") / pl.col("denominator")).alias("value")
    found, solved = (each["annual_ratios"].select(*key, value).sort(key) for each in (read, rebuilt.tables))
    assert_frame_equal(found, solved, abs_tol=6e-5)


def test_counts_are_the_same_after_quarantine(read, rebuilt, rulebook):
    assert record_counts(read, rulebook) == pytest.approx(record_counts(rebuilt.tables, rulebook))


def test_every_bad_row_is_sorted_out_for_its_own_reason(records):
    found = [
        (source, kind, reason)
        for source, table in records.quarantine.items()
        for kind, reason in table.select("kind", "reason").rows()
    ]
    for row in planted_rows():
        match = next(each for each in found if each[:2] == (row.source, row.kind) and row.expect in each[2])
        found.remove(match)
    assert found == []
