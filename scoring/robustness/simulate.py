"""Draws scored: one realisation of every assumption in, scores and ranks of all firms out.

Every draw is computed from its own realisations by elementwise operations in a fixed order, in blocks that fit into a
processor's cache: no matrix product, whose last bits may depend on blocks and threads. So a draw comes to the same,
bit for bit, whatever other draws stand beside it.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from scoring.aggregation import WHOLE, roll_up_tree
from scoring.robustness.assumptions import ASSUMPTIONS
from scoring.robustness.outcomes import Outcomes
from scoring.robustness.ranking import competition_ranks, settle
from scoring.robustness.undefined import why_undefined
from scoring.robustness.weight_draws import leaf_shares, rescaled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    from scoring.robustness.banks import Banks, Progress

    Floats = npt.NDArray[np.float64]
    Draws = npt.NDArray[np.int64]

BLOCK = 256
"""Draws side by side: 256 × 100 firms of 8 bytes are a fraction of a processor's second-level cache."""

_WEIGHTS, _SCHEME, _AGGREGATION, _PARAMETERS, _SURVEY, _LEFT_OUT = range(len(ASSUMPTIONS))


def simulate(
    banks: Banks,
    draws: Draws,
    nodes: Sequence[str] = ("total",),
    block: int = BLOCK,
    progress: Progress | None = None,
) -> Outcomes:
    """Score draws.

    Args:
        banks: what the draws choose from.
        draws: realisations, shape (draws, assumptions) in the order of `ASSUMPTIONS`; -1 is as evaluated.
        nodes: whose scores and ranks are wanted: codes of the tree, `base`, `bonus`, `total`.
        block: draws that are computed side by side; the result does not depend on it.
        progress: told after every block.

    Raises:
        IndexError: a draw names a realisation that its bank does not have.
    """
    _check(banks, draws)
    size = (len(draws), len(banks.firms))
    scores = {node: np.full(size, np.nan) for node in nodes}
    ranks = {node: np.zeros(size, dtype=np.uint16) for node in nodes}
    failed = np.zeros(len(draws), dtype=np.bool_)
    reasons: Counter[str] = Counter()
    done = 0
    for rows in _blocks(banks, draws, block):
        found, told = _scored(banks, draws[rows], nodes)
        lost = rows[told != ""]
        reasons.update(told[told != ""].tolist())
        failed[lost] = True
        for node in nodes:
            settled = settle(found[node])
            scores[node][rows] = settled
            ranks[node][rows] = competition_ranks(settled)
            ranks[node][lost] = 0
        done += len(rows)
        if progress is not None:
            progress("抽取", done, len(draws))
    return Outcomes(scores, ranks, failed, dict(sorted(reasons.items())))


def _check(banks: Banks, draws: Draws) -> None:
    for column, assumption in enumerate(ASSUMPTIONS):
        given = draws[:, column]
        if len(given) and not (given.min() >= -1 and given.max() < max(banks.sizes[assumption], 0)):
            raise IndexError(f"{assumption}: realisations run from -1 to {banks.sizes[assumption] - 1}")


def _blocks(banks: Banks, draws: Draws, block: int) -> Iterator[npt.NDArray[np.int64]]:
    """Places of draws of the same aggregation, a block at a time."""
    for way in range(-1, banks.sizes["aggregation"]):
        rows = np.flatnonzero(draws[:, _AGGREGATION] == way)
        for start in range(0, len(rows), block):
            yield rows[start : start + block]


def _scored(banks: Banks, draws: Draws, nodes: Sequence[str]) -> tuple[dict[str, Floats], npt.NDArray[np.object_]]:
    """Scores of the nodes, shape (draws, firms); and why draws failed, "" where they did not."""
    way = int(draws[0, _AGGREGATION])
    local = _local_weights(banks, draws)
    values = [_leaf(banks, place, draws) for place in range(len(banks.hierarchy.leaves))]
    plain = set(banks.methods[way].values()) == {"arithmetic"} and not np.isnan(banks.leaves[-1]).any()
    wanted = [node for node in (WHOLE, *nodes) if node not in ("bonus", "total")]
    found = _weighted(banks, local, values, wanted) if plain else _rolled_up(banks, way, local, values)
    found["bonus"] = banks.bonus[draws[:, _PARAMETERS]]
    found["total"] = found[WHOLE] + found["bonus"]
    return found, why_undefined(banks, way, local, found)


def _local_weights(banks: Banks, draws: Draws) -> Floats:
    """Weights among siblings, shape (nodes but the whole tree, draws)."""
    drawn: Floats = banks.weights[:, draws[:, _SCHEME], draws[:, _WEIGHTS]]
    leaf = draws[:, _LEFT_OUT]
    leaving = np.flatnonzero((leaf >= 0) & (leaf < len(banks.hierarchy.leaves)))
    drawn[leaf[leaving], leaving] = 0
    return rescaled(drawn, banks.hierarchy)


def _leaf(banks: Banks, place: int, draws: Draws) -> Floats:
    """Scores of a leaf, shape (draws, firms).

    A sampling error moves no score off the scale, and none that the floor holds.
    """
    values: Floats = banks.leaves[draws[:, _PARAMETERS], place]
    if place in banks.surveyed and banks.sizes["survey"]:
        error = banks.errors[draws[:, _SURVEY], banks.surveyed.index(place)]
        moved = (values + error).clip(banks.floor, banks.full)
        values = np.where((error == 0) | (values <= banks.floor), values, moved)
    return values


def _weighted(banks: Banks, local: Floats, values: Sequence[Floats], nodes: Sequence[str]) -> dict[str, Floats]:
    """Nodes as weighted sums of the leaves: arithmetic means all the way up, and no score missing."""
    found = {}
    for node in nodes:
        shares = leaf_shares(local, banks.hierarchy, node)
        made = np.zeros_like(values[0])
        part = np.empty_like(made)
        for share, leaf in zip(shares, values, strict=True):
            np.multiply(share[:, None], leaf, out=part)
            made += part
        made[shares.sum(axis=0) == 0] = np.nan
        found[node] = made
    return found


def _rolled_up(banks: Banks, way: int, local: Floats, values: Sequence[Floats]) -> dict[str, Floats]:
    hierarchy = banks.hierarchy
    weights = {node: shares[:, None] for node, shares in zip(hierarchy.nodes[:-1], local, strict=True)}
    leaves = dict(zip(hierarchy.leaves, values, strict=True))
    return roll_up_tree(leaves, hierarchy, weights, banks.methods[way], banks.minimum_present[way])
