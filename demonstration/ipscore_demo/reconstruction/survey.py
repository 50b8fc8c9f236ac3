"""The investor survey: who answered, and one row per answer sheet (pp. 7-24)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from indicator_tree.rules import AnswersRule
from ipscore_demo.reconstruction.answers import Question, answers
from ipscore_demo.reconstruction.low_quality import BREAKS, low_quality
from ipscore_demo.reconstruction.respondents import answer_sheets, consistent
from ipscore_demo.reconstruction.shapes import apportion, stream

if TYPE_CHECKING:
    import numpy.typing as npt

    from ipscore_demo.reconstruction.firms import Firms
    from ipscore_demo.reconstruction.incidents import Incidents
    from ipscore_demo.reconstruction.solver import Floats, Ints
    from ipscore_demo.reconstruction.targets import Targets

HALF_UNIT = 0.0045  # of a published share, in per cent


def survey_responses(targets: Targets, firms: Firms, known: Incidents, seed: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Accepted answer sheets, and those that the quality rules must reject.

    Returns:
        two frames, numbered together by day: record_id, firm_id, entity_id, answered_on, the other columns of the
        source; the second also with `breaks`, the id of the rule that a sheet breaks.
    """
    people = respondents(targets, firms, seed)
    rng = stream(seed, "answer sheets")
    firm = np.repeat(np.arange(people.size), people)
    survey = targets.aims.survey
    days = np.arange(np.datetime64(survey.first_day), np.datetime64(survey.last_day))
    columns: dict[str, npt.NDArray[np.str_]] = {}
    for leaf in targets.rulebook.leaves:
        rule = targets.rulebook.indicator[leaf].rule
        if isinstance(rule, AnswersRule):
            labels, question = _question(targets, leaf, rule, known, int(people.sum()))
            counts = answers(question, people, stream(seed, leaf))
            given = np.repeat(np.tile(np.arange(len(labels)), people.size), counts.ravel())
            order = np.lexsort((rng.random(firm.size), firm))
            columns[rule.question] = np.array(labels)[given[order]]
    consistent(columns, survey.contradiction, firm, stream(seed, "contradictions"))
    ids = pl.Series(np.array(firms.ids)[firm])
    day = pl.Series(rng.choice(days, firm.size))
    own = answer_sheets(survey, firm, stream(seed, "respondents' own"))
    frame = pl.DataFrame({"firm_id": ids, "entity_id": ids, "answered_on": day, **own, **columns})
    accepted = frame[rng.permutation(firm.size)]
    return _numbered(accepted, low_quality(accepted, survey, stream(seed, "low quality")))


def _numbered(accepted: pl.DataFrame, low: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Number all sheets by day, and give them back apart."""
    together = (
        pl.concat([accepted.with_columns(pl.lit(None, pl.String).alias(BREAKS)), low])
        .sort("answered_on", maintain_order=True)
        .with_row_index("n", offset=1)
        .with_columns(pl.format("DJ{}", pl.col("n").cast(pl.String).str.zfill(6)).alias("record_id"))
    )
    sound = pl.col(BREAKS).is_null()
    return (
        together.filter(sound).select("record_id", *accepted.columns),
        together.filter(~sound).select("record_id", *low.columns),
    )


def respondents(targets: Targets, firms: Firms, seed: int) -> Ints:
    """Number of respondents per firm: skewed to large firms."""
    rng = stream(seed, "respondents")
    survey = targets.aims.survey
    weight = firms.size**survey.spread * np.exp(survey.noise * rng.standard_normal(firms.size.size))
    low = survey.least + rng.integers(0, survey.least // 2, firms.size.size)
    return apportion(survey.respondents, weight, low=low, high=survey.most, what="答卷")


def _question(
    targets: Targets, leaf: str, rule: AnswersRule, known: Incidents, people: int
) -> tuple[list[str], Question]:
    labels = sorted(rule.answers.values, key=lambda label: -rule.answers.values[label])
    shares = {
        position: targets.count(f"{rule.question}.{label}")
        for position, label in enumerate(labels)
        if f"{rule.question}.{label}" in targets.published.count
    }
    pooled = {
        position: (int(np.ceil((share - HALF_UNIT) / 100 * people)), int(np.floor((share + HALF_UNIT) / 100 * people)))
        for position, share in shares.items()
    }
    return labels, Question(
        what=f"{leaf} {rule.question}",
        values=np.array([rule.answers.values[label] for label in labels]),
        usual=_usual(targets, rule, labels, shares),
        off=known.deducted(rule.deduct, targets.firms),
        bands=targets.bands(leaf, lowest=targets.aims.survey.lowest_mean),
        total=targets.sum_range(leaf),
        pooled=pooled,
        slope=targets.aims.survey.size_slope,
    )


def _usual(targets: Targets, rule: AnswersRule, labels: list[str], shares: dict[int, float]) -> Floats:
    usual = targets.aims.survey.usual.get(rule.question)
    if usual is not None:
        return np.array([usual[label] for label in labels])
    known = np.array([shares.get(position, np.nan) for position in range(len(labels))])
    return np.where(np.isnan(known), 100 - np.nansum(known), known) / 100
