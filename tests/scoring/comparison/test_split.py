"""The change between two evaluations is split exactly, by the conventions of `scoring.comparison`."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import HealthCheck, example, given, reject, settings
from hypothesis import strategies as st

from scoring import Evaluation, UndefinedAggregateError, compare_runs
from scoring.comparison import Comparison, largest_moves
from scoring.comparison.frames import FIRMS as FIRMS_SCHEMA
from scoring.comparison.frames import MEANS, NODES, PARTS, QUANTITIES, SPLIT
from scoring.frames import TOTAL_NODES, told_above
from tests.scoring.comparison.books import (
    CHANGES,
    FIRMS,
    REMOVALS,
    Row,
    book,
    evidence_rows,
    figures,
    laid_over,
    row,
    scored,
)

SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
SEEDS = st.integers(0, 10**6)
changes = st.lists(st.sampled_from([*CHANGES, *REMOVALS]), max_size=4, unique=True)


def parts(comparison: Comparison, node: str, firm: str = "A") -> tuple[float, float, float]:
    """Rules, weights and records at a node."""
    rows = comparison.split.filter(pl.col("node") == node, pl.col("firm_id") == firm)
    (found,) = rows.select(PARTS).rows()
    return found


def random_run(seed: int, changed: list[str]) -> Evaluation:
    """Some of the firms scored by a rulebook; not every method has a score for what is drawn."""
    ids = [FIRMS[:3], FIRMS[1:], FIRMS][seed % 3]
    rulebook = book(*changed)
    try:
        return scored(rulebook, evidence_rows(rulebook, ids, seed), *ids)
    except UndefinedAggregateError:
        reject()


@settings(max_examples=30, suppress_health_check=SLOW)
@given(SEEDS, SEEDS, changes, changes)
@example(0, 0, ["no bonus"], ["no bonus"])
@example(0, 0, ["no bonus"], [])
def test_rules_weights_and_records_add_up_to_every_change(
    seed: int, seed_now: int, changed_before: list[str], changed_now: list[str]
) -> None:
    before, now = random_run(seed, changed_before), random_run(seed_now, changed_now)
    found = compare_runs(before, now)
    assert found.split.schema == SPLIT
    assert found.split.select(pl.selectors.float().is_nan().any()).row(0) == (False,) * 6
    split = found.split.filter(pl.col("change").is_not_null())
    assert split.select((pl.col("change") - pl.sum_horizontal(PARTS)).abs().max()).item() < 1e-9
    assert split.select((pl.col("now") - pl.col("before") - pl.col("change")).abs().max()).item() == 0
    unsplit = found.split.filter(pl.col("change").is_null())
    assert unsplit.select(pl.col(PARTS).null_count()).row(0) == (unsplit.height,) * 3
    assert split.filter(pl.col("kind") != "both").is_empty()
    told = told_above(before.rulebook) | told_above(now.rulebook)  # the tree's base is the total where nothing is added
    for run, column in ((before, "before"), (now, "now")):
        untold = TOTAL_NODES.keys() - told.keys() | (set() if run.rulebook.bonus else {"bonus"})
        kept = run.scores.filter(~pl.col("node").is_in(untold))
        joined = kept.join(found.split, on=["firm_id", "node"]).filter(pl.col("score").eq_missing(pl.col(column)))
        assert joined.select("firm_id", "node").unique().height == kept.height
    means = found.means.filter(pl.col("change").is_not_null(), pl.col("firms") > 0)
    assert means.select((pl.col("change") - pl.sum_horizontal(*PARTS, "population")).abs().max()).item() < 1e-9
    assert means.filter(pl.col("risen") + pl.col("fallen") + pl.col("same") != pl.col("firms")).is_empty()


@settings(max_examples=8, suppress_health_check=SLOW)
@given(SEEDS, SEEDS, changes, changes)
def test_the_way_back_takes_what_the_way_there_gave(
    seed: int, seed_now: int, changed_before: list[str], changed_now: list[str]
) -> None:
    before, now = random_run(seed, changed_before), random_run(seed_now, changed_now)
    there, back = (
        compare_runs(*runs).split.filter(pl.col("kind") == "both") for runs in ((before, now), (now, before))
    )
    key = ["firm_id", "node"]
    for part in PARTS:
        given_, taken = (frame.sort(key)[part].fill_null(float("nan")).to_list() for frame in (there, back))
        assert taken == pytest.approx([-value for value in given_], abs=1e-9, nan_ok=True)


@settings(max_examples=6, suppress_health_check=SLOW)
@given(SEEDS, changes)
def test_an_evaluation_does_not_differ_from_itself(seed: int, changed: list[str]) -> None:
    run = random_run(seed, changed)
    found = compare_runs(run, run)
    moved = found.split.select(pl.col("change", *PARTS, "rank_change").drop_nulls().abs().max().fill_null(0))
    assert moved.row(0) == (0,) * 5
    assert (found.firms.height, found.quantities.height) == (0, 0)
    assert set(found.nodes["kind"]) == {"both"}


ALONE = {
    "records": [],
    "weights": ["given", "flat", "least", "new leaf", "no rate"],
    "rules": ["points", "knots", "tiers", "cap", "grades", "full marks"],
}


@settings(max_examples=15, suppress_health_check=SLOW)
@given(SEEDS, changes, st.sampled_from(list(ALONE)), st.data())
def test_where_one_factor_changes_the_others_have_no_part(
    seed: int, changed: list[str], factor: str, data: st.DataObject
) -> None:
    more = data.draw(st.lists(st.sampled_from(ALONE[factor]), unique=True)) if ALONE[factor] else []
    changed_now = [*changed, *(name for name in more if name not in changed)]
    before = random_run(seed, changed)
    rows = evidence_rows(book(*changed), FIRMS, seed + 1) if factor == "records" else before.evidence.rows()
    try:
        now = scored(book(*changed_now), rows, *before.firms["firm_id"])
    except UndefinedAggregateError:
        reject()
    split = compare_runs(before, now).split
    for part in set(PARTS) - {factor}:
        assert split[part].drop_nulls().abs().max() in (None, pytest.approx(0, abs=1e-9))


def test_an_interaction_is_shared() -> None:
    """Two notices at 3 points become three at 7: 94 → 79. Over the old records the rules cost 8, over the new 12;
    by the old rules the records cost 3, by the new 7.
    """
    found = compare_runs(
        scored(book(), [row("A", "1.1.deduct.notice", 2)], "A"),
        scored(book("points"), [row("A", "1.1.deduct.notice", 3)], "A"),
    )
    assert parts(found, "1.1") == pytest.approx((-10, 0, -5))


RECORDS = {
    "condition": ("1.1", [row("A", "1.1.deduct.notice", 1)], [row("A", "1.1.deduct.notice", 5)]),
    "deduction": ("1.1", [], [row("A", "1.1.deduct.extra", 3)]),
    "no deduction": ("1.1", [row("A", "1.1.deduct.general", 1)], []),
    "days": (
        "1.2",
        [row("A", "1.2.received", 10), row("A", "1.2.done", 1)],
        [row("A", "1.2.received", 4), row("A", "1.2.done", 3)],
    ),
    "another kind": ("1.2", [row("A", "1.2.received", 10), row("A", "1.2.done", 1)], []),
    "ratio": ("2.1", [row("A", "2.1.ratio", 0.5)], [row("A", "2.1.ratio", 0.2)]),
    "rounds": (
        "3.1",
        [row("A", "3.1.rounds", 3), row("A", "3.1.fault.reply", 3)],
        [row("A", "3.1.rounds", 2), row("A", "3.1.fault.reply", 1)],
    ),
    "categories": ("3.2", [row("A", "3.2.part.base", 2, "省级")], [row("A", "3.2.part.base", 3, "市级")]),
}


@pytest.mark.parametrize("change", RECORDS)
def test_what_the_rulebooks_count_differently_is_a_change_of_rules(change: str) -> None:
    node, rows, rows_now = RECORDS[change]
    found = compare_runs(scored(book(), rows, "A"), scored(book(change), rows_now, "A"))
    (moved,) = found.split.filter(pl.col("node") == node)["change"]
    assert moved != 0
    assert parts(found, node) == pytest.approx((moved, 0, 0))
    assert node in found.quantities["node"].to_list()


def test_an_answer_that_only_one_rulebook_values_stays_where_it_is() -> None:
    """满意 falls from 100 to 80 and 非常满意 is new: over the records of before the new rules find 满意 2, 不满意 2
    and the one 非常满意 of now; by the old rules it does not count.
    """
    name = "1.3.answers"
    before = scored(book(), [row("A", name, 2, "满意", 2.0), row("A", name, 2, "不满意", 2.0)], "A")
    rows = [row("A", name, 3, "满意", 3.0), row("A", name, 1, "非常满意", 1.0), row("A", name, 1, "不满意", 1.0)]
    now = scored(book("answers"), rows, "A")
    found = compare_runs(before, now)
    old, new = (50.0, 75.0), ((2 * 80 + 100) / 5, (3 * 80 + 100) / 5)
    rules = ((new[0] - old[0]) + (new[1] - old[1])) / 2
    records = ((old[1] - old[0]) + (new[1] - new[0])) / 2
    assert parts(found, "1.3") == pytest.approx((rules, 0, records))
    assert found.quantities.rows() == [("1.3", name, "非常满意", "new")]


def test_records_too_few_for_the_new_rules_are_the_first_to_change() -> None:
    """Four respondents are asked for now; two of before cannot be scored by that."""
    name = "1.3.answers"
    found = compare_runs(
        scored(book(), [row("A", name, 2, "一般", 2.0)], "A"),
        scored(book("respondents"), [row("A", name, 4, "满意", 4.0)], "A"),
    )
    assert parts(found, "1.3") == pytest.approx((0, 0, 50))


def test_an_indicator_of_one_year_only_enters_with_the_tree() -> None:
    rows = [row("A", "1.1.deduct.notice", 2)]
    now = scored(book("new leaf", "renamed"), [*rows, row("A", "1.4.deduct.notice", 5)], "A")
    found = compare_runs(scored(book(), rows, "A"), now)
    rules, weights, records = parts(found, "1")
    assert (rules, records) == (0, 0)
    assert weights < 0
    assert parts(found, "total") == pytest.approx((0, weights, 0))  # neither 2 nor 3 has a score
    alone = found.nodes.filter(pl.col("kind") != "both").rows()
    assert alone == [("1.4", "新指标", "new", True), ("2.2", "融资融券余额占比", "gone", True),
                     ("2.2", "两融余额占比", "new", True)]  # fmt: skip
    assert parts(found, "1.4") == (None, None, None)


def test_a_bonus_of_one_year_only_enters_with_the_tree() -> None:
    rows = [row("A", "1.1.deduct.notice", 2)]
    now = scored(book(), [*rows, row("A", "bonus.part.charity", 3)], "A")
    found = compare_runs(scored(book("no bonus"), rows, "A"), now)
    assert parts(found, "bonus") == parts(found, "total") == pytest.approx((0, 1, 0))
    neither = compare_runs(scored(book("no bonus"), rows, "A"), scored(book("no bonus"), rows, "A"))
    assert "bonus" not in neither.split["node"].to_list()


def test_a_firm_of_one_year_only_has_no_split_and_moves_the_mean() -> None:
    rows = [row("A", "1.1.deduct.notice", 2), row("B", "1.1.deduct.notice", 4)]
    before = scored(book(), rows[:1], "A")
    found = compare_runs(before, scored(book(), rows, "A", "B"))
    assert found.firms.select("firm_id", "kind", "rank", "reason").rows() == [("B", "new", 2, None)]
    (mean,) = found.means.filter(pl.col("node") == "1.1").to_dicts()
    figures = ("kind", "before", "now", "change", *PARTS, "population", "firms", "risen", "fallen", "same")
    assert [mean[name] for name in figures] == ["both", 94.0, 91.0, -3.0, 0.0, 0.0, 0.0, -3.0, 1, 0, 0, 1]
    (alone,) = found.split.filter(pl.col("node") == "1.1", pl.col("firm_id") == "B").to_dicts()
    assert (alone["kind"], alone["before"], alone["now"], alone["change"]) == ("new", None, 88.0, None)
    gone = compare_runs(scored(book(), rows, "A", "B"), before)
    assert gone.firms["kind"].to_list() == ["gone"]


def test_a_firm_without_a_score_in_one_year_has_no_split_there() -> None:
    found = compare_runs(
        scored(book(), [row("A", "2.1.ratio", 0.5)], "A"), scored(book("ratio"), [row("A", "2.2.ratio", 1.0)], "A")
    )
    assert parts(found, "2.1") == parts(found, "2.2") == (None, None, None)
    assert sum(parts(found, "2")) == pytest.approx(found.split.filter(pl.col("node") == "2")["change"].item())


def test_evaluations_without_a_common_firm_are_told() -> None:
    rows = [row("A", "1.1.deduct.notice", 2), row("B", "1.1.deduct.notice", 4)]
    found = compare_runs(scored(book(), rows[:1], "A"), scored(book(), rows[1:], "B"))
    assert found.common == 0
    assert found.split["change"].null_count() == found.split.height
    assert found.firms["kind"].to_list() == ["new", "gone"]


def test_frames_have_the_shapes_that_are_told() -> None:
    found = compare_runs(scored(book(), [], "A"), scored(book("deduction"), [], "A"))
    frames = (found.split, found.means, found.nodes, found.firms, found.quantities)
    assert [frame.schema for frame in frames] == [SPLIT, MEANS, NODES, FIRMS_SCHEMA, QUANTITIES]


def test_rank_moves_are_told_with_the_largest_first() -> None:
    def with_notices(*counts: int) -> Evaluation:
        rows: list[Row] = [row(firm, "1.1.deduct.notice", count) for firm, count in zip("ABCD", counts, strict=True)]
        return scored(book(), rows, *"ABCD")

    found = compare_runs(with_notices(1, 2, 3, 4), with_notices(4, 2, 2, 1))
    moves = largest_moves(found.split, "1.1", 1).select("direction", "firm_id", "change", "rank_before", "rank_now")
    assert moves.rows() == [("risen", "D", 9.0, 4, 1), ("fallen", "A", -9.0, 1, 4)]
    assert found.split.filter(pl.col("node") == "1.1")["rank_change"].to_list() == [3, 0, -1, -3]


def normalised(values: tuple[float, ...], **how: object) -> Evaluation:
    """Firms with one figure each."""
    rows: list[Row] = [row(firm, "5.1.value", value) for firm, value in zip(FIRMS, values, strict=False)]
    return scored(laid_over(figures(**how)), rows, *FIRMS[: len(values)])


def test_a_figure_that_others_overtook_changes_by_records() -> None:
    """A keeps 10, of 0 to 20 before and of 0 to 40 now, when D, who has most, is new."""
    before, now = (normalised(values, method="min_max") for values in ((10, 0, 20), (10, 0, 20, 40)))
    assert parts(compare_runs(before, now), "5.1") == pytest.approx((0, 0, -25))
    ranked = normalised((10, 0, 20, 40), method="rank")
    assert parts(compare_runs(now, ranked), "5.1") == pytest.approx((100 / 3 - 25, 0, 0))


def test_figures_that_the_new_rules_cannot_tell_apart_are_the_first_to_change() -> None:
    before, now = normalised((10, 10), method="min_max", low=0, high=40), normalised((30, 10), method="min_max")
    assert parts(compare_runs(before, now), "5.1") == pytest.approx((25, 0, 50))
