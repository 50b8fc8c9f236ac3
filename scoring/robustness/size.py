"""How large a study may be: what it holds in memory at once, reckoned before any of it is allocated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scoring.errors import StudySizeError
from scoring.robustness.assumptions import ASSUMPTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indicator_tree.robustness import Robustness

MEMORY = 2 * 2**30
"""Bytes that each part of a study may take: half of what a small computer has."""

_NUMBER = 8  # bytes of a float and of a whole number
_KEPT = 10  # bytes of a score and its rank
_ON_THE_WAY = 3 * _NUMBER  # bytes per firm while one node is sorted, counted or compared


@dataclass(frozen=True)
class Size:
    """What the memory of a study follows from.

    Attributes:
        firms: with a total.
        leaves: of the tree.
        groups: nodes of the tree that are made of others.
        schemes: among which a draw chooses, and that of the evaluation.
        nodes: whose scores and ranks are kept.
    """

    firms: int
    leaves: int
    groups: int
    schemes: int
    nodes: int


def check_size(spec: Robustness, size: Size) -> None:
    """Insist that a study fits into memory.

    Raises:
        StudySizeError: something in the study is asked for more often than `MEMORY` can hold; tells how often it can.
    """
    for key, what, asked, each in _parts(spec, size):
        possible = max(int(MEMORY // each), 1)
        if key == "sobol":
            possible = 1 << (possible.bit_length() - 1)
        if asked > possible:
            raise StudySizeError(key, what, asked, possible, needed=asked * each, limit=MEMORY)


def _parts(spec: Robustness, size: Size) -> Iterator[tuple[str, str, int, int]]:
    """Key in the rulebook, what it counts, how many are asked for, and the bytes of each."""
    weights = _NUMBER * (size.leaves + size.groups) * size.schemes if spec.weights else 0
    choices = _NUMBER * len(ASSUMPTIONS)
    draw = size.firms * (_KEPT * size.nodes + _ON_THE_WAY) + choices + weights
    yield "draws", "抽取次数", spec.draws, draw
    row = size.firms * (_KEPT + _ON_THE_WAY) + 2 * choices
    yield "sobol", "敏感性分析的基础样本数", spec.sobol, row * (len(ASSUMPTIONS) + 2)
    scores = _NUMBER * size.firms * size.leaves * (1 + (len(spec.treatment) + 1 if spec.treatment else 0))
    if spec.parameters:
        yield "realisations", "规则参数的备选组数", spec.realisations, scores
    if spec.survey and spec.survey.vary:
        yield "survey.realisations", "抽样误差的备选组数", spec.survey.realisations, scores
    if spec.counting and spec.counting.vary:
        yield "counting.realisations", "计数误差的备选组数", spec.counting.realisations, scores
