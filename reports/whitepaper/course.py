"""The course over years in the white paper: a sentence, a chart, a table; without names of firms."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from reports.charts.course import course
from reports.document.asking import Asked
from reports.figures import fixed
from reports.letters_tables import letters_by_period
from reports.trend_tables import means_table

if TYPE_CHECKING:
    from markupsafe import Markup

    from scoring.trend import Trend


class CourseParts(Asked):
    """What the templates may ask of a course."""

    def __init__(self, trend: Trend) -> None:
        super().__init__()
        self._trend = trend
        self.first, self.last = trend.periods[0], trend.periods[-1]
        self.changed = trend.changed
        self.common = len(trend.common)
        self.came, self.went, self.merged = (
            trend.firms.filter(kind=kind).height for kind in ("came", "went", "merged")
        )

    @property
    def totals(self) -> str:
        """`80.10分、82.33分、83.00分`: the mean totals of all periods."""
        return "、".join(f"{fixed(value)}分" for value in self._of("total", "mean"))

    @property
    def likes(self) -> str:
        """The mean totals without bonus and rules on them, like for like."""
        return "、".join(f"{fixed(value)}分" for value in self._of(self._trend.whole, "like"))

    @property
    def change(self) -> str:
        """`上升0.67分`: the last mean total against the one before."""
        *_, before, now = self._of("total", "mean")
        if before is None or now is None:
            return "不能与上一期相比"
        if fixed(before) == fixed(now):
            return "与上一期持平"
        return f"比上一期{'上升' if now > before else '下降'}{fixed(abs(now - before))}分"

    @property
    def letters(self) -> list[str]:
        """`总分的等级：2022年度 A 1 家、B 2 家、C 1 家；2023年度 …`: a line per node that has letters."""
        return letters_by_period(self._trend)

    def chart(self, key: str, caption: str) -> Markup:
        """Mean totals, and like for like beside them where the tree or weights changed."""
        rows = zip(self._trend.periods, self._of("total", "mean"), self._of(self._trend.whole, "like"), strict=True)
        frame = pl.DataFrame(list(rows), {"period": pl.String, "value": pl.Float64, "other": pl.Float64}, orient="row")
        return self._figure(key, caption, course(frame, own="总分均分", other="可比均分" if self.changed else ""))

    def table(self, key: str, caption: str) -> Markup:
        """Means of the whole and of level 1 by period."""
        trend = self._trend
        top = (*dict.fromkeys(("total", trend.whole)), *trend.latest.children[None])
        return self._exhibit(key, replace(means_table(trend, top), title=caption))

    def _of(self, node: str, column: str) -> list[float | None]:
        by = dict(self._trend.means.filter(node=node).select("run", column).iter_rows())
        return [by.get(run) for run in range(1, len(self._trend.periods) + 1)]
