"""What a report says of a mean beside its size, next to ours: how it changed on the year before, and its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from scoring.precision import half_up

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import polars as pl

    from indicator_tree import Rulebook
    from indicator_tree.published import NodeFigures, PublishedFigures
    from reports.comparison import NodeRow, Verdict

Direction = Literal["up", "down", "level"]
Outcome = Literal["match", "explained", "mismatch", "unknown"]
"""A verdict, or that nothing was compared."""


@dataclass(frozen=True)
class ChangeRow:
    """The change of a node's mean on the year before under one weight scheme.

    Attributes:
        previous: the mean of the year before, as printed with `previous_decimals`.
        change: ours in per cent, from means as printed; None where the node has no mean, or `previous` is 0.
        published: what was printed, in per cent; None where only a direction was.
        direction: the direction that was printed, alone or by the sign of the figure.
        decimals: as many as per cents are printed with.
        reason: why it differs, where it may.
    """

    node: str
    name: str
    scheme: str
    previous: float
    previous_decimals: int
    change: float | None
    published: float | None
    direction: Direction
    decimals: int
    verdict: Verdict
    reason: str | None


@dataclass(frozen=True)
class PlaceRow:
    """The place of a node among its siblings, from the highest mean down; means that print alike share a place."""

    node: str
    name: str
    scheme: str
    place: int | None
    published: int
    verdict: Verdict
    reason: str | None


@dataclass(frozen=True)
class StatementClass:
    """Statements of one class, counted by what became of them."""

    name: str
    counted: Mapping[Outcome, int]

    @property
    def published(self) -> int:
        """How many of this class a report publishes."""
        return sum(self.counted.values())


def compare_changes(rows: Iterable[NodeRow], figures: PublishedFigures, before: PublishedFigures) -> list[ChangeRow]:
    """Every published change under every weight scheme, in the order of the rows.

    Both means are taken as printed, as the reader of the two reports takes them.

    Args:
        rows: means beside published ones.
        figures: what was published.
        before: the published figures of the year before.
    """
    found = []
    for row in rows:
        figure = figures.node[row.node]
        if figure.change is None and figure.direction is None:
            continue
        previous = before.node[row.node].mean
        ours = None if row.mean is None else float(half_up(row.mean, row.decimals))
        change = None if ours is None or not previous else 100 * (ours / previous - 1)
        found.append(
            ChangeRow(
                node=row.node,
                name=row.name,
                scheme=row.scheme,
                previous=previous,
                previous_decimals=before.decimals_of(row.node),
                change=change,
                published=figure.change,
                direction=figure.direction or _direction(figure.change or 0.0),
                decimals=figures.decimals,
                verdict=_change_verdict(row, change, figure, figures.decimals),
                reason=row.reason,
            )
        )
    return found


def compare_places(
    rows: Iterable[NodeRow], means: pl.DataFrame, rulebook: Rulebook, figures: PublishedFigures
) -> list[PlaceRow]:
    """Every published place under every weight scheme, in the order of the rows.

    Args:
        rows: means beside published ones.
        means: scheme, node, mean of all nodes (`scoring.compare_schemes`).
        rulebook: which nodes are siblings.
        figures: what was published.
    """
    printed = {
        (scheme, node): half_up(mean, figures.decimals_of(node) if node in figures.node else figures.decimals)
        for scheme, node, mean in means.select("scheme", "node", "mean").drop_nulls().iter_rows()
    }
    siblings = {code: codes for codes in rulebook.children.values() for code in codes}
    found = []
    for row in rows:
        published = figures.node[row.node].place
        if published is None:
            continue
        own = printed.get((row.scheme, row.node))
        others = [printed.get((row.scheme, code)) for code in siblings.get(row.node, ())]
        place = None if own is None else 1 + sum(other is not None and other > own for other in others)
        verdict = _verdict(row, known=place is not None, fits=place == published)
        found.append(PlaceRow(row.node, row.name, row.scheme, place, published, verdict, row.reason))
    return found


def _change_verdict(row: NodeRow, change: float | None, figure: NodeFigures, decimals: int) -> Verdict:
    if change is None:
        return _verdict(row, known=False, fits=False)
    ours = half_up(change, decimals)
    if figure.change is not None:
        return _verdict(row, known=True, fits=ours == half_up(figure.change, decimals))
    return _verdict(row, known=True, fits=_direction(float(ours)) == figure.direction)


def _verdict(row: NodeRow, *, known: bool, fits: bool) -> Verdict:
    """What does not come out is explained where the mean itself need not, or cannot, come out under the scheme."""
    if fits:
        return "match"
    return "explained" if known and row.reason is not None and not row.reproduced else "mismatch"


def _direction(change: float) -> Direction:
    if not change:
        return "level"
    return "up" if change > 0 else "down"
