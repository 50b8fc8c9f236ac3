"""How much of every change between two runs each decision made."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from scoring.corrections.frames import ATTRIBUTION
from scoring.corrections.shapley import MOST, exact_parts, parts_of
from scoring.frames import node_names

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from scoring.corrections.under import Chosen, Corrected
    from scoring.evaluation import Evaluation

    Floats = npt.NDArray[np.float64]

_NOTHING = 1e-9
"""Points and ranks below which a part is none: settled scores differ by no less."""
_AT = ["firm_id", "node"]
_SCORE, _RANK = 0, 1


@dataclass(frozen=True)
class Attribution:
    """What decisions changed.

    Attributes:
        parts: `ATTRIBUTION`, in the order of the scores.
        decisions: the numbers of the decisions, in their order.
        exact_scores, exact_ranks: whether all subsets of the decisions that meet were looked at, for scores and ranks;
            otherwise two orders.
        same: whether the scores before and now are those of the two runs.
    """

    parts: pl.DataFrame
    decisions: tuple[str, ...]
    exact_scores: bool
    exact_ranks: bool
    same: bool

    @property
    def unprompted(self) -> pl.DataFrame:
        """The rows of firms whose scores or ranks changed though no decision is about records of theirs."""
        return self.parts.filter(~pl.col("own").any().over("firm_id"))


def attribute(corrected: Corrected, now: Evaluation) -> Attribution:
    """Every decision's part of every change of score and rank.

    The part is a Shapley value: exact where at most `MOST` decisions meet, else the mean over the order of the
    decisions and its reverse. For scores those about the same firm's records meet (all of them where a rule compares
    firms), for ranks all do.

    Args:
        corrected: the records before and after the decisions.
        now: the evaluation after all of them.

    Raises:
        UndefinedAggregateError: see `Corrected.values`.
    """
    decisions = corrected.decisions
    everything = frozenset(decisions)
    values = cache(corrected.values)
    start, end = values(frozenset()), values(everything)
    parts = parts_of(decisions, values)
    exact = len(decisions) <= MOST
    exact_scores = exact
    if not exact and corrected.alone:
        own = {firm: sorted(numbers) for firm, numbers in corrected.own.items() if len(numbers) <= MOST}
        _replace_scores(parts, own, corrected)
        exact_scores = len(own) == len(corrected.own)
    alone = {decision: end - values(everything - {decision}) for decision in decisions}
    return Attribution(
        parts=_table(corrected, (start, end), parts, alone),
        decisions=decisions,
        exact_scores=exact_scores,
        exact_ranks=exact,
        same=_same(corrected, end, now),
    )


def _replace_scores(parts: dict[str, Floats], own: Mapping[str, list[str]], corrected: Corrected) -> None:
    """Put exact parts in the place of those of scores, of firms with few decisions of their own.

    Subsets of all firms' decisions are scored together: of every firm the one with the same places.
    """
    rows = {firm: row for (firm, _), (row, _) in corrected.places.items()}
    for size in sorted({len(numbers) for numbers in own.values()}):
        firms = {firm: numbers for firm, numbers in own.items() if len(numbers) == size}
        places = [str(place) for place in range(size)]
        by_places: dict[frozenset[str], Floats] = {}
        for count in range(size + 1):
            for some in combinations(places, count):
                chosen: dict[str, Chosen] = {
                    firm: frozenset(numbers[int(place)] for place in some) for firm, numbers in firms.items()
                }
                by_places[frozenset(some)] = corrected.values(chosen)[:, :, _SCORE]
        found = exact_parts(places, by_places.__getitem__)
        for firm, numbers in firms.items():
            for part in parts.values():
                part[rows[firm], :, _SCORE] *= 0.0
            for place, decision in enumerate(numbers):
                parts[decision][rows[firm], :, _SCORE] += found[str(place)][rows[firm]]


def _same(corrected: Corrected, end: Floats, now: Evaluation) -> bool:
    """Whether what all decisions lead to is what was published."""
    scores = {
        (firm, node): (score, rank) for firm, node, score, rank in now.scores.select(*_AT, "score", "rank").rows()
    }
    if scores.keys() != corrected.places.keys():
        return False
    for key, place in corrected.places.items():
        for found, said in zip(end[place], scores[key], strict=True):
            if np.isnan(found) != (said is None) or (said is not None and abs(found - said) > _NOTHING):
                return False
    return True


def _table(
    corrected: Corrected, ends: tuple[Floats, Floats], parts: Mapping[str, Floats], alone: Mapping[str, Floats]
) -> pl.DataFrame:
    start, end = ends
    names = node_names(corrected.evaluation.rulebook)
    firms = dict(corrected.evaluation.scores.select("firm_id", "firm").unique().iter_rows())
    rows = []
    for (firm, node), place in corrected.places.items():
        (before, rank_before), (score, rank) = start[place], end[place]
        if _equal(before, score) and _equal(rank_before, rank):
            continue
        for decision in corrected.decisions:
            found, single = parts[decision][place], alone[decision][place]
            if not any(abs(value) > _NOTHING or np.isnan(value) for value in (*found, *single)):
                continue
            own = decision in corrected.own.get(firm, frozenset())
            rows.append(
                (
                    *(firm, firms[firm], node, names[node], before, score, score - before),
                    *(rank_before, rank, rank - rank_before, decision, own, *found, *single),
                )
            )
    table = pl.DataFrame(rows, list(ATTRIBUTION), orient="row", infer_schema_length=None)
    numbers = [name for name, dtype in ATTRIBUTION.items() if dtype in (pl.Float64, pl.Int64)]
    return table.with_columns(pl.col(numbers).cast(pl.Float64).fill_nan(None)).cast(ATTRIBUTION)


def _equal(one: float, other: float) -> bool:
    return (np.isnan(one) and np.isnan(other)) or abs(one - other) <= _NOTHING
