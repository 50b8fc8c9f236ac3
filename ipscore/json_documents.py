"""What commands print with `--format json`: one document each, described by `schemas/*.schema.json`."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import polars as pl

from ipscore.json_schemas import FORMATS
from reports import explanation, firm_scores
from reports.distribution import select
from reports.explanation import Step, causes_by_record
from reports.record_contents import Contents

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ipscore.lookup import Firm
    from ipscore.record_lookup import FoundRecord
    from ipscore.verification import Verification
    from reports.elicitation import Elicited
    from reports.record_contents import RecordKind
    from scoring import Evaluation
    from scoring.corrections.attributing import Attribution
    from scoring.trend import Trend
    from scoring.what_if import NextTotal, WhatIf
    from scoring.what_if.record_costs import RecordCosts

Document = dict[str, Any]


def rulebook_of(evaluation: Evaluation) -> Document:
    """By which rules an evaluation was made."""
    rulebook = evaluation.rulebook
    return {"id": rulebook.id, "title": rulebook.title, "scheme": evaluation.scheme}


def explain_document(evaluation: Evaluation, firm: Firm, node: str | None, kinds: Mapping[str, RecordKind]) -> Document:
    """All scores of a firm, or one of them down to what its records say."""
    steps: list[Document] = []
    shares: list[Document] = []
    records: list[Document] = []
    found = [] if node is None else explanation.explain(evaluation, firm.firm_id, node)
    if node is not None and explanation.has_ledger(evaluation, node):
        own = explanation.explain_leaf(evaluation, firm.firm_id, node)
        steps = [asdict(step) for step in own]
        records = _records(evaluation, firm.firm_id, own, kinds)
    shares = [asdict(share) for share in found if not isinstance(share, Step)]
    scores = firm_scores.explain_firm(evaluation, firm.firm_id) if node is None else pl.DataFrame()
    return {
        "format": FORMATS["explain"],
        "rulebook": rulebook_of(evaluation),
        "firm_id": firm.firm_id,
        "firm": firm.name,
        "node": node,
        "scores": scores.to_dicts(),
        "steps": steps,
        "shares": shares,
        "records": records,
    }


def _records(
    evaluation: Evaluation, firm_id: str, steps: Sequence[Step], kinds: Mapping[str, RecordKind]
) -> list[Document]:
    if evaluation.held is None:
        return []
    contents = Contents(kinds, evaluation.held.of(firm_id), {})
    return [
        {"source": source, "record_id": record_id, "values": contents.as_held(source, record_id)}
        for source, causes in causes_by_record(steps).items()
        for record_id in causes
    ]


def record_document(found: Sequence[FoundRecord]) -> Document:
    """Records of one number."""
    records = []
    for one in found:
        content = asdict(one)
        kind = one.kind
        for name in ("kind", "noun"):  # how tables call things; no part of the format
            content.pop(name)
        labels = {column.name: column.header for column in kind.columns if column.name in one.values}
        records.append({"source": kind.source, "title": kind.title, **content, "labels": labels})
    return {"format": FORMATS["record"], "records": records}


def distribution_document(evaluation: Evaluation, node: str | None) -> Document:
    """The distribution of one node or of all."""
    return {
        "format": FORMATS["distribution"],
        "rulebook": rulebook_of(evaluation),
        "bands": select(evaluation, node).to_dicts(),
    }


def moves_document(found: WhatIf, firm_id: str | None) -> Document:
    """Who moves; of one firm, where one is asked for."""
    wanted = pl.lit(value=True) if firm_id is None else pl.col("firm_id") == firm_id
    return {
        "format": FORMATS["whatif"],
        "mode": "moves",
        "firm_id": firm_id,
        "moves": found.moves.filter(wanted).to_dicts(),
        "nodes": found.nodes.to_dicts(),
        "crossings": found.crossings.filter(wanted).to_dicts(),
        "letters": found.letters.filter(wanted).to_dicts(),
    }


def own_document(found: WhatIf, firm: Firm) -> Document:
    """The line of one firm, and nothing of any other."""
    own = pl.col("firm_id") == firm.firm_id
    return {
        "format": FORMATS["whatif"],
        "mode": "own",
        "firm_id": firm.firm_id,
        "firm": firm.name,
        "moves": found.moves.filter(own).to_dicts(),
        "crossings": found.crossings.filter(own).to_dicts(),
        "letters": found.letters.filter(own).to_dicts(),
    }


def costs_document(firm: Firm, costs: RecordCosts, steps: pl.DataFrame, whole: NextTotal) -> Document:
    """What each record cost a firm, and what leads further."""
    return {
        "format": FORMATS["whatif"],
        "mode": "costs",
        "firm_id": firm.firm_id,
        "firm": firm.name,
        "record_costs": costs.rows.to_dicts(),
        **{name: getattr(costs, name) for name in ("added", "together", "lost", "unclear")},
        "next_steps": steps.to_dicts(),
        "next_total": whole.targets.to_dicts(),
        "next_total_steps": whole.steps.to_dicts(),
    }


def compare_document(before: Evaluation, now: Evaluation, changes: pl.DataFrame) -> Document:
    """The change from one run to another."""
    runs = [{"id": each.rulebook.id, "title": each.rulebook.title} for each in (before, now)]
    return {"format": FORMATS["compare"], "before": runs[0], "now": runs[1], "changes": changes.to_dicts()}


def attribution_document(
    before: Evaluation, now: Evaluation, attribution: Attribution, parts: pl.DataFrame
) -> Document:
    """What each decision between two runs did; `parts` are those of the firm and node that are asked for."""
    runs = [{"id": each.rulebook.id, "title": each.rulebook.title} for each in (before, now)]
    return {
        "format": FORMATS["attribution"],
        "before": runs[0],
        "now": runs[1],
        "decisions": list(attribution.decisions),
        "exact_scores": attribution.exact_scores,
        "exact_ranks": attribution.exact_ranks,
        "parts": parts.to_dicts(),
    }


def reconcile_document(evaluation: Evaluation, failures: int, figures: pl.DataFrame) -> Document:
    """Published figures beside those of a run."""
    return {
        "format": FORMATS["reconcile"],
        "rulebook": rulebook_of(evaluation),
        "failures": failures,
        "figures": figures.to_dicts(),
    }


def verify_document(found: Verification) -> Document:
    """Whether a run still says what its records say."""
    groups = ("files", "inputs", "manifest", "tables", "study")
    checks = {name: [asdict(check) for check in getattr(found, name)] for name in groups}
    return {"format": FORMATS["verify"], "same": found.same, **checks, "versions": list(found.versions)}


def objections_document(evaluation: Evaluation, objections: pl.DataFrame) -> Document:
    """Objections read from forms."""
    return {
        "format": FORMATS["objections"],
        "rulebook": rulebook_of(evaluation),
        "objections": objections.to_dicts(),
    }


def elicit_document(found: Elicited) -> Document:
    """Weights from the judgements of experts."""
    return {
        "format": FORMATS["elicit"],
        "rulebook": {"id": found.rulebook.id, "title": found.rulebook.title},
        "method": found.method,
        "experts": list(found.experts),
        "dates": [each.isoformat() for each in found.dates],
        "weights": found.tables.weights.to_dicts(),
        "expert_weights": found.tables.experts.to_dicts(),
        "consistency": found.read.consistency.to_dicts(),
        "clashes": found.read.clashes.to_dicts(),
        "left_out": [{"parent": parent, "expert": expert} for parent, expert in found.left_out],
        "remarks": list(found.remarks),
    }


def trend_document(trend: Trend, node: str | None, firm_id: str | None) -> Document:
    """Several runs; of one node or one firm, where one is asked for: then nothing of any other firm by itself."""
    wanted = pl.lit(value=True) if node is None else pl.col("node") == node
    own = pl.lit(value=True) if firm_id is None else pl.col("firm_id") == firm_id
    runs = [
        {
            "id": one.rulebook.id,
            "title": one.rulebook.title,
            "scheme": one.scheme,
            "period": period,
            "year": one.rulebook.year,
            "start": one.rulebook.period.start.isoformat(),
            "end": one.rulebook.period.end.isoformat(),
        }
        for period, one in zip(trend.periods, trend.evaluations, strict=True)
    ]
    return {
        "format": FORMATS["trend"],
        "runs": runs,
        "common": list(trend.common),
        "scores": trend.scores.filter(wanted, own).to_dicts(),
        "means": trend.means.filter(wanted).to_dicts(),
        "nodes": trend.nodes.filter(wanted).to_dicts(),
        "firms": trend.firms.filter(own).to_dicts(),
        "letters": trend.letters.filter(wanted, own).to_dicts(),
    }
