"""The JSON schemas of what commands print with `--format json`, made of the shapes of the frames that they print.

`python -m ipscore.json_schemas` writes them to `ipscore/schemas/`, where other programs find them; that of `check`,
which is of no frames, is kept there by hand. A document says in `format` by which schema it is to be read. Keys of a
format stay; other keys come with another number.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from ipscore.reconciliation_output import RECONCILIATION
from reports.firm.objections import ACTIONS
from scoring.comparison.frames import SPLIT
from scoring.corrections.frames import ATTRIBUTION
from scoring.elicitation.tables import CLASHES, CONSISTENCY, EXPERT_WEIGHTS, PANEL_WEIGHTS
from scoring.lettering.frames import LETTER_MOVES
from scoring.trend.frames import FIRMS as TREND_FIRMS
from scoring.trend.frames import LETTERS_BY_RUN, TREND
from scoring.trend.frames import MEANS as TREND_MEANS
from scoring.trend.frames import NODES as TREND_NODES
from scoring.what_if.frames import CROSSINGS, MOVES, NEXT_STEPS, NODES, RECORD_COSTS, TOTAL_STEPS, TOTAL_TARGETS

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER = Path(__file__).parent / "schemas"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
_SECOND = ("whatif", "trend")
"""Formats that got a key: `letters`."""
FORMATS: Mapping[str, str] = {
    name: f"ipscore-{name}/{2 if name in _SECOND else 1}"
    for name in (
        *("explain", "record", "distribution", "whatif", "compare", "attribution", "reconcile", "verify"),
        *("objections", "elicit", "trend"),
    )
}
"""Command → what its documents call themselves."""

Schema = dict[str, Any]

SCORES = pl.Schema(
    {
        **dict.fromkeys(("node", "name"), pl.String),
        "level": pl.Int64,
        **dict.fromkeys(("weight", "scheme_weight", "score"), pl.Float64),
        **dict.fromkeys(("rank", "firms"), pl.Int64),
        **dict.fromkeys(("mean", "low", "high"), pl.Float64),
        **dict.fromkeys(("rank_low", "rank_high"), pl.Int64),
    }
)
"""See `reports.firm_scores.explain_firm`."""
BANDS = pl.Schema(
    {
        **dict.fromkeys(("node", "name", "band"), pl.String),
        "firms": pl.Int64,
        "share": pl.Float64,
        **dict.fromkeys(("firms_low", "firms_high"), pl.Int64),
    }
)
"""See `reports.distribution.select`."""
OBJECTIONS = pl.Schema(
    {
        **dict.fromkeys(("form", "firm_id", "firm"), pl.String),
        "row": pl.Int64,
        **dict.fromkeys(("node", "name", "parameter", "cause", "source", "record_id"), pl.String),
        **dict.fromkeys(("ground", "statement", "claim", "action", "column", "value"), pl.String),
    }
)
"""An objection: file and line of the form; indicator, ledger line and record; ground, statement, claim (as written, and
as programs call it), the column to be changed and its new value. Empty texts are null."""
_NULLS = "A number that is not there, or not finite, is null."
_NUMBERS: Schema = {"type": ["number", "null"]}


def _typed(dtype: Any) -> Schema:
    kind = dtype() if isinstance(dtype, type) else dtype
    match kind:
        case pl.List():
            return {"type": ["array", "null"], "items": _typed(kind.inner)}
        case pl.Date():
            return {"type": ["string", "null"], "format": "date"}
        case pl.Boolean():
            return {"type": ["boolean", "null"]}
        case pl.String():
            return {"type": ["string", "null"]}
    return {"type": ["integer", "null"]} if kind.is_integer() else _NUMBERS


def _object(properties: Mapping[str, Schema], description: str = "") -> Schema:
    told = {"description": description} if description else {}
    return {
        **told,
        "type": "object",
        "additionalProperties": False,
        "required": list(properties),
        "properties": dict(properties),
    }


def _rows(shape: Mapping[str, Any], description: str) -> Schema:
    items = _object({name: _typed(dtype) for name, dtype in shape.items()})
    return {"description": description, "type": "array", "items": items}


def _list(items: Schema, description: str) -> Schema:
    return {"description": description, "type": "array", "items": items}


_TEXT: Schema = {"type": "string"}
_DAY: Schema = {"type": "string", "format": "date"}
_TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_RULEBOOK = _object({"id": _TEXT, "title": _TEXT, "scheme": _TEXT}, "The rulebook, and the weight scheme of the run.")
_VALUES: Schema = {
    "description": "What the record says: English name of the column → value; no column that is personal.",
    "type": "object",
    "additionalProperties": {"type": ["string", "number", "boolean", "null"]},
}
_STEP = _object(
    {
        "kind": {"enum": ["start", "change", "end"]},
        "cause": _TEXT,
        "quantity": _NUMBERS,
        "unit": _TEXT,
        "points": _NUMBERS,
        "running": _NUMBERS,
        "parameter": _TEXT_OR_NULL,
        "basis": _TEXT_OR_NULL,
        "reference": _TEXT_OR_NULL,
        "detail": _list(
            {"type": "array", "prefixItems": [_TEXT, _NUMBERS, _NUMBERS], "items": False},
            "Answers: text, number, weighted number.",
        ),
        "records": _list(_TEXT, "Numbers of the records behind the step."),
        "decisions": _list(_TEXT, "Numbers of the decisions that corrected the evidence of the step."),
        "low": _NUMBERS,
        "high": _NUMBERS,
        "source": _TEXT_OR_NULL,
    }
)
_SHARE = _object(
    {
        "kind": {"enum": ["change", "end"]},
        "node": _TEXT,
        "name": _TEXT,
        **dict.fromkeys(("score", "weight", "points", "running", "low", "high"), _NUMBERS),
    }
)
_CHECK = _object({"what": _TEXT, "same": {"type": "boolean"}, "differences": _list(_TEXT, "What differs, in Chinese.")})
_EFFECT = _object(
    {
        **dict.fromkeys(("node", "name", "parameter", "cause"), _TEXT),
        "points": _NUMBERS,
        "records": _COUNT,
        "alone": _NUMBERS,
    }
)
_RECORD = _object(
    {
        **dict.fromkeys(("source", "title", "record_id", "firm_id", "firm", "entity_id", "entity"), _TEXT),
        "values": _VALUES,
        "labels": {"description": "Column → its Chinese header.", "type": "object", "additionalProperties": _TEXT},
        "file": _TEXT,
        "sheet": _TEXT,
        "row": {"type": "integer", "minimum": 1},
        "effects": _list(
            _EFFECT,
            "What the record is counted as: the points of the ledger line for all its records, and what the indicator "
            "would gain without this one alone (null where the evidence does not say).",
        ),
    }
)


def _document(name: str, description: str, properties: Mapping[str, Schema]) -> Schema:
    body = _object({"format": {"const": FORMATS[name]}, **properties})
    return {
        "$schema": DIALECT,
        "title": f"ipscore {name} --format json",
        "description": f"{description} {_NULLS}",
        **body,
    }


def _what_if() -> Schema:
    mode = {
        kind: {"format": {"const": FORMATS["whatif"]}, "mode": {"const": kind}} for kind in ("moves", "own", "costs")
    }
    moves = _rows(MOVES, "Scores and ranks that change; change is now - before.")
    crossings = _rows(CROSSINGS, "Firms that come into another band.")
    nodes = _rows(NODES, "The nodes at which anything changes, over all firms.")
    letters = _rows(LETTER_MOVES, "Firms that have another letter.")
    costs = {
        "record_costs": _rows(RECORD_COSTS, "What every record alone cost the firm."),
        **dict.fromkeys(("added", "together"), _NUMBERS),
        "lost": _NUMBERS,
        "unclear": _COUNT,
        "next_steps": _rows(NEXT_STEPS, "Ways to the next band of every indicator."),
        "next_total": _rows(TOTAL_TARGETS, "Where the total stands, and its next band."),
        "next_total_steps": _rows(TOTAL_STEPS, "What would lift the total there."),
    }
    firm = {"firm_id": _TEXT, "firm": _TEXT}
    return {
        "$schema": DIALECT,
        "title": "ipscore whatif --format json",
        "description": "moves: who moves. own (--own): the line of one firm, and nothing of any other. costs (--firm "
        f"without a change): what each record cost the firm, and what leads further. {_NULLS}",
        "oneOf": [
            _object(
                {
                    **mode["moves"],
                    "firm_id": _TEXT_OR_NULL,
                    "moves": moves,
                    "nodes": nodes,
                    "crossings": crossings,
                    "letters": letters,
                }
            ),
            _object({**mode["own"], **firm, "moves": moves, "crossings": crossings, "letters": letters}),
            _object({**mode["costs"], **firm, **costs}),
        ],
    }


def schemas() -> dict[str, Schema]:
    """Command → the schema of its documents, all but that of `check`."""
    run = _object({"id": _TEXT, "title": _TEXT})
    explained = {
        "rulebook": _RULEBOOK,
        "firm_id": _TEXT,
        "firm": _TEXT,
        "node": _TEXT_OR_NULL,
        "scores": _rows(SCORES, "All nodes, where none is asked for."),
        "steps": _list(_STEP, "The waterfall of an indicator that is scored by a rule, from the start to the score."),
        "shares": _list(_SHARE, "What the children of a node contribute to it; the last one is the node."),
        "records": _list(
            _object({"source": _TEXT, "record_id": _TEXT, "values": _VALUES}),
            "The records behind the steps; none in a run of a format before ipscore-run/3.",
        ),
    }
    checks = {
        name: _list(_CHECK, told)
        for name, told in {
            "files": "The files of the run against its manifest.",
            "inputs": "The files of the records against the manifest.",
            "manifest": "What the manifest says, against what was computed anew.",
            "tables": "Every table, computed anew.",
            "study": "The study of robustness in the run, if any.",
        }.items()
    }
    return {
        "explain": _document(
            "explain", "Why a firm has the scores it has; lists that do not apply are empty.", explained
        ),
        "record": _document(
            "record", "Records of one number, at most one of every source.", {"records": _list(_RECORD, "The records.")}
        ),
        "distribution": _document(
            "distribution",
            "How many firms lie in each band.",
            {"rulebook": _RULEBOOK, "bands": _rows(BANDS, "Node by node, the best band first.")},
        ),
        "whatif": _what_if(),
        "compare": _document(
            "compare",
            "Two runs: change = now - before = rules + weights + records, in points of the node.",
            {
                "before": run,
                "now": run,
                "changes": _rows(SPLIT, "kind: both, new (only now), gone (only before); a risen rank is negative."),
            },
        ),
        "attribution": {
            **_document(
                "attribution",
                "A preview and a final run: what each decision between them did to every score and rank that changed.",
                {
                    "before": run,
                    "now": run,
                    "decisions": _list(_TEXT, "Their numbers, in their order."),
                    "exact_scores": {"type": "boolean"},
                    "exact_ranks": {"type": "boolean"},
                    "parts": _rows(
                        ATTRIBUTION,
                        "score_part and rank_part of a firm at a node add up to its changes; own: whether the decision "
                        "is about a record of the firm; alone: what undoing this decision alone would take back.",
                    ),
                },
            ),
            "title": "ipscore compare --records --format json",
        },
        "reconcile": _document(
            "reconcile",
            "Published figures beside those of a run.",
            {"rulebook": _RULEBOOK, "failures": _COUNT, "figures": _rows(RECONCILIATION, "Every published figure.")},
        ),
        "verify": _document(
            "verify",
            "Whether a run still says what its records say.",
            {"same": {"type": "boolean"}, **checks, "versions": _list(_TEXT, "Libraries of other versions.")},
        ),
        "objections": {
            **_document(
                "objections",
                f"Objections read from forms. action: {', '.join(ACTIONS)}.",
                {
                    "rulebook": _RULEBOOK,
                    "objections": _rows(OBJECTIONS, "In the order of the forms and of their lines."),
                },
            ),
            "title": "ipscore objections read --format json",
        },
        "elicit": {
            **_document(
                "elicit",
                "Weights from the judgements of experts, who are named by number alone.",
                {
                    "rulebook": run,
                    "method": {"enum": ["pairwise", "budget", "best-worst"]},
                    "experts": _list(_TEXT, "Those who count."),
                    "dates": _list(_DAY, "When they filled in their forms, sorted."),
                    "weights": _rows(PANEL_WEIGHTS, 'Of the panel; parent "" is the whole tree.'),
                    "expert_weights": _rows(EXPERT_WEIGHTS, "Of every expert alone."),
                    "consistency": _rows(CONSISTENCY, 'Of every expert who was read; expert "" is the mean judgement.'),
                    "clashes": _rows(
                        CLASHES, "Judgements that deviate from what the others imply; place 1 of an expert most."
                    ),
                    "left_out": _list(
                        _object({"parent": _TEXT, "expert": _TEXT}), "Judgements left out because they clash."
                    ),
                    "remarks": _list(_TEXT, "What was read otherwise than it might have been meant, in Chinese."),
                },
            ),
            "title": "ipscore weights elicit --format json",
        },
        "trend": _document(
            "trend",
            "Several runs in the order of their periods; `run` counts them from 1.",
            {
                "runs": _list(
                    _object(
                        {
                            **dict.fromkeys(("id", "title", "scheme", "period"), _TEXT),
                            "year": {"type": "integer"},
                            "start": _DAY,
                            "end": _DAY,
                        }
                    ),
                    "The oldest first.",
                ),
                "common": _list(_TEXT, "Codes of the indicators that all runs have: what `like` rests on."),
                "scores": _rows(TREND, "As published, and like for like: common indicators by the latest rules."),
                "means": _rows(TREND_MEANS, "Of every node; matched: of the firms that all runs have."),
                "nodes": _rows(TREND_NODES, "What became of every node since the run before."),
                "firms": _rows(TREND_FIRMS, "kind: came, went, merged (into)."),
                "letters": _rows(LETTERS_BY_RUN, "Letters of every run that gives any."),
            },
        ),
    }


def spelled(schema: Schema) -> str:
    """A schema as its file has it."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def main() -> None:
    """Write the files."""
    for name, schema in schemas().items():
        (FOLDER / f"{name}.schema.json").write_text(spelled(schema), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
