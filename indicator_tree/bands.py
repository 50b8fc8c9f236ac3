"""Score bands: the intervals in which a distribution counts firms."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal, Self

from pydantic import Field, model_validator

from indicator_tree.parameters import Cited, Strict


class Band(Strict):
    """One interval of scores, in points: closed on the left, and on the right too if `closed` is `both`."""

    label: str = Field(min_length=1)
    low: float = Field(ge=0)
    high: float
    closed: Literal["left", "both"] = "left"


class BandSet(Cited):
    """Bands from the best to the worst; together they cover the scale without gap or overlap."""

    band: tuple[Band, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _contiguous(self) -> Self:
        problems = []
        for upper, lower in pairwise(self.band):
            touches = lower.high == upper.low
            if not touches or lower.closed == "both":
                what = "重叠" if lower.high > upper.low or lower.closed == "both" else "之间有空隙"
                problems.append(f"分段 {upper.label} 与 {lower.label} {what}：下一段应为 [.., {upper.low:g})")
        for band in self.band:
            if band.low > band.high or (band.low == band.high and band.closed != "both"):
                problems.append(f"分段 {band.label} 是空的：low（{band.low:g}）应小于 high（{band.high:g}）")
        labels = [band.label for band in self.band]
        if twice := sorted({label for label in labels if labels.count(label) > 1}):
            problems.append(f"分段的名称重复：{'、'.join(twice)}")
        if self.band[0].closed != "both":
            problems.append(f'最高分段 {self.band[0].label} 应含上限（closed = "both"）')
        if self.band[-1].low != 0:
            problems.append(f"最低分段 {self.band[-1].label} 应从 0 开始")
        if problems:
            raise ValueError("；".join(problems))
        return self

    def holding(self, score: float) -> Band:
        """The band that a score, from 0 on, lies in."""
        return next(band for band in self.band if score >= band.low)

    @property
    def edges(self) -> tuple[float, ...]:
        """Lower edges from the best band to the worst, in points."""
        return tuple(band.low for band in self.band)

    @property
    def labels(self) -> tuple[str, ...]:
        """Names of the bands from the best to the worst."""
        return tuple(band.label for band in self.band)
