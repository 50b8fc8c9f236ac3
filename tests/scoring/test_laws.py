"""The laws of `docs/architecture.md`, as properties of random record sets."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

import scoring
from indicator_tree import load_rulebook
from indicator_tree.rules import AnswersRule, ScaleRule
from scoring.reducing import reduce_records, reduce_rows
from tests.support.random_records import FIRMS, Rows, as_records, record_rows

# random answers would break the questionnaire's quality rules: here every response counts; no law is about what is only
# told of the records, so none of it is counted
BOOK = load_rulebook("2017").model_copy(update={"questionnaire": None, "breakdown": {}})
some = settings(max_examples=16, suppress_health_check=[HealthCheck.too_slow])
FRAMES = ("evidence", "evidence_records", "ledger", "scores", "distribution", "summary")


def scores_of(evaluation: scoring.Evaluation, firm: str) -> dict[str, float]:
    return dict(evaluation.scores.filter(pl.col("firm_id") == firm).select("node", "score").iter_rows())


@some
@given(record_rows(BOOK), st.sampled_from(list(BOOK.weights)))
def test_1_every_score_is_the_sum_of_its_ledger_rolled_up_with_the_printed_weights(rows: Rows, scheme: str) -> None:
    evaluation = scoring.score(as_records(rows), BOOK, scheme)
    printed = dict(evaluation.summary.select("node", "weight").iter_rows())
    for firm in FIRMS:
        own = evaluation.ledger.filter(pl.col("firm_id") == firm)

        def value(node: str, own: pl.DataFrame = own) -> float:
            children = BOOK.children.get(node)
            if children is None:
                return sum(own.filter(pl.col("node") == node)["points"])
            return sum(printed[child] * value(child) for child in children)

        expected = {node: value(node) for node in (*BOOK.nodes, "bonus")}
        expected["base"] = sum(printed[node] * expected[node] for node in BOOK.children[None])
        expected["total"] = expected["base"] + expected["bonus"]
        assert scores_of(evaluation, firm) == pytest.approx(expected, abs=1e-9)


def worsened(rows: Rows, how: str, data: st.DataObject) -> Rows:
    """The same records, with one of firm A's made worse."""
    worse = {source: [dict(row) for row in table] for source, table in rows.items()}

    def one_of(source: str) -> dict[str, Any]:
        return data.draw(st.sampled_from([row for row in worse[source] if row["firm_id"] == "A"]))

    if how == "another warning":
        level = data.draw(st.sampled_from(BOOK.vocabulary["fund_warnings"]["level"]))
        worse["fund_warnings"].append({"firm_id": "A", "level": level, "occurred_on": date(2017, 7, 3)})
    elif how == "another open complaint":
        category = data.draw(st.sampled_from(BOOK.vocabulary["complaints"]["category"]))
        worse["complaints"].append({"firm_id": "A", "category": category, "closed_on": None})
    elif how == "another measure":
        matter = data.draw(st.sampled_from(BOOK.vocabulary["integrity_measures"]["matter"]))
        level = data.draw(st.sampled_from(BOOK.vocabulary["integrity_measures"]["subject_level"]))
        worse["integrity_measures"].append({"firm_id": "A", "matter": matter, "subject_level": level})
    elif how == "a failed call":
        one_of("phone_checks").update(connected=False, answered=None, polite=None, effective=None)
    elif how == "a worse answer":
        response = one_of("survey_responses")
        rules = [rule for code in BOOK.leaves if isinstance(rule := BOOK.indicator[code].rule, AnswersRule)]
        rule = data.draw(st.sampled_from(rules))
        response[rule.question] = min(rule.answers.values, key=lambda answer: rule.answers.values[answer])
    else:
        row = one_of("annual_ratios")
        rules = {r.ratio: r for code in BOOK.leaves if isinstance(r := BOOK.indicator[code].rule, ScaleRule)}
        shift = data.draw(st.floats(0, 0.5))
        row["numerator"] += -shift if rules[row["ratio"]].direction == "higher_is_better" else shift
    return worse


WORSE = [
    "another warning",
    "another open complaint",
    "another measure",
    "a failed call",
    "a worse answer",
    "a riskier ratio",
]


