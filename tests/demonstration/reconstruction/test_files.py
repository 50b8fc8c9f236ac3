"""The written files: the same for the same seed, readable, and with bad rows that change nothing."""

from __future__ import annotations

import hashlib

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import surveys
from data_sources.cells import fingerprints
from data_sources.declared import extended
from data_sources.intake import read_records
from data_sources.registry import SOURCES
from ipscore_demo.reconstruction import planted_rows, write_records
from ipscore_demo.reconstruction.aims import load_aims
from reports.record_counts import record_counts
from surveys.agreement import OUTCOME, agreement
from surveys.quality import clean
from surveys.questionnaire import load_questionnaire

pytestmark = pytest.mark.xdist_group("reconstruction")


@pytest.fixture(scope="module")
def folder(demonstration_folder):
    return demonstration_folder / "records"


@pytest.fixture(scope="module")
def records(folder, rulebook):
    kept = [*SOURCES, *surveys.sources(load_questionnaire(rulebook.questionnaire))]
    sources = [extended(source, rulebook) for source in kept]
    return read_records(
        folder,
        sources=sources,
        required=[source.name for source in sources],
        period=rulebook.period,
        population=rulebook.population,
        vocabulary=rulebook.closed_vocabulary,
    )


@pytest.fixture(scope="module")
def cleaned(records, rulebook):
    return clean(records.tables["survey_responses"], load_questionnaire(rulebook.questionnaire))


@pytest.fixture(scope="module")
def read(records, cleaned):
    return {name: table.collect() for name, table in (records.tables | {"survey_responses": cleaned.accepted}).items()}


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
            secret = [column for column in ("respondent", "device") if column in table.columns]
            expected = table.with_columns(fingerprints(table[column]).alias(column) for column in secret)
            found = read[name].select(table.columns).sort("record_id")
            assert_frame_equal(found, expected.sort("record_id"), check_dtypes=False)


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
    found += [(source, "answer", reason) for source, reason in records.unrecognised.select("source", "reason").rows()]
    for row in planted_rows():
        match = next(each for each in found if each[:2] == (row.source, row.kind) and row.expect in each[2])
        found.remove(match)
    assert found == []


def test_every_rule_is_checked_and_rejects_the_sheets_that_were_spoiled_for_it(cleaned, rebuilt, records):
    planted = records.unrecognised["record_id"].to_list()
    spoiled = rebuilt.low_quality.select("record_id", rule="breaks").sort("record_id")
    assert cleaned.unchecked == ()
    rejected = cleaned.rejected.collect().select("record_id", "rule").sort("record_id")
    assert rejected.filter(pl.col("record_id").is_in(planted)).rows() == [(planted[0], "outside_field_period")]
    assert_frame_equal(rejected.filter(~pl.col("record_id").is_in(planted)), spoiled)


def test_two_coders_disagree_on_one_call(records):
    found = agreement(records.tables["phone_checks"], records.tables["phone_recodes"])
    outcome = found.row(by_predicate=pl.col("step") == OUTCOME, named=True)
    assert outcome["calls"] == 30
    assert outcome["agreed"] == pytest.approx(29 / 30)


def test_every_firm_is_called_at_another_time_of_day_in_every_round(rebuilt):
    parts = {hour: part for part, hours in enumerate(load_aims().phone.hours) for hour in hours}
    calls = rebuilt.tables["phone_checks"].with_columns(part=pl.col("called_at").replace_strict(parts))
    assert set(calls.group_by("firm_id").agg(pl.col("part").n_unique())["part"]) == {3}
