"""How far the firm's rank and total can be trusted: its own intervals, and how many firms stand with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from reports.document import Heading, Paragraph, Text
from reports.figures import interval, plain
from reports.robustness.spelling import share, varied

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.document import Block
    from reports.firm.firm import Firm
    from reports.robustness import Study


@dataclass(frozen=True)
class Robustness:
    """What a firm may know of a study: its own rows, spelled settings, and a number of firms.

    Attributes:
        choices: the assumptions that were varied.
        draws: how many were made.
        within: the share of the draws that the intervals hold, spelled.
        stable: from which probability an order is stable, spelled.
        rank_low, rank_high, score_low, score_high: the firm's intervals.
        together: how many firms are in the firm's group, itself included.
    """

    choices: tuple[str, ...]
    draws: int
    within: str
    stable: str
    rank_low: int
    rank_high: int
    score_low: float
    score_high: float
    together: int


def own_robustness(study: Study, firm_id: str) -> Robustness | None:
    """A firm's own part of a study; None where the study has none of it."""
    own = study.ranked.filter(firm_id=firm_id).to_dicts()
    group = study.groups.filter(pl.col("firm_id") == firm_id)["firms"]
    if not own or group.is_empty():
        return None
    (row,) = own
    return Robustness(
        choices=tuple(one.name for one in varied(study.settings, study.rulebook) if one.cited),
        draws=study.settings.draws,
        within=share(study.settings.interval),
        stable=share(study.settings.stable),
        rank_low=row["rank_low"],
        rank_high=row["rank_high"],
        score_low=row["score_low"],
        score_high=row["score_high"],
        together=int(group[0]),
    )


def robustness_blocks(firm: Firm) -> Iterator[Block]:
    """The chapter 结果的稳健性; nothing where there is no study."""
    if (own := firm.robustness) is None:
        return
    ranks = f"第 {own.rank_low} 位" if own.rank_low == own.rank_high else f"第 {own.rank_low} 至第 {own.rank_high} 位"
    together = (
        f"本公司所在的组共 {plain(own.together)} 家公司，组内先后并不稳定"
        if own.together > 1
        else "本公司自成一组，与前后各组的次序稳定"
    )
    group = f"按“前后次序成立的概率不低于 {own.stable}”分组，{together}。"
    yield Heading(1, "结果的稳健性", "robustness")
    yield Paragraph(
        (
            Text(
                f"评价所作的选择有些本可以不同。把{'、'.join(own.choices)}一起随机变动，"
                f"重新计算 {plain(own.draws)} 次：{own.within} 的计算中，本公司的位次在 "
            ),
            Text(ranks, strong=True),
            Text("，总分在 "),
            Text(f"{interval(own.score_low, own.score_high)} 分", strong=True),
            Text(f"之间。{group}"),
        )
    )
