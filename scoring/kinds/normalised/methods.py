"""What figures are worth among those that they are compared with, by every method, and how it comes about.

The formulas are those of OECD/JRC, Handbook on Constructing Composite Indicators, 2008, step 5 (normalisation), with
the scale of the rulebook instead of 0 to 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scoring.division import cut
from scoring.kinds.normalised.formulas import average_ranks, min_max, percentile_rank, unified, z_score

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scoring.kinds.facts import Values, Where
    from scoring.kinds.normalised.refusing import Refusal


@dataclass(frozen=True)
class Worth:
    """What some of the figures are worth.

    Attributes:
        points: of all figures.
        where: which of them it is said of.
        cause: how the points come about.
    """

    points: Values
    where: Where
    cause: str


@dataclass(frozen=True)
class Compared:
    """Figures that are compared with each other.

    Attributes:
        figures: none NaN.
        spelled: a figure in words.
        refusal: refuses what cannot be compared; knows rule and scale.
        group: whose they are; empty for all.
    """

    figures: Values
    spelled: Callable[[float], str]
    refusal: Refusal
    group: str = ""

    def worth(self) -> Iterator[Worth]:
        """What every figure is worth, by the rule's method.

        Raises:
            NormalisationError: the figures cannot be told apart, or not be computed with.
        """
        match self.refusal.rule.normalisation.method:
            case "min_max":
                yield self._of_all(*self._min_max())
            case "z_score":
                yield self._of_all(*self._z_score())
            case "rank":
                yield self._of_all(*self._rank())
            case "raw_rank":
                yield self._of_all(*self._raw_rank())
            case "bands":
                yield from self._bands()

    def _of_all(self, points: Values, cause: str) -> Worth:
        return Worth(points, np.ones(len(self.figures), dtype=np.bool_), cause)

    def _min_max(self) -> tuple[Values, str]:
        """(x - low) / (high - low) of the scale; seen from the other end where lower is better."""
        given = self.refusal.rule.normalisation
        low = float(self.figures.min()) if given.low is None else given.low
        high = float(self.figures.max()) if given.high is None else given.high
        if given.low is None and given.high is None:
            self._require_two_values()
        elif not low < high:
            raise self.refusal.error(f"下端 {self.spelled(low)} 不低于上端 {self.spelled(high)}")
        worst, best = (low, high) if self._higher else (-high, -low)
        ends = [
            ("规则" if end is not None else "数据", number) for end, number in ((given.low, low), (given.high, high))
        ]
        told = "至 ".join(f"{self.spelled(number)}（{by}）" for by, number in (ends if self._higher else ends[::-1]))
        return self._of_scale(min_max(self._upward, worst, best)), f"由 {told}得 {self._ends}"

    def _z_score(self) -> tuple[Values, str]:
        """(x - mean) / sd; `centre` points for 0, `spread` points for 1."""
        self._require_two_values()
        given = self.refusal.rule.normalisation
        centre, spread = given.centre or 0.0, given.spread or 0.0
        with np.errstate(over="ignore"):
            ddof = 1 if given.divisor == "n-1" else 0
            mean, sd = float(np.mean(self.figures)), float(np.std(self.figures, ddof=ddof))
        if not 0 < sd < np.inf:
            raise self.refusal.error(f"标准差 {sd:g} 超出可计算的范围")
        per_sd = f"{'高' if self._higher else '低'} 1 个标准差（{self.spelled(sd)}）多 {spread:g} 分"
        return centre + spread * z_score(self._upward, ddof), f"平均 {self.spelled(mean)} 得 {centre:g} 分，{per_sd}"

    def _rank(self) -> tuple[Values, str]:
        """(rank - 1) / (n - 1) of the scale; rank 1 is the worst, tied units share the mean of their ranks."""
        self._require_two_values()
        return self._of_scale(percentile_rank(self._upward)), f"{self._in_order}，得 {self._ends}，并列取平均"

    def _raw_rank(self) -> tuple[Values, str]:
        """The rank; 1 is the worst, tied units share the mean of their ranks."""
        full = self.refusal.book.scale.full_marks
        if len(self.figures) > full:
            raise self.refusal.error(f"{self.refusal.counted(len(self.figures))}的名次超过满分 {full:g}")
        return average_ranks(self._upward), f"{self._in_order}，第几名得几分，并列取平均"

    def _bands(self) -> Iterator[Worth]:
        """The points of the band that a figure falls into (`scoring.division`)."""
        bands = self.refusal.rule.normalisation.bands
        assert bands is not None
        division = bands if self._higher else bands.mirrored()
        upward = unified(np.concatenate([self._upward, division.edges]))[: len(self.figures)]
        found = cut(upward, division, self.refusal.node, self.group, noun="数值")
        if found.reason:
            raise self.refusal.error(f"{self._among}{found.reason}")
        place = (upward[:, None] < found.edges[None, :]).sum(axis=1)
        edges = [edge if self._higher else -edge for edge in found.edges.tolist()]
        side = "不低于" if self._higher else "不高于"
        for at, (label, worth) in enumerate(zip(bands.labels, bands.worth, strict=True)):
            tied = f"，界线上相同的 {found.tied[at]} 个" if at < len(edges) and found.tied[at] else ""
            since = f"（{side} {self.spelled(edges[at])}{tied}）" if at < len(edges) else ""
            points = np.full(len(upward), worth)
            yield Worth(points, place == at, f"属“{label}”一段{since}，得 {worth:g} 分")

    @property
    def _higher(self) -> bool:
        return self.refusal.rule.direction == "higher_is_better"

    @property
    def _upward(self) -> Values:
        """The figures, negated where lower is better."""
        return self.figures if self._higher else -self.figures

    @property
    def _among(self) -> str:
        return f"{self.group}的 " if self.group else ""

    @property
    def _in_order(self) -> str:
        return f"{self.refusal.counted(len(self.figures))}{'从低到高' if self._higher else '从高到低'}排列"

    @property
    def _ends(self) -> str:
        scale = self.refusal.book.scale
        return f"{scale.floor:g} 至 {scale.full_marks:g} 分"

    def _of_scale(self, share: Values) -> Values:
        scale = self.refusal.book.scale
        return np.asarray(scale.floor + (scale.full_marks - scale.floor) * share)

    def _require_two_values(self) -> None:
        self.refusal.constant(self.figures, self.spelled(float(self.figures.min())), self._among)
