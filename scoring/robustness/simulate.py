"""Draws scored: one realisation of every assumption in, scores and ranks of all firms out.

Every draw is computed from its own realisations in blocks that fit into a processor's cache, by elementwise operations
in a fixed order or by what settles as they do (`scoring.robustness.weighted_sums`). So a draw comes to the same, bit
for bit, whatever other draws stand beside it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from scoring.aggregation import WHOLE, roll_up_tree
from scoring.robustness.assumptions import ASSUMPTIONS
from scoring.robustness.node_rule_draws import at_scenarios
from scoring.robustness.outcomes import Outcomes
from scoring.robustness.ranking import competition_ranks, settle
from scoring.robustness.undefined import why_undefined
from scoring.robustness.weight_draws import leaf_shares, rescaled
from scoring.robustness.weighted_sums import weighted_sums

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    from scoring.aggregation import Adjust
    from scoring.robustness.banks import Banks, Progress

    Floats = npt.NDArray[np.float64]
    Draws = npt.NDArray[np.int64]

BLOCK = 256
"""Draws side by side: 256 × 100 firms of 8 bytes are a fraction of a processor's second-level cache."""

CELLS = 2**18
"""As many draws × firms at most."""

_WEIGHTS, _SCHEME, _AGGREGATION, _PARAMETERS, _SURVEY, _COUNTING, _TREATMENT, _LEFT_OUT = range(len(ASSUMPTIONS))


def simulate(
    banks: Banks,
    draws: Draws,
    nodes: Sequence[str] = ("total",),
    block: int | None = None,
    progress: Progress | None = None,
) -> Outcomes:
    """Score draws.

    Args:
        banks: what the draws choose from.
        draws: realisations, shape (draws, assumptions) in the order of `ASSUMPTIONS`; -1 is as evaluated.
        nodes: whose scores and ranks are wanted: codes of the tree, `base`, `bonus`, `total`.
        block: draws that are computed side by side; as many as `BLOCK` and `CELLS` allow if omitted. The result does
            not depend on it.
        progress: told after every block.

    Raises:
        IndexError: a draw names a realisation that its bank does not have.
    """
    _check(banks, draws)
    size = (len(draws), len(banks.firms))
    scores = {node: np.empty(size) for node in nodes}
    ranks = {node: np.empty(size, dtype=np.uint16) for node in nodes}
    failed = np.zeros(len(draws), dtype=np.bool_)
    reasons: Counter[str] = Counter()
    done = 0
    for rows in _blocks(banks, draws, block or min(BLOCK, max(CELLS // max(len(banks.firms), 1), 1))):
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
    values = _leaves(banks, draws)
    bonus = banks.bonus[_chosen(draws, _PARAMETERS)]
    rules = banks.rules and replace(banks.rules, numbers=at_scenarios(banks.numbers, _chosen(draws, _PARAMETERS)))
    arithmetic = set(banks.methods[way].values()) == {"arithmetic"}
    plain = arithmetic and rules is None and banks.complete
    adjust = None if rules is None else rules.adjusting(bonus)
    found = _weighted(banks, local, values, nodes, bonus) if plain else _rolled_up(banks, way, local, values, adjust)
    found["bonus"] = bonus
    total = found[WHOLE] + bonus
    found["total"] = total if rules is None else rules.applied("total", total, found)
    return found, why_undefined(banks, way, local, found)


def _local_weights(banks: Banks, draws: Draws) -> Floats:
    """Weights among siblings, shape (nodes but the whole tree, draws)."""
    drawn: Floats = banks.weights[:, draws[:, _SCHEME], draws[:, _WEIGHTS]]
    leaf = draws[:, _LEFT_OUT]
    leaving = np.flatnonzero((leaf >= 0) & (leaf < len(banks.hierarchy.leaves)))
    drawn[leaf[leaving], leaving] = 0
    return rescaled(drawn, banks.hierarchy)


def _leaves(banks: Banks, draws: Draws) -> list[Floats]:
    """Scores of the leaves, each of shape (draws, firms), or (1, firms) where all draws have the same.

    No error moves a score off the scale, a sampling error none that the floor holds.
    """
    scenarios, answers = _chosen(draws, _PARAMETERS), _chosen(draws, _SURVEY)
    counts, ways = _chosen(draws, _COUNTING), _chosen(draws, _TREATMENT)
    found: list[Floats] = []
    for place in range(len(banks.hierarchy.leaves)):
        if place in banks.treated:
            values: Floats = banks.treatments[ways, scenarios, banks.treated.index(place)]
        else:
            values = banks.leaves[scenarios, place]
        if place in banks.surveyed and banks.sizes["survey"]:
            error = banks.errors[answers, banks.surveyed.index(place)]
            moved = (values + error).clip(banks.floor, banks.full)
            values = np.where((error == 0) | (values <= banks.floor), values, moved)
        if place in banks.counted and banks.sizes["counting"]:
            error = banks.count_errors[counts, banks.counted.index(place)]
            values = np.where(error == 0, values, (values + error).clip(banks.floor, banks.full))
        found.append(values)
    return found


def _chosen(draws: Draws, column: int) -> npt.NDArray[np.int64]:
    """The realisations of an assumption, shape (draws,), or (1,) where all draws have the same."""
    given = draws[:, column]
    return given[:1] if (given == given[0]).all() else given


def _weighted(
    banks: Banks, local: Floats, values: Sequence[Floats], nodes: Sequence[str], bonus: Floats
) -> dict[str, Floats]:
    """Nodes as weighted sums of the leaves: arithmetic means all the way up, and no score missing."""
    found = {}
    for node in dict.fromkeys((WHOLE, *nodes)):
        if node in ("bonus", "total"):
            continue
        added: list[Floats | float] = [0.0] if node in nodes else []
        if node == WHOLE and "total" in nodes:
            added.append(bonus)
        found[node] = weighted_sums(leaf_shares(local, banks.hierarchy, node), values, added or [0.0])
    return found


def _rolled_up(
    banks: Banks, way: int, local: Floats, values: Sequence[Floats], adjust: Adjust | None
) -> dict[str, Floats]:
    hierarchy = banks.hierarchy
    weights = {node: shares[:, None] for node, shares in zip(hierarchy.nodes[:-1], local, strict=True)}
    leaves = dict(zip(hierarchy.leaves, values, strict=True))
    return roll_up_tree(leaves, hierarchy, weights, banks.methods[way], banks.minimum_present[way], adjust)
