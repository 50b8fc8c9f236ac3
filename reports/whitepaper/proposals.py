"""Recommendations as proposals: those of one area and kind together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl

    from reports.whitepaper.views import Node, Rows, Views


def proposals_by_area(recommendations: pl.DataFrame, views: Views) -> list[tuple[Node | None, dict[str, Rows]]]:
    """Areas in tree order, then what lies in none, each with the recommendations of every kind that it has.

    A recommendation has its row, `one` (its indicator), `limit` (the regulatory limit of its ratio, None without one)
    and `told` (whether another kind before it says what was lost there).
    """
    found: dict[str, dict[str, Rows]] = {}
    said: set[str] = set()
    for row in recommendations.iter_rows(named=True):
        one = views.node(row["node"])
        more: dict[str, Any] = {"one": one, "limit": _limit(one), "told": one.node in said}
        found.setdefault(row["area"], {}).setdefault(row["kind"], []).append(row | more)
        said.add(one.node)
    order = {area: place for place, area in enumerate((*views.rulebook.nodes, ""))}
    return [(views.node(area) if area else None, found[area]) for area in sorted(found, key=order.__getitem__)]


def _limit(one: Node) -> float | None:
    return next((float(row["value"]) for row in one.lines if row["line"] == "limit"), None)
