"""The numbers that follow from a firm's scores, as its breakdown may print them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import polars as pl

from reports.figures import fixed, percent, plain
from reports.firm import Firm
from reports.system.words import like_for_like

Row = Mapping[str, Any]


def printed(firm: Firm, node: str) -> dict[tuple[str, str, str], str]:
    """What a breakdown may print of a node's scores, by where it comes from and how it is spelled, without signs."""
    compared = firm.compared
    change = None if compared is None else compared.change
    changes = [] if change is None else change.indicators.to_dicts()
    rows = {
        "score": firm.nodes.get(node),
        "industry": firm.quartiles.get(node),
        "place": firm.places.get(node),
        "loss": firm.losses.get(node),
        "target": firm.targets.get(node),
        "letter": firm.ahead.get(node),
        "way": _of(node, (row for row in firm.way if row["kind"] != "rule")),
        "rule": _of(node, (row for row in firm.way if row["kind"] == "rule")),
        "change": _of(node, (row for row in changes if row["kind"] != "node_rule")),
        "change of rules": _of(node, (row for row in changes if row["kind"] == "node_rule")),
        "split": _of(node, () if compared is None else compared.split),
        "like for like": _like_for_like(node, () if compared is None else compared.split),
        "change as a whole": vars(change) if node == "total" and change else None,
        **{f"way {at}": way[0] for at, way in enumerate(firm.options.get(node, ()))},
        **dict(_course(firm, node)),
    }
    return {
        (table, name, how): spelled
        for table, row in rows.items()
        for name, value in (row or {}).items()
        for how, spelled in _spelled(value)
    }


def _course(firm: Firm, node: str) -> Iterator[tuple[str, Row]]:
    if (course := firm.course) is None:
        return
    yield from ((row["period"], row) for row in course.rows if row["node"] == node)
    yield from (("medians", course.medians) for _ in range(node == "total"))


def _of(node: str, rows: Iterable[Row]) -> Row | None:
    return next((row for row in rows if row["node"] == node), None)


def _like_for_like(node: str, rows: Iterable[Row]) -> Row | None:
    return None if (row := _of(node, rows)) is None else {"change": like_for_like(row)}


def _spelled(value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, float):
        yield from (("points", fixed(abs(value))), ("percent", percent(abs(value), 2)), ("plain", plain(abs(value))))
    elif isinstance(value, int):
        yield "count", plain(value)


def measured_from_totals(firm: Firm) -> set[str]:
    """Indicators that one of the years has no score at: what they did to the total is measured from both totals."""
    change = None if firm.compared is None else firm.compared.change
    return set() if change is None else set(change.indicators.filter(pl.col("kind").is_in(["new", "gone"]))["node"])
