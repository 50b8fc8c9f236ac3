"""Previous evaluations in the order of their periods, and which of them cannot be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import polars as pl

from indicator_tree.periods import title_of
from scoring.errors import PreviousRunError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indicator_tree import Rulebook
    from indicator_tree.scope import Period
    from scoring.evaluation import Evaluation


@dataclass(frozen=True)
class Earlier:
    """A previous evaluation.

    Attributes:
        name: how messages call it, such as the folder of its run.
        evaluation: its scores and all they follow from.
        manifest: the fingerprint of its manifest.
    """

    name: str
    evaluation: Evaluation
    manifest: str = ""

    @property
    def period(self) -> Period:
        """Its period."""
        return self.evaluation.rulebook.period

    @property
    def title(self) -> str:
        """How tables call it."""
        return title_of(self.period.start, self.period.end)

    @property
    def corrections(self) -> int:
        """How many decisions corrected its records."""
        return self.evaluation.corrections["decision"].n_unique()


def in_order(given: Sequence[Earlier], rulebook: Rulebook) -> tuple[Earlier, ...]:
    """The evaluations, the latest first.

    Raises:
        PreviousRunError: two are of the same days, one is not over before the rulebook's period begins.
    """
    latest_first = sorted(given, key=lambda one: one.period.end, reverse=True)
    start = rulebook.period.start
    for one in latest_first:
        if one.period.end >= start:
            raise PreviousRunError(
                f"{one.name} 的评价期（{one.period.start} 至 {one.period.end}）不在本次的评价期（{start} 起）之前，"
                "不能作上一次的运行",
                "--previous 请写此前各期的运行",
            )
    for later, earlier in pairwise(latest_first):
        if earlier.period.end >= later.period.start:
            corrected = [f"{one.name} 经 {one.corrections} 项更正" for one in (later, earlier) if one.corrections]
            hint = f"（{'；'.join(corrected)}）" if corrected else ""
            raise PreviousRunError(
                f"{later.name} 与 {earlier.name} 的评价期相同或重叠{hint}",
                "每一期只给一个运行，即最后定下的那一个（--previous）",
            )
    return tuple(latest_first)


def gaps(ordered: Sequence[Earlier], rulebook: Rulebook) -> list[str]:
    """Per evaluation, a remark where days lie between its period and the next; "" where none do."""
    starts = [rulebook.period.start, *(one.period.start for one in ordered)]
    return [
        ""
        if one.period.end + timedelta(days=1) == start
        else f"评价期止于 {one.period.end}，其后一期起于 {start}，不相接"
        for one, start in zip(ordered, starts, strict=False)
    ]


def evaluated(evaluation: Evaluation) -> pl.DataFrame:
    """The register's rows of the firms that were evaluated, by firm_id."""
    return evaluation.firms.filter(pl.col("status") == "evaluated").sort("firm_id")
