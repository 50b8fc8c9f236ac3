"""Computed figures beside published ones, and what follows for each: it comes out, it differs for a reason that is
given, or it fails.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from scoring.precision import half_up

if TYPE_CHECKING:
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
    verdict: Verdict
    in_document: bool
    reason: str | None
    decimals: int = 2

    @property
    def reproduced(self) -> bool:
        """Whether our mean, rounded like the published one, is the published one."""
        return self.mean is not None and half_up(self.mean, self.decimals) == half_up(self.published, self.decimals)

    @property
    def as_expected(self) -> bool:
        """Whether our mean, rounded like the published one, is the one that must come out under the scheme."""
        return (
            self.mean is not None
            and self.expected is not None
            and half_up(self.mean, self.decimals) == half_up(self.expected, self.decimals)
        )

    @property
    def bands_differ(self) -> bool:
        """Whether bands were compared and are not the published ones."""
        return self.bands is not None and self.bands != self.published_bands


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
            mean = computed.get((at, node))
            bands = counted.get(node) if at == scheme and figure.bands is not None else None
            expected = _expected(figure, at, claimed)
            rows.append(
                NodeRow(
                    node=node,
                    name=name,
                    level=level,
                    scheme=at,
                    mean=mean,
                    published=figure.mean,
                    expected=expected,
                    bands=bands,
                    published_bands=figure.bands,
                    verdict=_node_verdict(
                        mean, expected, figure, bands, judge_bands=at == scheme, decimals=figures.decimals_of(node)
                    ),
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


def _node_verdict(
    mean: float | None,
    expected: float | None,
    figure: NodeFigures,
    bands: tuple[int, ...] | None,
    *,
    judge_bands: bool,
    decimals: int,
) -> Verdict:
    if mean is None or (judge_bands and figure.bands is not None and bands != figure.bands):
        return "mismatch"
    if expected is not None and half_up(mean, decimals) != half_up(expected, decimals):
        return "mismatch"
    return "match" if half_up(mean, decimals) == half_up(figure.mean, decimals) else "explained"
