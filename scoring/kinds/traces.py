"""Under which parameters a record counts, and what their quantities are without it."""

from __future__ import annotations

from typing import Literal, NamedTuple

Effect = Literal["one", "event", "all", "unknown"]
"""What a parameter's quantity is without a record: one less; one less unless a firm evaluated together has the same
event; nothing, if it was the last one, else unknown; or unknown from the evidence alone."""


class Trace(NamedTuple):
    """A parameter that names records: its key, whose records, and what it is without one of them."""

    parameter: str
    source: str
    effect: Effect


class Beside(NamedTuple):
    """A parameter that rests on records of a source without naming each.

    Attributes:
        parameter: its key.
        source: whose records.
        every: whether every record of the source surely counts there.
        shown_by: a parameter whose records surely count there too.
    """

    parameter: str
    source: str
    every: bool = False
    shown_by: str | None = None
