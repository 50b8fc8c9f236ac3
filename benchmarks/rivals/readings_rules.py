"""The rules on daily readings, written by hand; the indicators themselves stand in the catalogue."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import indicator_tree

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

FILE = "运营指标读数.parquet"
NORMAL, ABNORMAL = "正常", "异常"
_CATALOGUE = Path(indicator_tree.__file__).parent / "catalogues" / "operations_2020.toml"


class Series(NamedTuple):
    """An indicator and a system as they stand in the file, and what they mean."""

    label: str
    written: str | None
    indicator: str
    system: str
    kind: str
    low: float | None
    high: float | None
    how: str


def _catalogue() -> dict[str, Any]:
    return tomllib.loads(_CATALOGUE.read_text(encoding="utf-8"))


def closed_days() -> list[date]:
    """Weekdays on which the exchanges are closed."""
    return list(_catalogue()["calendar"]["closed"])


def known_series(pairs: Iterable[tuple[str, str | None]]) -> list[Series]:
    """The pairs of a label (code and name) and a system that the catalogue knows."""
    catalogue = _catalogue()
    found = []
    for label, written in pairs:
        code, _, name = label.partition(" ")
        node = catalogue["indicator"].get(code)
        if node is None or node.get("name") != name:
            continue
        split = node.get("split")
        allowed = catalogue["systems"][split] if split else []
        if (written is None) == (split is None) and (not allowed or written in allowed):
            low, high = node.get("plausible", (None, None))
            found.append(Series(label, written, code, written or "", node["kind"], low, high, node["aggregate"]))
    return found
