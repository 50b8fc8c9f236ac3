"""How a ledger says that a figure rests on few events, and what the other firms made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

import numpy as np

from scoring.kinds.kind import Clause, Varied
from scoring.kinds.parameters import Number
from scoring.kinds.spelling import number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from indicator_tree import Rulebook
    from indicator_tree.small_numbers import Shrinkage, SmallNumbers
    from scoring.kinds.facts import Values, Where
    from scoring.small_numbers.prior import ConjugatePrior


SHRINKAGE, SMALL = "shrinkage", "small_numbers"
"""Keys of the ledger's rows."""

METHODS: Final = {"beta_binomial": "贝塔-二项分布", "gamma_poisson": "伽马-泊松分布"}
_BELOW: Final = {"flag": "只提示得分的误差大", "pool": "按{whole}水平计分", "missing": "没有得分"}
ALL: Final = "总体"
"""What all units together are called where nobody says whom the rulebook evaluates."""


class CountedRule(Protocol):
    """A rule that counts events."""

    @property
    def shrinkage(self) -> Shrinkage | None: ...  # noqa: D102
    @property
    def small_numbers(self) -> SmallNumbers | None: ...  # noqa: D102
    @property
    def has_error(self) -> bool: ...  # noqa: D102


def pooling(prior: ConjugatePrior, level: str, book: Rulebook, what: str) -> str:
    """What a ledger says of shrinkage.

    Args:
        prior: of the figures of all firms.
        level: the industry's figure, in words that follow upon `行业水平` or `全体水平`.
        book: knows how the firms are called.
        what: what the strength is held against, such as the records received.
    """
    noun, whole = book.words.noun, book.words.whole
    if prior.pooled:
        return f"各{noun}之间的差异不大于偶然的波动：全部按{whole}水平{level}计"
    own = f"自身的权重为 n ÷（n + {prior.strength:.4g}），n 为{what}"
    return f"向{whole}水平{level}收缩：{own}（经验贝叶斯，极大似然）"


def only_few(counted: Values, few: Where, small: SmallNumbers, then: str | None) -> Iterator[tuple[str, Where]]:
    """What a ledger says of firms with few events, a sentence for every number of them, and the firms that it is of.

    Args:
        counted: how many, per firm.
        few: where that is below the minimum.
        small: the rulebook's minimum.
        then: what follows; if omitted, nothing but the error.
    """
    follows = then or "得分的误差大"
    for many in np.unique(counted[few]):
        yield f"仅 {many:g} 件（不足 {small.minimum:g} 件）：{follows}", few & (counted == many)


def few_words(rule: CountedRule, counted: str, book: Rulebook) -> str:
    """What a rule says of few events, to be added to its sentence; empty if it says nothing.

    Args:
        rule: the rule.
        counted: what the minimum is held against, such as `受理`.
        book: knows how the firms are called, and how far intervals are trusted.
    """
    said = []
    if (drawn := rule.shrinkage) is not None:
        method = METHODS[drawn.method]
        said.append(
            f"向全部{book.words.noun}的水平收缩（{method}，先验由极大似然估计；差异不大于偶然的波动时全部按{book.words.whole}水平计）"
        )
    if (small := rule.small_numbers) is not None:
        said.append(f"{counted}不足 {number(small.minimum)} 件的{_BELOW[small.below].format(whole=book.words.whole)}")
    if rule.has_error:
        said.append(f"得分带 {number(round(book.confidence * 100, 10))}% 的计数误差区间")
    return "".join(f"；{each}" for each in said)


def few_clauses(rule: CountedRule, counted: str) -> Iterator[Clause]:
    """The tables of a rule that are about few events; a minimum can vary where it decides a score."""
    if (drawn := rule.shrinkage) is not None:
        yield Clause(SHRINKAGE, f"向{ALL}水平收缩：{METHODS[drawn.method]}，极大似然", drawn)
    if (small := rule.small_numbers) is not None:
        minimum = Number((SMALL, "minimum"), small.minimum)
        varied: Sequence[Varied] = [Varied(f"{SMALL}.minimum", f"{counted}至少多少件", [minimum])]
        told = f"{counted}不足 {number(small.minimum)} 件：{_BELOW[small.below].format(whole=ALL)}"
        yield Clause(SMALL, told, small, tuple(varied) if small.below == "pool" else ())
