"""Records and a rulebook in, an evaluation out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from scoring.accepted_responses import prepare
from scoring.counting_error import counting_errors
from scoring.errors import MissingEvidenceError, SizeError, UndefinedAggregateError, UnknownSchemeError
from scoring.errors_upward import mean_errors, node_errors
from scoring.evaluation import Evaluation
from scoring.excluded import excluded_rows
from scoring.frames import EVIDENCE
from scoring.intake import intake_by_source
from scoring.kinds.facts import Facts
from scoring.kinds.registry import questions_of
from scoring.leaf_errors import joined, survey_errors
from scoring.leaf_scores import leaf_scores
from scoring.ledger import scores_by_level, write_ledger
from scoring.lettering.giving import letters_of
from scoring.node_rules import NodeRules, with_node_rules
from scoring.reducing import reduce_records
from scoring.rollup import roll_up
from scoring.survey_error import survey_error
from scoring.survey_wave import SOURCE
from scoring.tables import distribution, score_table, summary
from scoring.unit_groups import with_groups
from surveys.questionnaire import questionnaire_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data_sources.records import Records
    from indicator_tree import Rulebook
    from scoring.errors_upward import NodeError
    from scoring.evidence.engine import Engine
    from scoring.leaf_errors import LeafErrors
    from scoring.previous.carrying import PreviousValues
    from scoring.reducing import Evidence
    from scoring.rollup import Scores
    from scoring.survey_error import SurveyError
    from surveys.margin import Margin
    from surveys.questionnaire import Questionnaire


def score(
    records: Records,
    rulebook: Rulebook,
    weights: str | None = None,
    margins: Sequence[Margin] = (),
    questionnaire: Questionnaire | None = None,
    *,
    engine: Engine | None = None,
    previous: PreviousValues | None = None,
) -> Evaluation:
    """Score every evaluated firm.

    Args:
        records: what `ipscore.read_records` read: firms, and one lazy frame per source.
        rulebook: what `indicator_tree.load_rulebook` read.
        weights: name of a weight scheme of the rulebook; its default where not given.
        margins: known distributions to which respondents are weighted; without them every respondent weighs the same.
        questionnaire: whose quality rules the responses must pass; that of the rulebook where not given.
        engine: what reduces the records (see `ipscore.engines`); Polars where not given. Nothing in the evaluation
            depends on it.
        previous: what `scoring.previous.carried` took over from previous evaluations; nothing where not given, so that
            rules that ask for it give no score, or the one for want of a previous value.

    Raises:
        surveys.errors.SurveyError: the respondents cannot be weighted to the margins.
        UnknownSchemeError: the rulebook has no such scheme.
        UnknownColumnError: a rule asks for a source or column that the records lack.
        SizeError: a firm has no size by which its records could be divided.
        MissingEvidenceError: a firm has no evidence at a leaf whose missing policy is `error`.
        UndefinedAggregateError: a firm has a score of zero where the rulebook asks for a geometric or harmonic mean.
    """
    if questionnaire is None:
        questionnaire = questionnaire_of(rulebook)
    tables, wave = prepare(records.tables, margins, questionnaire, records.unrecognised.filter(source=SOURCE))
    tables |= {source: table for source, table in records.placed.items() if source != SOURCE}
    intake = intake_by_source(records.intake, records.tables.keys() - set(rulebook.sources))
    evidence = reduce_records(tables if engine is None else engine.frames(tables), rulebook, contents=True)
    if previous is not None:
        evidence = replace(evidence, rows=pl.concat([evidence.rows, previous.rows]).sort(EVIDENCE.names()))
    try:
        evaluation = score_evidence(records.firms, evidence, rulebook, weights)
    except SizeError as error:
        files = dict.fromkeys(entry.file for entry in records.intake if entry.source == error.source)
        raise error.named(dict(records.firms.select("firm_id", "firm").rows()), [*files]) from None
    except MissingEvidenceError as error:
        raise error.with_rejected(intake.filter(pl.col("rejected") > 0).select("title", "rejected").rows()) from None
    evaluation = replace(evaluation, survey=wave, intake=intake, excluded=excluded_rows(intake, records.quarantined))
    if previous is not None:
        evaluation = replace(evaluation, previous=previous.runs)
    if records.corrections.applied.is_empty():
        return evaluation
    from scoring.corrections.touched import touched_evidence, with_nodes  # noqa: PLC0415  (loads what compares runs)

    earlier = _responses_before(records, questionnaire)
    corrected = touched_evidence(records.corrections, tables, rulebook, earlier)
    corrections = with_nodes(records.corrections, corrected, rulebook)
    return replace(evaluation, corrections=corrections, corrected=corrected)


def _responses_before(records: Records, questionnaire: Questionnaire | None) -> pl.LazyFrame | None:
    """The responses that were accepted before any was corrected; None where none was."""
    ids = records.corrections.applied.filter(source=SOURCE)["record_id"]
    if ids.is_empty() or SOURCE not in records.tables:
        return None
    others = records.tables[SOURCE].filter(~pl.col("record_id").is_in(ids.implode()))
    before = records.corrections.before.get(SOURCE)
    whole = others if before is None else pl.concat([others, before.lazy()])
    return prepare({SOURCE: whole}, (), questionnaire)[0][SOURCE]


def score_evidence(
    firms: pl.DataFrame, evidence: Evidence, rulebook: Rulebook, weights: str | None = None
) -> Evaluation:
    """Score from evidence that was reduced before. See `score`."""
    scheme = rulebook.default_weights if weights is None else weights
    if scheme not in rulebook.weights:
        raise UnknownSchemeError(scheme, rulebook.weights)
    evaluated = firms.filter(pl.col("status") == "evaluated").sort("firm_id")
    evidence = replace(evidence, rows=with_groups(evidence.rows, firms, rulebook))
    ledger = write_ledger(evaluated["firm_id"], evidence.rows, rulebook)
    _stop_if_missing(ledger, evaluated, rulebook)
    rules = NodeRules.of(rulebook, evaluated, evidence.rows)
    rolled = _rolled(ledger, evaluated, rulebook, scheme, rules)
    ledger = with_node_rules(ledger, evaluated["firm_id"], rolled, scheme, rules)
    survey = _survey_error(evaluated["firm_id"], evidence, rulebook)
    leaves = _leaf_errors(rolled, survey, Facts(evaluated["firm_id"], evidence.rows), rulebook)
    errors, means = _errors(rolled, leaves, rules, scheme)
    scores = score_table(rolled, evaluated, rulebook, errors)
    lettered = letters_of(scores, firms, evidence.rows, rulebook, scheme)
    return Evaluation(
        rulebook=rulebook,
        scheme=scheme,
        firms=firms.sort("firm_id"),
        evidence=evidence.rows,
        evidence_records=evidence.records,
        ledger=ledger,
        scores=scores,
        distribution=distribution(scores, rulebook),
        summary=summary(scores, rulebook, scheme, means),
        breakdown=evidence.breakdown,
        letters=lettered.letters,
        cutoffs=lettered.cutoffs,
        survey_covariance=survey.covariance_table(evaluated["firm_id"]) if survey else None,
        held=evidence.held,
        spill=evidence.spill,
    )


def _survey_error(firms: pl.Series, evidence: Evidence, rulebook: Rulebook) -> SurveyError | None:
    if evidence.patterns is None:
        return None
    return survey_error(firms, evidence.patterns, questions_of(rulebook))


def _leaf_errors(scores: Scores, survey: SurveyError | None, facts: Facts, rulebook: Rulebook) -> LeafErrors | None:
    """Errors of the leaves that rest on answers, and of those that count; None where there are neither."""
    answers = None if survey is None else survey_errors(scores, survey, rulebook)
    counts = counting_errors(scores_by_level(facts, rulebook), scores, rulebook)
    parts = [part for part in (answers, counts) if part is not None]
    return joined(parts) if parts else None


def _errors(
    scores: Scores, leaves: LeafErrors | None, rules: NodeRules, scheme: str
) -> tuple[dict[str, NodeError], dict[str, NodeError]]:
    """Errors of every firm's scores, and of the means over firms."""
    if leaves is None:
        return {}, {}
    errors = node_errors(scores, leaves, rules.rulebook, scheme, rules)
    return errors, mean_errors(scores, errors, rules.rulebook.confidence)


