"""Computed figures beside published ones, and what follows for each: it comes out, it differs for a reason that is
given, or it fails.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol, TypeVar

from scoring.precision import half_up

if TYPE_CHECKING:
    from collections.abc import Iterable

    import polars as pl

    from indicator_tree.published import NodeFigures, PublishedFigures

Verdict = Literal["match", "explained", "mismatch"]


@dataclass(frozen=True)
class NodeRow:
    """A node under one weight scheme. Means in points, printed with so many `decimals`; `expected` is the mean that
    must come out under this scheme, None where the figures say nothing about it; bands only under the scheme of the
    evaluation.
    """

    node: str
    name: str
    level: int
    scheme: str
    mean: float | None
    published: float
    expected: float | None
    bands: tuple[int, ...] | None
    published_bands: tuple[int, ...] | None
    in_document: bool
    reason: str | None
    decimals: int = 2

    @property
    def reproduced(self) -> bool:
        """Whether our mean, rounded like the published one, is the published one."""
        return self._prints_as(self.published)

    @property
    def of_mean(self) -> Verdict:
        """What is concluded of the mean, its bands aside."""
        if self.mean is None or (self.expected is not None and not self._prints_as(self.expected)):
            return "mismatch"
        return "match" if self.reproduced else "explained"

    @property
    def verdict(self) -> Verdict:
        """What is concluded of mean and bands."""
        return "mismatch" if self.bands_differ else self.of_mean

    @property
    def bands_differ(self) -> bool:
        """Whether bands are judged under this scheme and are not the published ones."""
        return self.bands != self.published_bands

    def _prints_as(self, other: float) -> bool:
        return self.mean is not None and half_up(self.mean, self.decimals) == half_up(other, self.decimals)


class AtNode(Protocol):
    """Something that is said of a node under a weight scheme."""

    @property
    def node(self) -> str:
        """The node."""

    @property
    def scheme(self) -> str:
        """The weight scheme."""


Row = TypeVar("Row", bound=AtNode)


def by_node(rows: Iterable[Row]) -> dict[str, dict[str, Row]]:
    """Rows by node, and there by scheme, in the order given."""
    found: dict[str, dict[str, Row]] = {}
    for row in rows:
        found.setdefault(row.node, {})[row.scheme] = row
    return found


def compare_nodes(
    means: pl.DataFrame, summary: pl.DataFrame, distribution: pl.DataFrame, figures: PublishedFigures, scheme: str
) -> list[NodeRow]:
    """Every published node under every weight scheme.

    Args:
        means: scheme, node, mean (`scoring.compare_schemes`).
        summary: node, name, level, … of the evaluation.
        distribution: node, band, firms, … of the evaluation.
        figures: what was published.
        scheme: the evaluation's weight scheme.

    Returns:
        Rows by scheme in the order of `means`, then by node in the order of the summary, then unknown nodes.
    """
    computed = {(at, node): mean for at, node, mean in means.select("scheme", "node", "mean").iter_rows()}
    names = {node: (name, level) for node, name, level in summary.select("node", "name", "level").iter_rows()}
    counted = {
        str(node): tuple(firms)
        for node, firms in distribution.group_by("node", maintain_order=True).agg("firms").iter_rows()
    }
    claimed = _claimed_schemes(figures)
    rows = []
    for at in means["scheme"].unique(maintain_order=True):
        for node in sorted(figures.node, key=lambda node: list(names).index(node) if node in names else len(names)):
            figure = figures.node[node]
            name, level = names.get(node, ("（规则文件中没有此指标）", 0))
            published_bands = figure.bands if at == scheme else None
            rows.append(
                NodeRow(
                    node=node,
                    name=name,
                    level=level,
                    scheme=at,
                    mean=computed.get((at, node)),
                    published=figure.mean,
                    expected=_expected(figure, at, claimed),
                    bands=None if published_bands is None else counted.get(node),
                    published_bands=published_bands,
                    in_document=figure.basis == "published",
                    reason=figure.reason,
                    decimals=figures.decimals_of(node),
                )
            )
    return rows


def _claimed_schemes(figures: PublishedFigures) -> set[str]:
    """The schemes about which the figures say anything at all."""
    nodes = figures.node.values()
    return {figure.scheme for figure in nodes if figure.scheme} | {
        at for figure in nodes for at in figure.other_schemes
    }


def _expected(figure: NodeFigures, scheme: str, claimed: set[str]) -> float | None:
    if scheme in figure.other_schemes:
        return figure.other_schemes[scheme]
    if figure.scheme == scheme or (figure.scheme is None and (scheme in claimed or not figure.other_schemes)):
        return figure.mean
    return None
