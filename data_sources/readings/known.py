"""Firms and series of readings (an indicator, and a system where it is split), known by number."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from data_sources.readings.keys import MOST, numbered
from data_sources.readings.texts import is_fault, trimmed_texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from data_sources.readings.frame import Frame
    from data_sources.readings.texts import Texts


NO_FIRM = 0
"""The number of what is no firm."""


class KnownFirms:
    """Firms by number: those of a register in order, others in the order in which they came."""

    def __init__(self, frame: Frame, cells: Texts) -> None:
        """Begin with the registered ones.

        Args:
            frame: says what names mean.
            cells: the cells in which firms are named, as they come.
        """
        registered = [] if frame.names is None else sorted(frame.names.shown)[: MOST - 1]
        self._numbers = {firm_id: number for number, firm_id in enumerate(registered, NO_FIRM + 1)}
        self._frame, self._cells = frame, cells
        self._unnamed = self._number(None)
        self._meant: list[int] = []

    @property
    def ids(self) -> pl.Series:
        """firm_id by number."""
        return pl.Series("firm_id", ["", *self._numbers])

    @property
    def spelled(self) -> pl.Series:
        """The cells that name firms, by number."""
        known = self._cells.known
        return pl.concat([known, pl.Series([None] * (self._cells.room + 1 - len(known)), dtype=pl.String)])

    def of(self, cells: pl.Series) -> pl.Series:
        """The firms of rows, by the numbers of their cells; `NO_FIRM` where there is something to say about them."""
        self._meant += map(self._number, trimmed_texts(self._cells.known[len(self._meant) :]))
        spare = [NO_FIRM] * (self._cells.room - len(self._meant))
        return pl.Series("firm", [*self._meant, *spare, self._unnamed, NO_FIRM], dtype=pl.UInt32).gather(cells)

    def _number(self, text: str | None) -> int:
        meant = self._frame.firm if text is None else text
        if meant is None or is_fault(meant):
            return NO_FIRM
        name = self._frame.firm_meant(meant).name
        return numbered(self._numbers, name) if name else NO_FIRM


NO_SERIES = 0
"""The number of what is no series."""

_UNSEEN = np.iinfo(np.uint32).max
_OF_DAY = 1.0  # a number below is a part of a day
_SCHEMA = pl.Schema(
    {
        "indicator": pl.String(),
        "system": pl.String(),
        "monthly": pl.Boolean(),
        "low": pl.Float64(),
        "high": pl.Float64(),
        "whole": pl.Boolean(),
        "percent": pl.Boolean(),
        "normal": pl.String(),
        "abnormal": pl.String(),
    }
)
_NOTHING = ("", "", False, inf, -inf, False, False, None, None)


class KnownSeries:
    """Series by number, in the order in which they came.

    Attributes:
        table: by number: indicator (its code), system, monthly (else daily); low, high and whole: between what bounds a
            number is read as it stands, and whether it must be whole; percent: whether it is a percentage; normal and
            abnormal, the texts of a state.
    """

    def __init__(self, frame: Frame, names: Texts, systems: Texts) -> None:
        """Begin without any.

        Args:
            frame: says what names mean.
            names: the names of indicators, as they come.
            systems: the names of systems, as they come.
        """
        self.table = pl.DataFrame([_NOTHING], _SCHEMA, orient="row")
        self._frame, self._names, self._systems = frame, names, systems
        self._kinds = {row["indicator"]: row for row in frame.kinds.iter_rows(named=True)}
        self._numbers: dict[tuple[str, str], int] = {}
        self._width = systems.room + 2
        self._pairs = np.full((names.room + 2) * self._width, _UNSEEN, dtype=np.uint32)

    def of(self, names: pl.Series, systems: pl.Series) -> pl.Series:
        """The series of rows, by the numbers of their names; `NO_SERIES` where there is something to say about them."""
        pairs = names.to_numpy() * np.uint32(self._width) + systems.to_numpy()
        found = self._pairs[pairs]
        unseen = found == _UNSEEN
        if unseen.any():
            self._learn(np.unique(pairs[unseen]))
            found = self._pairs[pairs]
        return pl.Series("series", found)

    def _learn(self, pairs: npt.NDArray[np.uint32]) -> None:
        names, systems = trimmed_texts(self._names.known), self._systems.known.to_list()
        before = len(self._numbers)
        for pair in pairs:
            name, system = divmod(int(pair), self._width)
            known = name < len(names) and system <= self._systems.room
            self._pairs[pair] = (
                self._number(names[name], systems[system] if system < len(systems) else None) if known else NO_SERIES
            )
        rows = [self._row(*series) for series in list(self._numbers)[before:]]
        self.table = pl.concat([self.table, pl.DataFrame(rows, _SCHEMA, orient="row")])

    def _number(self, name: str | None, system: str | None) -> int:
        if name is None or is_fault(name) or (system is not None and is_fault(system)):
            return NO_SERIES
        code = self._frame.indicators.resolve(name).name
        meant = None if code is None else self._frame.systems.resolve(code, system).name
        if code is None or meant is None:
            return NO_SERIES
        return numbered(self._numbers, (code, meant))

    def _row(self, code: str, system: str) -> Sequence[object]:
        kind = self._kinds[code]
        states = (kind["normal"], kind["abnormal"]) if kind["kind"] == "state" else (None, None)
        return code, system, kind["frequency"] == "monthly", *_bounds(kind), code in self._frame.percentages, *states


def _bounds(kind: dict[str, Any]) -> tuple[float, float, bool]:
    if kind["kind"] in ("state", "text"):
        return inf, -inf, False
    low = -inf if kind["low"] is None else kind["low"]
    high = inf if kind["high"] is None else kind["high"]
    if kind["kind"] == "time":
        low = max(low, _OF_DAY)
    if kind["kind"] == "count":
        low = max(low, 0.0)
    return low, high, kind["kind"] == "count"
