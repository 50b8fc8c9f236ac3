"""What is not normal needs a cause."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scoring.operations.checks.found import CHECKED, found
from scoring.operations.frames import STATE_MARK

if TYPE_CHECKING:
    from indicator_tree.catalogue import Catalogue

_KEY = ["firm_id", "system", "date"]
_NOTHING = pl.lit(None, dtype=pl.Float64)


def without_cause(readings: pl.DataFrame, catalogue: Catalogue) -> pl.DataFrame:
    """Readings that are not normal and tell no cause.

    An abnormal state needs its cause behind the colon; a count above zero of an indicator that needs causes, words
    beside it; an indicator of which another is the cause, where it is above zero, words in the other.

    Returns:
        CHECKED: at the reading itself, or at the cause that should be there, in the order of indicators.
    """
    cause = catalogue.checks.cause
    parts = [pl.DataFrame(schema=CHECKED)]
    for code in catalogue.leaves:
        node = catalogue.indicator[code]
        own = readings.lazy().filter(indicator=code)
        if node.needs_cause:
            said = pl.col("text").str.extract(f"{STATE_MARK}(.+)$") if node.kind == "state" else pl.col("text")
            reason = pl.lit(f"{node.name}{'异常' if node.kind == 'state' else '大于零'}，应写明原因")
            silent = own.filter(pl.col("value") > 0, said.is_null())
            parts.append(found(silent, "cause", reason, _NOTHING, parameter=f"{code}.needs_cause", cited=cause))
        if node.cause_of is not None:
            explained = readings.lazy().filter(indicator=node.cause_of).filter(pl.col("value") > 0)
            told = own.filter(pl.col("text").is_not_null()).select(_KEY)
            silent = explained.join(told, on=_KEY, how="anti").with_columns(indicator=pl.lit(code))
            other = catalogue.indicator[node.cause_of].name
            reason = pl.lit(f"{other}大于零，应填写{node.name}")
            parts.append(found(silent, "cause", reason, _NOTHING, parameter=f"{code}.cause_of", cited=cause))
    return pl.concat(parts)
