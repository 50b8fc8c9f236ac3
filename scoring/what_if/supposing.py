"""An evaluation as it would be if something were otherwise; only what that touches is computed again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import polars as pl

from scoring.errors import RecordsNeededError, UnknownSchemeError
from scoring.frames import EVIDENCE
from scoring.lettering.giving import letters_of
from scoring.lettering.moves import letter_moves
from scoring.previous.frames import kept_from_previous
from scoring.unit_groups import with_groups
from scoring.what_if.changes import Drop, Set, Weights
from scoring.what_if.comparing import crossings, moves, touched_nodes
from scoring.what_if.counting import changed_leaves, compared, reading, recounted_leaves
from scoring.what_if.proposal import proposal, settings
from scoring.what_if.rescoring import rescored
from scoring.what_if.without import without

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from indicator_tree import Rulebook
    from scoring.evaluation import Evaluation
    from scoring.what_if.changes import Change
    from scoring.what_if.recount import RunRecords


@dataclass(frozen=True)
class WhatIf:
    """What some changes do to an evaluation.

    Attributes:
        rulebook: the rules with the parameters set otherwise.
        scheme: the weight scheme applied now.
        settings: the parameters set: key, value before and now.
        evidence: of all firms as it is now, of the shape `EVIDENCE`.
        scores: of all firms as they are now, of the shape `SCORES`, without sampling errors.
        moves: the scores and ranks that change, of the shape `MOVES`.
        nodes: the nodes at which scores change, of the shape `NODES`.
        crossings: the firms that come into another band, of the shape `CROSSINGS`.
        letters: the firms that have another letter, of the shape `LETTER_MOVES`.
    """

    rulebook: Rulebook
    scheme: str
    settings: tuple[tuple[str, Any, Any], ...]
    evidence: pl.DataFrame
    scores: pl.DataFrame
    moves: pl.DataFrame
    nodes: pl.DataFrame
    crossings: pl.DataFrame
    letters: pl.DataFrame


def what_if(evaluation: Evaluation, changes: Iterable[Change], records: RunRecords | None = None) -> WhatIf:
    """The evaluation as it would be without some records, with other parameters, with another weight scheme.

    The result is that of scoring the records without those dropped by the rulebook as changed
    (`tests/scoring/what_if/test_laws.py`). From the run alone, evidence is lessened by what is dropped; where it does
    not tell what is left (events that firms evaluated together both reported, sums and bests of graded parts, phone
    checks, answers, other conditions), the records are counted again for the leaves concerned.

    Args:
        evaluation: as published. It is left as it is.
        changes: what is supposed to be otherwise, all at once.
        records: the records that it was made of.

    Raises:
        UnknownRecordError: a record to be dropped is not there.
        UnknownParameterError: a key of no parameter, or of several.
        ConflictingValuesError: one parameter is set to two values.
        FixedParameterError: a parameter that decides which records are read, or the tree.
        RulebookError: the rulebook must not have such a value.
        UnknownSchemeError: the rulebook has no such weight scheme.
        RecordsNeededError: the evidence of the run does not answer it, and no records are given.
        MissingEvidenceError: a firm has no evidence left at a leaf whose missing policy is `error`.
        UndefinedAggregateError: a score of zero where the rulebook asks for a geometric or harmonic mean.
    """
    wanted = list(changes)
    drops = [change for change in wanted if isinstance(change, Drop)]
    sets = [change for change in wanted if isinstance(change, Set)]
    rulebook = proposal(evaluation.rulebook, sets)
    scheme = _scheme(evaluation, rulebook, [change for change in wanted if isinstance(change, Weights)])
    evidence = with_groups(_evidence(evaluation, rulebook, drops, records), evaluation.firms, rulebook)
    nodes, firms = _touched(evaluation, rulebook, evidence)
    scores = rescored(evaluation, rulebook, scheme, evidence=evidence, nodes=nodes, firms=firms)
    now = replace(evaluation, rulebook=rulebook, scores=scores)
    return WhatIf(
        rulebook=rulebook,
        scheme=scheme,
        settings=tuple(settings(evaluation.rulebook, rulebook, sets)),
        evidence=evidence,
        scores=scores,
        moves=moves(evaluation.scores, scores),
        nodes=touched_nodes(evaluation.scores, scores, rulebook),
        crossings=crossings(evaluation, now),
        letters=_letters(evaluation, scores, evidence, rulebook, scheme),
    )


def _letters(
    evaluation: Evaluation, scores: pl.DataFrame, evidence: pl.DataFrame, rulebook: Rulebook, scheme: str
) -> pl.DataFrame:
    now = letters_of(scores, evaluation.firms, evidence, rulebook, scheme).letters
    return letter_moves(evaluation.letters, now)


def _scheme(evaluation: Evaluation, rulebook: Rulebook, given: Sequence[Weights]) -> str:
    scheme = given[-1].scheme if given else evaluation.scheme
    if scheme not in rulebook.weights:
        raise UnknownSchemeError(scheme, rulebook.weights)
    return scheme


def _evidence(
    evaluation: Evaluation, rulebook: Rulebook, drops: Sequence[Drop], records: RunRecords | None
) -> pl.DataFrame:
    """The evidence of all firms as it is now."""
    recounted = recounted_leaves(evaluation.rulebook, rulebook)
    if records is None:
        if recounted:
            raise RecordsNeededError([f"指标 {node}：修改的是计数条件" for node in recounted])
        return without(evaluation, drops) if drops else evaluation.evidence
    nodes = list(dict.fromkeys([*recounted, *reading({drop.source for drop in drops}, rulebook)]))
    if not nodes and not drops:
        return evaluation.evidence
    kept = evaluation.evidence.filter(~pl.col("node").is_in(nodes) | kept_from_previous())
    return pl.concat([kept, records.evidence(rulebook, nodes, drops)]).sort(EVIDENCE.names())


def _touched(evaluation: Evaluation, rulebook: Rulebook, evidence: pl.DataFrame) -> tuple[list[str], pl.Series]:
    """Leaves and firms to be scored again: those whose evidence is other, and all firms where a rule is, or where firms
    are scored against each other.
    """
    pair = [
        first.join(second, on=EVIDENCE.names(), how="anti", nulls_equal=True).select("firm_id", "node")
        for first, second in ((evidence, evaluation.evidence), (evaluation.evidence, evidence))
    ]
    other = pl.concat(pair).unique()
    ruled = changed_leaves(evaluation.rulebook, rulebook)
    nodes = [node for node in (*rulebook.leaves, "bonus") if node in {*ruled, *other["node"]}]
    evaluated = evaluation.firms.filter(pl.col("status") == "evaluated")["firm_id"].sort()
    all_firms = ruled or compared(nodes, rulebook)
    return nodes, evaluated if all_firms else evaluated.filter(evaluated.is_in(other["firm_id"].implode()))
