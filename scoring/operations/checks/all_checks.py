"""All checks of readings together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scoring.operations.checks.causes import without_cause
from scoring.operations.checks.completeness import missing
from scoring.operations.checks.found import CHECKED
from scoring.operations.checks.jumps import jumps
from scoring.operations.checks.relations import broken_relations

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from indicator_tree.catalogue import Catalogue

__all__ = ["CHECKED", "check_readings"]


def check_readings(
    readings: pl.DataFrame,
    catalogue: Catalogue,
    firms: Collection[str] | None = None,
    period: tuple[date, date] | None = None,
) -> pl.DataFrame:
    """All that a person should look at in readings.

    Args:
        readings: READINGS.
        catalogue: what is due, what must hold, what jumps.
        firms: firm_id of the firms that should report; those in the readings where not given.
        period: first and last day on which readings are due; from the first to the last reading where not given.

    Returns:
        CHECKED: missing, then causes, relations and jumps.
    """
    who = readings["firm_id"].unique().to_list() if firms is None else firms
    days = list(period) if period is not None else readings["date"].unique().to_list()
    absent = [missing(readings, catalogue, who, min(days), max(days))] if days else []
    return pl.concat(
        [
            pl.DataFrame(schema=CHECKED),
            *absent,
            without_cause(readings, catalogue),
            broken_relations(readings, catalogue),
            jumps(readings, catalogue),
        ]
    )
