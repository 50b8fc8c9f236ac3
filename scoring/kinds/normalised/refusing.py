"""Why figures cannot be made comparable, in an error that names the indicator, the columns and the method."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scoring.errors import NormalisationError
from scoring.kinds.normalised.formulas import constant
from scoring.kinds.normalised.words import METHODS

if TYPE_CHECKING:
    import polars as pl

    from indicator_tree import Rulebook
    from indicator_tree.rules import NormalisedRule
    from scoring.kinds.facts import Values, Where

_SHOWN = 5


@dataclass(frozen=True)
class Refusal:
    """Refuses what cannot be compared.

    Attributes:
        node, rule, book: what is scored.
        firms: the units, in the order of all arrays.
    """

    node: str
    rule: NormalisedRule
    book: Rulebook
    firms: pl.Series

    @property
    def label(self) -> str:
        """What the figure is called."""
        return self.rule.label or self.book.indicator[self.node].name

    def title(self, column: str) -> str:
        """What a column of the source is called."""
        return self.book.column_title(self.rule.source, column)

    def spelled(self, figure: float) -> str:
        """A figure in the rule's unit."""
        unit = self.rule.unit
        return f"{figure * 100:.4g}%" if unit == "%" else f"{figure:.6g}{f' {unit}' if unit else ''}"

    def counted(self, units: int) -> str:
        """So many units, as the rulebook calls them."""
        return f"{units} {self.book.words.measure}{self.book.words.noun}"

    def names(self, where: Where) -> str:
        """The first of some units, and how many they are."""
        named = self.firms.gather(np.flatnonzero(where))
        more = f" 等 {len(named)} {self.book.words.measure}" if len(named) > _SHOWN else ""
        return "、".join(named.head(_SHOWN)) + more

    def error(self, reason: str, column: str | None = None) -> NormalisationError:
        """The error that says why; of the rule's figure unless a column is named."""
        rule = self.rule
        both = self.title(rule.value) + ("" if rule.per is None else f" / {self.title(rule.per)}")
        named = f"{self.node} {self.book.indicator[self.node].name}"
        shown = both if column is None else self.title(column)
        return NormalisationError(named, shown, METHODS[rule.normalisation.method], reason)

    def unless(self, holds: Where, column: str, told: str) -> None:
        """Refuse the units where something does not hold; `told` names them.

        Raises:
            NormalisationError: there are some.
        """
        if not holds.all():
            raise self.error(told.format(self.names(~holds)), column)

    def constant(self, known: Values, spelled: str, among: str) -> None:
        """Refuse figures of which all are the same, or that lie too far apart to be computed with.

        Args:
            known: the figures, none NaN.
            spelled: the first of them in words.
            among: whose they are, such as `大型的 `; empty for all.

        Raises:
            NormalisationError: they are.
        """
        low, high = float(known.min()), float(known.max())
        if constant(known):
            raise self.error(f"{among}{self.counted(len(known))}的值都是 {spelled}，分不出高低")
        if not np.isfinite(high - low):
            raise self.error(f"{among}最小值 {low:g} 与最大值 {high:g} 相差太大，超出可计算的范围")