@settings(some, max_examples=12)
@given(rows=record_rows(BOOK), data=st.data())
def test_3_a_worse_record_never_raises_a_score(rows: Rows, data: st.DataObject) -> None:
    # a further complaint that was handled in time may raise the handling rate: that is what the rate measures
    before = scoring.score(as_records(rows), BOOK)
    worse = {source: [row for row in table if row["firm_id"] != "A"] for source, table in rows.items()}
    for how in WORSE:  # firms that are A but for one record, and stand in its place
        for source, table in worsened(rows, how, data).items():
            worse[source] += [row | {"firm_id": how} for row in table if row["firm_id"] == "A"]
    after = scoring.score(as_records(worse, of=(*WORSE, "B", "C")), BOOK)
    old = scores_of(before, "A")
    for how in WORSE:
        new = scores_of(after, how)
        assert all(new[node] <= old[node] + 1e-9 for node in old), how
    for other in ("B", "C"):
        assert scores_of(after, other) == scores_of(before, other)


@some
@given(record_rows(BOOK))
def test_4_scores_lie_on_their_scales(rows: Rows) -> None:
    scores = scoring.score(as_records(rows), BOOK).scores
    assert BOOK.bonus is not None
    tops = (
        pl.when(pl.col("node") == "bonus")
        .then(BOOK.bonus.cap)
        .when(pl.col("node") == "total")
        .then(100 + BOOK.bonus.cap)
    )
    inside = scores.with_columns(top=tops.otherwise(100.0)).filter(
        pl.col("score").is_between(-1e-9, pl.col("top") + 1e-9)
    )
    assert inside.height == scores.height


@some
@given(record_rows(BOOK), st.randoms(use_true_random=False))
def test_5_the_order_of_rows_and_firms_changes_nothing(rows: Rows, random: Any) -> None:
    records = as_records(rows)
    shuffled = as_records(rows)
    for source, table in shuffled.tables.items():
        shuffled.tables[source] = table.collect().sample(fraction=1, shuffle=True, seed=random.randrange(10**6)).lazy()
    shuffled = replace(shuffled, firms=shuffled.firms.reverse())
    first, second = scoring.score(records, BOOK), scoring.score(shuffled, BOOK)
    for name in FRAMES:
        assert_frame_equal(getattr(first, name), getattr(second, name), check_exact=True)


@pytest.mark.parametrize("policy", ["error", "reweight"])
@settings(some, max_examples=10)
@given(
    rows=record_rows(BOOK),
    source=st.sampled_from(["survey_responses", "annual_ratios", "phone_checks", "education_products"]),
)
def test_7_missing_is_not_zero(policy: str, rows: Rows, source: str) -> None:
    incomplete = {**rows, source: [row for row in rows[source] if row["firm_id"] != "A"]}
    book = BOOK.model_copy(update={"missing": policy})
    if policy == "error":
        with pytest.raises(scoring.MissingEvidenceError, match="甲A证券"):
            scoring.score(as_records(incomplete), book)
        return
    evaluation = scoring.score(as_records(incomplete), book)
    missing = evaluation.ledger.filter(pl.col("points").is_null())
    scores = scores_of(evaluation, "A")
    assert missing["firm_id"].unique().to_list() == ["A"]
    last = missing.group_by("node", maintain_order=True).last()
    assert all("权重由同级指标分担" in cause for cause in last["cause"])
    for leaf in last["node"]:
        assert scores[leaf] is None
    weights = book.local_weights(book.default_weights)
    for parent, siblings in book.children.items():
        present = [code for code in siblings if scores[code] is not None]
        expected = sum(weights[c] * scores[c] for c in present) / sum(weights[c] for c in present) if present else None
        assert scores["base" if parent is None else parent] == (pytest.approx(expected) if present else None)


@some
@given(record_rows(BOOK))
def test_evidence_alone_is_that_of_the_whole_reduction(rows: Rows) -> None:
    records = as_records(rows).tables
    assert_frame_equal(reduce_rows(records, BOOK), reduce_records(records, BOOK).rows)
