"""An evaluation: the scores of all evaluated firms, and everything they follow from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from scoring.corrections.frames import DECIDED, TOUCHED
from scoring.frames import EXCLUDED, INTAKE
from scoring.lettering.frames import CUTOFFS, LETTERS
from scoring.previous.frames import PREVIOUS_RUNS

if TYPE_CHECKING:
    from data_sources.spill import Spill
    from indicator_tree import Rulebook
    from scoring.evidence.held_records import HeldRecords
    from scoring.survey_wave import SurveyWave


@dataclass(frozen=True)
class Evaluation:
    """The scores of all evaluated firms, and everything they follow from, as polars frames.

    Attributes:
        rulebook: the rules applied.
        scheme: the weight scheme applied.
        firms: the register with every firm's status (evaluated, merged, excluded) and the reason.
        evidence: firm_id, node, parameter, cause, source, quantity, weight.
        evidence_records: firm_id, node, parameter, record_id; sorted, and not read yet, since there may be millions.
        ledger: firm_id, node, cause, quantity, points, rule, parameter, basis, reference.
        scores: firm_id, firm, node, level, score, rank, and where answers of a sample count: se, low, high, rank_low,
            rank_high; nodes of the tree, `base`, `bonus`, `total`.
        distribution: node, band, firms, share, firms_low, firms_high.
        summary: node, name, level, weight, firms, mean, median, min, max, sd, se, low, high.
        breakdown: node, source, column, value, measure, quantity, firms, entities, most.
        survey: what became of the responses; None where no rule rests on answers.
        survey_covariance: firm_id, node, other, covariance of the sampling errors of answer means; None where no rule
            rests on answers, and in runs of earlier versions.
        letters: the letters of nodes that have any: `scoring.lettering.LETTERS`.
        cutoffs: between these letters: `scoring.lettering.CUTOFFS`.
        previous: the previous evaluations of which values are among the evidence, or cut-offs in the rulebook:
            `scoring.previous.PREVIOUS_RUNS`.
        intake: source, title, scored, read, used, rejected, excluded, accepted, reason, corrected: what became of the
            rows of every source; empty for an evaluation of evidence whose records are not known.
        excluded: source, title, reason, rows: why rows of every source were excluded.
        corrections: what decisions said of records and what it touches: `scoring.corrections.DECIDED`.
        corrected: the evidence that they changed: `scoring.corrections.TOUCHED`.
        held: the records behind the evidence with what they say; None in runs of earlier versions.
        spill: what keeps the evidence records until it is closed.
    """

    rulebook: Rulebook
    scheme: str
    firms: pl.DataFrame
    evidence: pl.DataFrame
    evidence_records: pl.LazyFrame
    ledger: pl.DataFrame
    scores: pl.DataFrame
    distribution: pl.DataFrame
    summary: pl.DataFrame
    breakdown: pl.DataFrame
    survey: SurveyWave | None = None
    survey_covariance: pl.DataFrame | None = None
    letters: pl.DataFrame = field(default_factory=LETTERS.to_frame)
    cutoffs: pl.DataFrame = field(default_factory=CUTOFFS.to_frame)
    previous: pl.DataFrame = field(default_factory=PREVIOUS_RUNS.to_frame)
    intake: pl.DataFrame = field(default_factory=INTAKE.to_frame)
    excluded: pl.DataFrame = field(default_factory=EXCLUDED.to_frame)
    corrections: pl.DataFrame = field(default_factory=DECIDED.to_frame)
    corrected: pl.DataFrame = field(default_factory=TOUCHED.to_frame)
    held: HeldRecords | None = field(default=None, repr=False, compare=False)
    spill: Spill | None = field(default=None, repr=False, compare=False)

    def __repr__(self) -> str:
        total = self.summary.row(by_predicate=pl.col("node") == "total", named=True)
        return f"<Evaluation {self.rulebook.id}, {self.scheme}: {total['firms']} firms, mean total {total['mean']:.2f}>"

    def _repr_html_(self) -> str:
        shown = self.summary.with_columns(pl.col("mean", "median", "min", "max", "sd").round(2))
        head = f"<p>{self.rulebook.title}，权重方案：{self.rulebook.weights[self.scheme].title}</p>"
        return head + shown._repr_html_()
