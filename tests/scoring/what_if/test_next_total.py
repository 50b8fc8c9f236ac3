"""What lifts the total into its next band does so when the changed evidence is scored, and less does not."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import polars as pl
import pytest

from indicator_tree import Rulebook, load_rulebook
from indicator_tree.aggregation import Aggregation
from scoring import Evaluation
from scoring.frames import EVIDENCE
from scoring.precision import DECIMALS
from scoring.what_if import Set, what_if
from scoring.what_if.frames import TOTAL_STEPS, TOTAL_TARGETS
from scoring.what_if.next_total import NextTotal, next_total
from scoring.what_if.rescoring import rescored
from tests.reports import small
from tests.scoring.what_if.support import rows_of_everything, scored
from tests.support.random_records import FIRMS, as_records

BOOK = load_rulebook("2017").model_copy(
    update={"questionnaire": None, "breakdown": {}, "missing": "reweight", "robustness": None}
)
LEAST = Aggregation.model_validate({"method": "least", "basis": "assumed", "reference": {"title": "假设"}})
BOOKS = {"means": BOOK, "least": BOOK.model_copy(update={"aggregation": LEAST})}
ONE = {
    "records": 1.0,
    "open": 1.0,
    "faults": 1.0,
    "remedied": 1.0,
    "grade": 1.0,
    "ratio": 1e-4,
    "mean": 1e-2,
    "quantity": 1e-6,
}

Step = dict[str, object]


@cache
def example(book: str) -> Evaluation:
    records = as_records(rows_of_everything(BOOKS[book]))
    return scored(records.firms, records.tables, BOOKS[book])


@cache
def proposed(book: str, firm: str) -> NextTotal:
    return next_total(example(book), firm)


def evidence_rows(step: Step, rows: pl.DataFrame, book: Rulebook) -> list[tuple[str, float, float | None]]:
    """Cause, quantity and weight of the evidence in which a step results."""
    needed, kind, node = float(step["needed"]), step["kind"], str(step["node"])
    if kind == "mean":
        values = book.indicator[node].rule.answers.values
        worst, best = min(values, key=values.__getitem__), max(values, key=values.__getitem__)
        share = (needed - values[worst]) / (values[best] - values[worst])
        count, weight = rows["quantity"].sum(), rows["weight"].sum()
        return [(worst, 0.0, weight * (1 - share)), (best, count, weight * share)]
    if kind == "grade":
        part = next(part for at, part in book.parts if step["parameter"] == f"{at}.part.{part.id}")
        return [(list(part.grades)[round(needed) - 1], needed, None)]
    return [("", needed, None)]


def scores_after(evaluation: Evaluation, firm: str, steps: list[Step]) -> dict[str, tuple[float, int]]:
    """The firm's scores and ranks by node, of the whole evaluation scored with its evidence changed."""
    evidence = evaluation.evidence
    for step in steps:
        here = (pl.col("firm_id") == firm) & (pl.col("parameter") == step["parameter"])
        new = evidence_rows(step, evidence.filter(here), evaluation.rulebook)
        rows = [(firm, step["node"], step["parameter"], cause, "", *amounts) for cause, *amounts in new]
        evidence = pl.concat([evidence.filter(~here), pl.DataFrame(rows, schema=EVIDENCE, orient="row")])
    nodes = evaluation.rulebook.leaves
    firms = pl.Series("firm_id", [firm])
    book, scheme = evaluation.rulebook, evaluation.scheme
    found = rescored(evaluation, book, scheme, evidence=evidence, nodes=nodes, firms=firms).filter(firm_id=firm)
    return {node: (round(score, DECIMALS), rank) for node, score, rank in found.select("node", "score", "rank").rows()}


def weaker(step: Step) -> Step:
    """One step less."""
    now, needed = float(step["now"]), float(step["needed"])
    one = ONE[str(step["kind"])]
    return step | {"needed": min(needed + one, now) if needed < now else max(needed - one, now)}


@pytest.mark.parametrize("firm", FIRMS)
@pytest.mark.parametrize("book", BOOKS)
def test_the_combination_reaches_the_edge_and_one_step_less_of_any_does_not(book: str, firm: str) -> None:
    evaluation = example(book)
    found = proposed(book, firm)
    assert (found.targets.schema, found.steps.schema) == (TOTAL_TARGETS, TOTAL_STEPS)
    assert found.targets["target"].to_list() == ["total", "base"]
    for target in found.targets.filter("reached").to_dicts():
        node, steps = target["target"], found.steps.filter(target=target["target"]).to_dicts()
        after = scores_after(evaluation, firm, steps)
        assert after[node][0] >= target["edge"]
        assert after[node] == (pytest.approx(target["after"], abs=1e-9), target["rank_after"])
        assert target["edge"] - target["score"] == pytest.approx(target["gap"])
        for place, step in enumerate(steps):
            assert step["score"] == pytest.approx(after[step["node"]][0], abs=1e-9)
            less = [*steps[:place], weaker(step), *steps[place + 1 :]]
            assert scores_after(evaluation, firm, less)[node][0] < target["edge"], step
            without = [*steps[:place], *steps[place + 1 :]]
            assert scores_after(evaluation, firm, without)[node][0] < target["edge"], step


@pytest.mark.parametrize("book", BOOKS)
def test_there_are_combinations_to_be_held_to_that(book: str) -> None:
    assert sum(proposed(book, firm).targets["reached"].sum() for firm in FIRMS) > 0


def test_where_the_levers_do_not_suffice_it_says_how_far_they_lead() -> None:
    # 甲 can have 100, 100, 58 and 100: 89.5 and a point of bonus
    found = what_if(small.evaluation(), [Set("2.1.knot.2.score", "58")])
    evaluation = replace(small.evaluation(), rulebook=found.rulebook, scores=found.scores)
    targets = next_total(evaluation, small.A)
    total, base = targets.targets.to_dicts()
    assert (total["reached"], total["edge"]) == (True, 90.0)
    assert (base["reached"], base["edge"], base["after"]) == (False, 90.0, 89.5)
    assert set(targets.steps["target"]) == {"total"}


def test_in_the_highest_band_there_is_nothing_to_reach() -> None:
    evaluation = small.evaluation()
    top = pl.when(node="total", firm_id=small.A).then(95.0).otherwise("score")
    found = next_total(replace(evaluation, scores=evaluation.scores.with_columns(score=top)), small.A)
    total = found.targets.row(0, named=True)
    assert (total["band"], total["next_band"], total["reached"], total["after"]) == ("[90,100]", None, None, None)
    assert set(found.steps["target"]) == {"base"}
