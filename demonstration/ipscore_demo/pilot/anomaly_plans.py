"""How many anomalies of which kind are planted, where, and how large (`anomalies.toml`)."""

from __future__ import annotations

import tomllib
from pathlib import Path

from indicator_tree.parameters import Strict
from ipscore_demo.pilot.planted import KIND_LABELS, Kind


class Pair(Strict):
    """A relation to break: left becomes so many times right; without right, zero."""

    left: str
    right: str
    low: float
    high: float


class Line(Strict):
    """A threshold to step over."""

    indicator: str
    line: float


class Plan(Strict):
    """How many anomalies of a kind, where, and how large (`anomalies.toml`)."""

    count: int
    low: float = 1.0
    high: float = 1.0
    days: int = 1
    indicators: tuple[str, ...] = ()
    pairs: tuple[Pair, ...] = ()
    lines: tuple[Line, ...] = ()


def plans() -> dict[Kind, Plan]:
    """All plans by kind."""
    tables = tomllib.loads((Path(__file__).parent / "anomalies.toml").read_text(encoding="utf-8"))
    return {kind: Plan.model_validate(tables[kind]) for kind in KIND_LABELS if kind in tables}
