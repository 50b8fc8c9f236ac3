"""The cut-offs that the rulebook wants told: how many units lie within their bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from scoring.kinds.facts import Facts
from scoring.kinds.registry import kind_of
from scoring.kinds.spelling import number, share
from scoring.named_sources import source_named
from scoring.precision import DECIMALS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from indicator_tree import Rulebook
    from indicator_tree.cutoffs import Cutoff
    from scoring.kinds.facts import Values, Where

CUTOFFS = pl.Schema(
    {
        **dict.fromkeys(("node", "name", "of", "figure", "condition"), pl.String),
        "firms": pl.Int64,
        "known": pl.Int64,
    }
)
"""`figure` is what the figure `of` the indicator is called, `condition` its bounds in words (`低于40%`, `不少于5件`),
`firms` how many units lie within them, `known` how many have the figure."""

_WITHIN: Final[Mapping[str, Callable[[Values, float], Where]]] = {
    "at_least": np.greater_equal,
    "above": np.greater,
    "at_most": np.less_equal,
    "under": np.less,
}
_SHARES: Final = {"at_least": "不低于", "above": "高于", "at_most": "不高于", "under": "低于"}
_NUMBERS: Final = {"at_least": "不少于", "above": "多于", "at_most": "不多于", "under": "少于"}
_PER_CENT: Final = "%"


def firms_within_cutoffs(evidence: pl.DataFrame, firms: pl.DataFrame, rulebook: Rulebook) -> pl.DataFrame:
    """A frame of the shape `CUTOFFS`: a row per cut-off, in tree order and that of the rulebook.

    Of a number of records a unit without any has 0; without a ratio or another figure it is within no bounds.
    Figures are compared as scores are, without the noise of their last bits (`scoring.precision`).
    """
    evaluated = firms.filter(pl.col("status") == "evaluated")["firm_id"]
    rows = []
    for node in rulebook.leaves:
        if not (cutoffs := rulebook.indicator[node].cutoff):
            continue
        rule = rulebook.rules[node]
        measures = kind_of(rule).measures(node, rule)
        facts = Facts(evaluated, evidence.filter(pl.col("node") == node))
        for cutoff in cutoffs:
            measure = measures[cutoff.of]
            unit = source_named(measure.source, rulebook).unit if measure.source else measure.unit
            values = np.round(measure.values(facts), DECIMALS)
            known = np.isfinite(values)
            within = np.logical_and.reduce([_WITHIN[name](values, bound) for name, bound in cutoff.bounds.items()])
            told = (node, rulebook.indicator[node].name, cutoff.of, measure.label, condition_of(cutoff, unit))
            rows.append((*told, int((within & known).sum()), int(known.sum())))
    return pl.DataFrame(rows, schema=CUTOFFS, orient="row")


def condition_of(cutoff: Cutoff, unit: str) -> str:
    """The bounds in words: `低于40%`, `不少于5件`; of two the lower first."""
    words, spelled = (_SHARES, share) if unit == _PER_CENT else (_NUMBERS, lambda bound: f"{number(bound)}{unit}")
    return "、".join(f"{words[name]}{spelled(bound)}" for name, bound in cutoff.bounds.items())
