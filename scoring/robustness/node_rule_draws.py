"""Numbers of rules on nodes under other rule parameters: they vary as those of the leaves' rules do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scoring.kinds.parameters import UNBOUNDED, Number, Parameter
from scoring.robustness.assumptions import random_numbers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import numpy.typing as npt

    from indicator_tree import Rulebook
    from indicator_tree.node_rules import NodeRule
    from indicator_tree.robustness import Robustness
    from scoring.node_rules.judging import Place

    Floats = npt.NDArray[np.float64]

_LABELS = {
    "score": "分数",
    "points": "扣分",
    "most": "最多扣分",
    "below": "条件的上限",
    "at_least": "条件的下限",
    "share": "条件的比例",
    "above": "条件的比例",
}
_INSIDE = 1e-6
"""How near a share may come to 0 and 1, neither of which it may be."""


def node_parameters(book: Rulebook, node: str) -> Iterator[Parameter]:
    """The parameters of the rules on a node that are not published and that a factor moves.

    Numbers of records stay as they are. A number's path begins at the node: `(0, "score")` is the score of its first
    rule.
    """
    for place, rule in enumerate(book.rules_at(node)):
        for number in _numbers(place, rule, node, book):
            key = f"{node}.rule.{rule.id}.{'.'.join(_named(one) for one in number.path[1:])}"
            if rule.basis != "published" and number.free:
                yield Parameter(key, f"{rule.label}：{_LABELS[str(number.path[-1])]}", rule.basis, (number,))


def node_spreads(book: Rulebook, spec: Robustness) -> dict[str, dict[Parameter, float]]:
    """Node → the parameters of its rules that a study varies, each with its spread."""
    if spec.parameters is None:
        return {}
    found = {
        node: {each: spread for each in node_parameters(book, node) if (spread := spec.parameters.of(each.basis)) > 0}
        for node in book.ruled
    }
    return {node: spreads for node, spreads in found.items() if spreads}


def drawn_numbers(book: Rulebook, spec: Robustness, count: int, seed: int) -> dict[Place, Floats]:
    """Every number that varies, by scenario, shape (scenarios + 1,); the last is the rulebook's own."""
    found: dict[Place, Floats] = {}
    for node, spreads in node_spreads(book, spec).items():
        for each, spread in spreads.items():
            factors = 1 + spread * random_numbers(seed, "parameters", each.key).uniform(-1, 1, count)
            found |= _placed(node, each, factors)
    return found


def one_by_one(
    parameters: Iterable[tuple[str, Parameter]], ends: Iterable[tuple[float, float]], ruled: Iterable[str]
) -> dict[Place, Floats]:
    """Every number under scenarios in which one parameter after another takes its ends: low, then high of each.

    Args:
        parameters: node and parameter, those of leaves too.
        ends: factors of each.
        ruled: the nodes with rules.
    """
    listed, own = list(parameters), set(ruled)
    found: dict[Place, Floats] = {}
    for at, ((node, each), factors) in enumerate(zip(listed, ends, strict=True)):
        if node in own:
            every = np.ones(2 * len(listed))
            every[2 * at : 2 * at + 2] = factors
            found |= _placed(node, each, every)
    return found


def at_scenarios(numbers: Mapping[Place, Floats], scenarios: npt.NDArray[np.int64]) -> dict[Place, Floats]:
    """Numbers of some draws, shape (draws, 1)."""
    return {place: values[scenarios][:, None] for place, values in numbers.items()}


def _placed(node: str, parameter: Parameter, factors: Floats) -> dict[Place, Floats]:
    return {
        (node, *number.path): np.array([*(number.times(factor) for factor in factors.tolist()), number.value])
        for number in parameter.numbers
    }


def _numbers(place: int, rule: NodeRule, node: str, book: Rulebook) -> Iterator[Number]:
    floor, full = book.scale.floor, book.scale.full_marks
    highest = full + (book.bonus.cap if node == "total" and book.bonus else 0.0)
    if rule.score is not None:
        yield Number((place, "score"), rule.score, floor, highest)
    for name in ("points", "most"):
        if (value := getattr(rule, name)) is not None:
            yield Number((place, name), value)
    for at, condition in enumerate(rule.when):
        way = (place, "when", at)
        match condition.kind:
            case "score":
                middle = _middle(condition.at_least, condition.below)
                if condition.below is not None:
                    yield Number((*way, "below"), condition.below, middle[0], UNBOUNDED)
                if condition.at_least is not None:
                    yield Number((*way, "at_least"), condition.at_least, -UNBOUNDED, middle[1])
            case "lowest":
                yield Number((*way, "share"), condition.share, _INSIDE, 1 - _INSIDE)
            case "missing":
                yield Number((*way, "above"), condition.above, 0.0, 1 - _INSIDE)
            case "records":
                pass


def _middle(low: float | None, high: float | None) -> tuple[float, float]:
    """Down to where the upper of two limits may go, and up to where the lower: they must not pass each other."""
    return (-UNBOUNDED, UNBOUNDED) if low is None or high is None else ((low + high) / 2,) * 2


def _named(one: str | int) -> str:
    """A part of a path as keys have it: places in lists from 1."""
    return str(one + 1) if isinstance(one, int) else one
