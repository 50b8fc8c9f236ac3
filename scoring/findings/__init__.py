"""What an evaluation says, ready to be written about: every number that a report tells beside scores and ranks.

>>> import scoring
>>> from scoring.findings import find
>>> found = find(evaluation, previous)                                  # doctest: +SKIP
>>> found.recommendations                                               # doctest: +SKIP
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import polars as pl

from scoring.findings.breakdown import named_breakdown
from scoring.findings.changes import changes
from scoring.findings.cutoffs import firms_within_cutoffs
from scoring.findings.few import few_events
from scoring.findings.lines import firms_past_lines, spread_of_ratios
from scoring.findings.rates import pooled_rates
from scoring.findings.recommendations import recommend
from scoring.findings.shares import shares_of_answers
from scoring.findings.shortfalls import shortfalls
from scoring.findings.sources import used_records
from scoring.findings.tallies import tally

if TYPE_CHECKING:
    from scoring.evaluation import Evaluation


@dataclass(frozen=True)
class Findings:
    """Frames of figures over all evaluated firms; none names a firm.

    Attributes:
        changes: node, name, level, mean, previous, points, relative. See `scoring.findings.changes`.
        tallies: node, parameter, cause, source, total, firms, most. See `scoring.findings.tallies`.
        answers: node, question, answer, value, respondents, share. See `scoring.findings.shares`.
        lines: node, name, ratio, direction, line, value, firms. See `scoring.findings.lines`.
        cutoffs: node, name, of, figure, condition, firms, known. See `scoring.findings.cutoffs`.
        ratios: node, ratio, firms, min, median, max. See `scoring.findings.lines`.
        rates: node, received, done, share, without, band. See `scoring.findings.rates`.
        few: node, firms, shrinkage. See `scoring.findings.few`.
        shortfalls: node, cause, lost, firms. See `scoring.findings.shortfalls`.
        sources: source, records, firms. See `scoring.findings.sources`.
        breakdown: node, name, source, column, value, measure, quantity, firms, entities, most.
        recommendations: kind, node, name and the figures behind each. See `scoring.findings.recommendations`.
    """

    changes: pl.DataFrame
    tallies: pl.DataFrame
    answers: pl.DataFrame
    lines: pl.DataFrame
    cutoffs: pl.DataFrame
    ratios: pl.DataFrame
    rates: pl.DataFrame
    few: pl.DataFrame
    shortfalls: pl.DataFrame
    sources: pl.DataFrame
    breakdown: pl.DataFrame
    recommendations: pl.DataFrame

    @property
    def frames(self) -> dict[str, pl.DataFrame]:
        """All frames by name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def find(evaluation: Evaluation, previous: pl.DataFrame | None = None) -> Findings:
    """Figures and recommendations of an evaluation.

    Args:
        evaluation: what `scoring.score` returned or a run keeps.
        previous: node and mean of the previous year, of any nodes, each at most once; nodes that this year's tree does
            not have are ignored.
    """
    rulebook = evaluation.rulebook
    changed = changes(evaluation.summary, previous)
    tallied = tally(evaluation.evidence, rulebook)
    lines = firms_past_lines(evaluation.evidence, rulebook)
    return Findings(
        changes=changed,
        tallies=tallied,
        answers=shares_of_answers(evaluation.evidence, rulebook),
        lines=lines,
        cutoffs=firms_within_cutoffs(evaluation.evidence, evaluation.firms, rulebook),
        ratios=spread_of_ratios(evaluation.evidence, rulebook),
        rates=pooled_rates(evaluation.evidence, evaluation.scores, evaluation.firms, rulebook),
        few=few_events(evaluation.ledger, rulebook),
        shortfalls=shortfalls(evaluation.ledger, evaluation.scores, rulebook),
        sources=used_records(evaluation.breakdown, evaluation.evidence, rulebook, evaluation.held),
        breakdown=named_breakdown(evaluation.breakdown, evaluation.summary),
        recommendations=recommend(
            rulebook,
            changes=changed,
            tallies=tallied,
            lines=lines,
            breakdown=evaluation.breakdown,
            firms=_evaluated(evaluation.firms),
        ),
    )


def _evaluated(firms: pl.DataFrame) -> int:
    """How many firms were evaluated."""
    return firms.filter(pl.col("status") == "evaluated").height
