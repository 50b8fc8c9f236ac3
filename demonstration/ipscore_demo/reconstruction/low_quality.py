"""Answer sheets put in on purpose that the quality rules of the questionnaire must reject, each for one reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    import numpy as np

    from ipscore_demo.reconstruction.aims import Survey

BREAKS = "breaks"
"""Column with the id of the rule that an answer sheet breaks."""

Sheet = dict[str, Any]
Spoil = Callable[[Sheet, int], Sheet]


def low_quality(accepted: pl.DataFrame, survey: Survey, rng: np.random.Generator) -> pl.DataFrame:
    """Sheets like accepted ones, but for what spoils them.

    Args:
        accepted: completed sheets in the columns of the source, without record_id.
        survey: how many sheets break which rule, and what is out of place there.
        rng: which sheets are copied, and days and times.

    Returns:
        the columns of `accepted`, and `breaks`.
    """
    spoils = _spoils(accepted.columns, survey, rng)
    total = sum(survey.low_quality.values())
    early = accepted.filter(pl.col("answered_on") < survey.last_day - timedelta(days=_ROOM))
    copied = early[rng.choice(early.height, total, replace=False)].to_dicts()
    rows: list[Sheet] = []
    for kind, count in survey.low_quality.items():
        rule, spoil = spoils[kind]
        for sheet in copied[len(rows) : len(rows) + count]:
            own = {"respondent": f"SL{len(rows):06}", "device": f"l{len(rows):07}"}
            rows.append(sheet | own | spoil(sheet, len(rows)) | {BREAKS: rule})
    return pl.DataFrame(rows, schema={**accepted.schema, BREAKS: pl.String}, orient="row")


_ROOM = 14  # days at the end of the survey that repeated answers have


def _spoils(columns: list[str], survey: Survey, rng: np.random.Generator) -> dict[str, tuple[str, Spoil]]:
    """By kind: the rule, and what it changes of a sound sheet."""
    questions = columns[columns.index("client") + 1 :]
    answers = [name for name in questions if name not in survey.attributes]
    (attention, expected), *_ = survey.attention.items()

    def blank(sheet: Sheet, given: int) -> Sheet:
        return dict.fromkeys(answers[given:]) | {"seconds": None}

    def later(sheet: Sheet) -> Sheet:
        return {"answered_on": sheet["answered_on"] + timedelta(days=int(rng.integers(1, _ROOM)))}

    def outside(sheet: Sheet, number: int) -> Sheet:
        days = int(rng.integers(1, _ROOM))
        before = survey.first_day - timedelta(days=days)
        return {"answered_on": before if number % 2 else survey.last_day + timedelta(days=days)}

    def hasty(sheet: Sheet, number: int) -> Sheet:
        return {"seconds": int(survey.seconds * rng.uniform(*survey.hasty))}

    def other(sheet: Sheet, number: int) -> Sheet:
        return {attention: survey.distracted[number % len(survey.distracted)]}

    assert expected not in survey.distracted
    return {
        "sent": ("unfinished", lambda sheet, number: blank(sheet, 0) | {"status": "已发送", "client": None}),
        "started": ("unfinished", lambda sheet, number: blank(sheet, 1 + number % 4) | {"status": "已开始"}),
        "outside_field_period": ("outside_field_period", outside),
        "not_client": ("not_client", lambda sheet, number: {"client": False}),
        "same_respondent": (
            "same_respondent",
            lambda sheet, number: {"respondent": sheet["respondent"]} | later(sheet),
        ),
        "same_device": ("same_device", lambda sheet, number: {"device": sheet["device"]} | later(sheet)),
        "too_fast": ("too_fast", hasty),
        "attention": ("attention", other),
        "contradiction": ("contradiction", lambda sheet, number: dict(survey.contradiction)),
    }