def compare_schemes(evaluation: Evaluation) -> pl.DataFrame:
    """Mean score of every node under every weight scheme of the rulebook: scheme, node, mean."""
    rulebook = evaluation.rulebook
    evaluated = evaluation.firms.filter(pl.col("status") == "evaluated").sort("firm_id")
    rules = NodeRules.of(rulebook, evaluated, evaluation.evidence)
    tables = []
    for scheme in rulebook.weights:
        rolled = _rolled(evaluation.ledger, evaluated, rulebook, scheme, rules)
        known = [values[~np.isnan(values)] for values in rolled.values()]
        means = [float(np.mean(scores)) if scores.size else float("nan") for scores in known]
        tables.append(pl.DataFrame({"scheme": scheme, "node": list(rolled), "mean": means}))
    return pl.concat(tables)


def _rolled(ledger: pl.DataFrame, firms: pl.DataFrame, rulebook: Rulebook, scheme: str, rules: NodeRules) -> Scores:
    ids = firms["firm_id"]
    leaves = leaf_scores(ledger, ids, [*rulebook.leaves, "bonus"])
    bonus = leaves.pop("bonus")
    if not rulebook.bonus:
        bonus = np.zeros(len(firms))
    try:
        return roll_up(leaves, bonus, rulebook, scheme, rules)
    except UndefinedAggregateError as error:
        raise error.named(firms["firm"].to_list()) from None


def _stop_if_missing(ledger: pl.DataFrame, firms: pl.DataFrame, rulebook: Rulebook) -> None:
    strict = [node for node in rulebook.leaves if rulebook.missing_policy(node) == "error"]
    missing = ledger.filter(pl.col("parameter").is_in([f"{node}.missing" for node in strict]))
    if missing.height:
        named = missing.join(firms.select("firm_id", "firm"), on="firm_id", maintain_order="left")
        raise MissingEvidenceError(named.select("firm", "node", "cause").rows())
