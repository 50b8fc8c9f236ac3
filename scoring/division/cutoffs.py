"""Cut-offs between classes, from the best down: by edges, by quota, by clusters; fences before, guardrails after.

Of the scores of nodes, whose classes are letters, and of figures, whose classes are bands that are worth points.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

from scoring.division.clusters import k_means, natural_breaks

if TYPE_CHECKING:
    import numpy.typing as npt

    from indicator_tree.division import Division

    Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Cut:
    """Cut-offs of one node in one group.

    Attributes:
        edges: the lowest score that earns each letter but the worst, shape (letters - 1,), not ascending; infinite for
            a letter that no score earns.
        unguarded: the same before the guardrail.
        tied: units at each edge of a quota that went up or down together.
        reason: why there are no letters; "" where there are.
    """

    edges: Floats
    unguarded: Floats
    tied: tuple[int, ...]
    reason: str = ""


def cut(scores: Floats, letters: Division, node: str, group: str, *, noun: str = "得分") -> Cut:
    """The cut-offs of some units.

    Args:
        scores: of the units that are given letters, settled, none NaN; higher ones are better.
        letters: of the rulebook.
        node: whose scores they are, and
        group: of the units, for last year's cut-offs.
        noun: what the numbers are called.
    """
    below = len(letters.labels) - 1
    tied = (0,) * below
    match letters.method:
        case "edges":
            edges = np.array(letters.edges, dtype=np.float64)
        case "quota":
            edges, tied = quota(scores, targets(letters, len(scores)), letters.ties or "up")
        case "clusters":
            inside = scores if letters.fences is None else fenced(scores, letters.fences)
            different = len(np.unique(inside))
            if different <= below:
                told = f"只有 {different} 个不同的{noun}，分不成 {below + 1} 级"
                return Cut(np.full(below, np.inf), np.full(below, np.inf), tied, told)
            edges = clustered(inside, letters)
    if letters.guardrail is None:
        return Cut(edges, edges, tied)
    if (previous := letters.guardrail.before(node, group)) is None:
        nothing = np.full(below, np.inf)
        where = "上一次的运行" if letters.guardrail.from_previous_run else "guardrail.previous "
        return Cut(nothing, nothing, tied, f"{where}没有{f'组别“{group}”' if group else ''}上一次的界线")
    return Cut(guarded(edges, np.array(previous, dtype=np.float64), letters.guardrail.points), edges, tied)


def targets(letters: Division, units: int) -> tuple[int, ...]:
    """How many units have each letter or a better one, but for the worst letter; rounded down, at most all."""
    if letters.counts:
        return tuple(min(count, units) for count in accumulate(letters.counts))
    return tuple(int(np.floor(share * units + 1e-9)) for share in accumulate(letters.shares[:-1]))


def quota(scores: Floats, wanted: tuple[int, ...], ties: str) -> tuple[Floats, tuple[int, ...]]:
    """Edges by numbers of units.

    Units whose score is that of the last unit above an edge and of the first below it all go up, or all down.

    Args:
        scores: settled.
        wanted: how many have each letter or a better one.
        ties: `up` or `down`.

    Returns:
        The edges, infinite where none has the letter or a better one; and how many units tie at each edge.
    """
    descending = np.sort(scores)[::-1]
    edges, tied = [], []
    for many in wanted:
        across = 0 < many < len(descending) and descending[many - 1] == descending[many]
        same = int((descending == descending[many - 1]).sum()) if across else 0
        above = int((descending > descending[many - 1]).sum()) if across else many
        reached = above + same if across and ties == "up" else above
        edges.append(descending[reached - 1] if reached else np.inf)
        tied.append(same)
    return np.array(edges), tuple(tied)


def clustered(scores: Floats, letters: Division) -> Floats:
    """Edges by clusters: the lowest score of every cluster but the lowest, the best first."""
    if letters.algorithm == "natural_breaks":
        values = np.sort(scores)
        starts = natural_breaks(values, len(letters.labels))
    else:
        values, counts = np.unique(scores, return_counts=True)
        weights = counts.astype(np.float64)
        starts = k_means(values, weights, len(letters.labels), seed=letters.seed or 0, starts=letters.starts or 1)
    return values[starts[1:]][::-1]


def fenced(scores: Floats, times: float) -> Floats:
    """The scores within Tukey's fences, Q1 - times × IQR to Q3 + times × IQR (Exploratory Data Analysis, 1977).

    Quartiles interpolate linearly (Hyndman & Fan 1996, definition 7).
    """
    first, third = np.quantile(scores, [0.25, 0.75]) if len(scores) else (np.nan, np.nan)
    reach = times * (third - first)
    return scores[(scores >= first - reach) & (scores <= third + reach)]


def guarded(edges: Floats, previous: Floats, points: float) -> Floats:
    """Edges that lie no farther than so many points from the previous ones. Their order is kept.

    An edge that was none before (NaN) is free between those that are held.
    """
    free, held = np.isnan(previous), np.clip(edges, previous - points, previous + points)
    highest = np.minimum.accumulate(np.where(free, np.inf, held))
    lowest = np.maximum.accumulate(np.where(free, -np.inf, held)[::-1])[::-1]
    return np.where(free, np.clip(edges, lowest, highest), held)
