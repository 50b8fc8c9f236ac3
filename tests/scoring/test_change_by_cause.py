"""The change from last year, split by cause, adds up exactly."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import scoring
from data_sources.records import Records
from indicator_tree import Rulebook, load_rulebook
from scoring.change_by_cause import change_by_cause
from tests.reports.small import WITH_SURVEY, A, B, evaluation
from tests.scoring.comparison import books
from tests.support.random_records import FIRMS, Rows, as_records, record_rows
from tests.support.tables import firms, tables

# random answers would break the questionnaire's quality rules; made-up tables lack what is only counted by columns
PLAIN = {"questionnaire": None, "breakdown": {}}
BOOK = load_rulebook("2017").model_copy(update=PLAIN)
BEFORE = load_rulebook("2016").model_copy(update=PLAIN)


def scored(rows: Rows, book: Rulebook, weights: str) -> scoring.Evaluation:
    """The records scored; ratios that this rulebook does not know stay unread."""
    records = as_records(rows)
    if book is BEFORE:
        last_year = [
            row | {"ratio": "杠杆率" if row["ratio"] == "资本杠杆率" else row["ratio"]} for row in rows["annual_ratios"]
        ]
        records = as_records(rows | {"annual_ratios": last_year})
        day = pl.lit(BEFORE.period.end)
        records.tables["annual_ratios"] = records.tables["annual_ratios"].with_columns(as_of=day)
    return scoring.score(records, book, weights)


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(
    record_rows(BOOK),
    record_rows(BOOK),
    st.sampled_from([BOOK, BEFORE]),
    st.sampled_from(list(BOOK.weights)),
    st.sampled_from(["equal", "flat"]),
)
def test_causes_add_up_to_indicators_and_indicators_to_the_total(
    rows: Rows, rows_before: Rows, book_before: Rulebook, weights: str, weights_before: str
) -> None:
    now, before = scored(rows, BOOK, weights), scored(rows_before, book_before, weights_before)
    for firm in FIRMS:
        found = change_by_cause(now, before, firm)
        assert found is not None
        scores, old = (
            dict(e.scores.filter(pl.col("firm_id") == firm).select("node", "score").iter_rows()) for e in (now, before)
        )
        assert found.now - found.before == pytest.approx(scores["total"] - old["total"])
        by_node = dict(found.causes.group_by("node").agg(pl.col("change").sum()).iter_rows())
        effects = dict(found.causes.group_by("node").agg(pl.col("effect").sum()).iter_rows())
        for row in found.indicators.filter(pl.col("kind").is_in(["both", "bonus"])).iter_rows(named=True):
            node = row["node"]
            assert row["change"] == pytest.approx(scores[node] - old[node], abs=1e-9)
            assert by_node[node] == pytest.approx(row["change"], abs=1e-6)
            assert effects[node] == pytest.approx(row["effect"], abs=1e-6)
        total = found.indicators["effect"].sum() + found.weights
        assert total == pytest.approx(scores["total"] - old["total"], abs=1e-6)
        assert found.change == found.now - found.before
        ways = [found.before, *found.indicators["running"]]
        for before_, after, effect in zip(ways, ways[1:], found.indicators["effect"], strict=False):
            assert after == pytest.approx(before_ + effect, abs=1e-6)
        assert ways[-1] + found.weights == pytest.approx(found.now, abs=1e-6)


def test_one_more_warning_is_the_whole_change() -> None:
    def with_warnings(count: int) -> scoring.Evaluation:
        book = BOOK.model_copy(update={"missing": "reweight"})
        rows = {"fund_warnings": [{"level": "提示关注", "count": count}]}
        return scoring.score(
            Records(firms=firms("F"), tables=tables(rows), intake=(), quarantine={}),
            book,
        )

    found = change_by_cause(with_warnings(3), with_warnings(2), "F")
    assert found is not None
    moved = found.causes.filter(pl.col("change") != 0)
    shown = moved.select("cause", "quantity_before", "quantity", "before", "now", "change").rows()
    assert shown == [("提示关注", 2.0, 3.0, -6.0, -9.0, -3.0)]
    assert found.weights == 0
    assert set(found.indicators["kind"]) == {"both", "bonus"}


def test_an_indicator_with_a_score_in_one_year_only_is_a_line_of_its_own() -> None:
    # 乙 has no leverage ratio in either year; a score at all other leaves, and at the survey's only in one of them
    found = change_by_cause(evaluation(WITH_SURVEY), evaluation(), A)
    assert found is not None
    kinds = dict(found.indicators.select("node", "kind").iter_rows())
    added = set(evaluation(WITH_SURVEY).rulebook.leaves) - set(evaluation().rulebook.leaves)
    assert {node for node, kind in kinds.items() if kind == "new"} == added != set()
    back = change_by_cause(evaluation(), evaluation(WITH_SURVEY), A)
    assert back is not None
    assert set(back.indicators.filter(pl.col("kind") == "gone")["node"]) == added
    assert back.indicators["effect"].sum() + back.weights == pytest.approx(back.now - back.before)


def test_a_firm_that_was_not_evaluated_has_no_change() -> None:
    last_year = evaluation()
    without = last_year.scores.filter(pl.col("firm_id") != B)
    assert change_by_cause(last_year, replace(last_year, scores=without), B) is None


ROWS = [books.row("A", "1.1.deduct.notice", 2), books.row("A", "2.1.ratio", 0.3), books.row("A", "2.2.ratio", 1.0)]
MORE = [books.row("A", "1.1.deduct.notice", 7), books.row("A", "2.1.ratio", 0.7), books.row("A", "2.2.ratio", 3.0)]


@pytest.mark.parametrize("change_before", ["geometric", "harmonic", "least", "points"])
@pytest.mark.parametrize("changed", [["geometric"], ["harmonic", "new leaf"], ["least", "flat"]])
def test_what_other_means_than_the_arithmetic_do_is_a_line_of_its_own(change_before: str, changed: list[str]) -> None:
    previous, now = books.scored(books.book(change_before), ROWS, "A"), books.scored(books.book(*changed), MORE, "A")
    found = change_by_cause(now, previous, "A")
    assert found is not None
    totals = [run.scores.filter(pl.col("node") == "total")["score"].item() for run in (previous, now)]
    assert found.change == totals[1] - totals[0]
    assert found.indicators["effect"].sum() + found.weights == pytest.approx(found.change, abs=1e-9)
    assert found.indicators["running"].to_list()[-1] + found.weights == pytest.approx(totals[1], abs=1e-9)
    assert found.indicators["kind"].to_list().count("aggregation") == 1


def test_a_change_of_the_method_alone_is_all_of_its_line() -> None:
    previous, now = books.scored(books.book(), ROWS, "A"), books.scored(books.book("least"), ROWS, "A")
    found = change_by_cause(now, previous, "A")
    assert found is not None
    effects = dict(found.indicators.select("kind", "effect").filter(pl.col("effect").abs() > 1e-9).iter_rows())
    assert effects == {"aggregation": pytest.approx(found.change)}
    assert found.weights == 0
    plain = change_by_cause(previous, previous, "A")
    assert plain is not None
    assert "aggregation" not in plain.indicators["kind"].to_list()
