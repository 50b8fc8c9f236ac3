"""Responses to the questionnaire of the cases, written as changes to a sound one."""

from __future__ import annotations

import tomllib
from pathlib import Path

import polars as pl

from surveys.questionnaire import load_questionnaire
from surveys.responses import STATUSES

HERE = Path(__file__).parent
QUESTIONNAIRE = load_questionnaire(HERE / "quality_questionnaire.toml")
CASES = tomllib.loads((HERE / "quality_cases.toml").read_text(encoding="utf-8"))
SCHEMA = {
    **dict.fromkeys(("record_id", "firm_id", "entity_id"), pl.String),
    "answered_on": pl.Date,
    "respondent": pl.UInt64,
    "device": pl.UInt64,
    "status": pl.Enum(STATUSES),
    "seconds": pl.Int64,
    "client": pl.Boolean,
    **{asked.code: pl.Enum(asked.options) for asked in (*QUESTIONNAIRE.attribute, *QUESTIONNAIRE.question)},
}


def responses(*changes: dict[str, object]) -> pl.DataFrame:
    """One response per change of the sound one; an empty text is an empty cell."""
    rows = []
    for number, change in enumerate(changes, start=1):
        cells = {"record_id": str(number)} | CASES["base"] | change
        row = {name: None if cell == "" else cell for name, cell in cells.items()}
        rows.append(row | {"entity_id": row["firm_id"]})
    return pl.DataFrame(rows, schema=SCHEMA)
