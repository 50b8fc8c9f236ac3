"""The figures on the first sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from reports.distribution import confidence_label
from scoring.frames import told_above

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.firm.cells import Kind
    from reports.firm.firm import Firm


@dataclass(frozen=True)
class Item:
    """A line of the overview."""

    name: str
    value: Any
    kind: Kind


def overview(firm: Firm) -> Iterator[Item]:
    """The figures on the first sheet."""
    words = firm.rulebook.words
    total, at = firm.nodes["total"], firm.quartiles["total"]
    yield Item(f"{words.noun}全称", firm.register["full_name"], "text")
    yield Item(words.key_meaning, firm.firm_id, "text")
    if firm.merged:
        yield Item(f"合并评价的{words.noun}", "、".join(firm.merged), "text")
    yield Item("总分", total["score"], "points")
    if firm.survey:
        yield Item(f"总分{confidence_label(firm.evaluation)}下限", total["low"], "points")
        yield Item(f"总分{confidence_label(firm.evaluation)}上限", total["high"], "points")
    for node, name in told_above(firm.rulebook).items():
        if node != "total":
            yield Item(name, firm.nodes[node]["score"], "points")
    yield Item("位次", total["rank"], "count")
    if firm.survey:
        yield Item("位次区间（高）", total["rank_low"], "count")
        yield Item("位次区间（低）", total["rank_high"], "count")
    yield Item(f"有总分的{words.noun}数", total["firms"], "count")
    yield Item(f"总分低于{words.own}的{words.noun}数", firm.places["total"]["above"], "count")
    for name, key in (
        ("最低", "min"),
        ("第一四分位", "q1"),
        ("中位数", "median"),
        ("第三四分位", "q3"),
        ("最高", "max"),
    ):
        yield Item(f"{words.whole}总分{name}", at[key], "points")


def distribution(firm: Firm) -> tuple[list[str], list[int], list[bool]]:
    """Bands of the total, firms in each, and which is the firm's."""
    rows = firm.evaluation.distribution.filter(pl.col("node") == "total")
    labels = rows["band"].to_list()
    return labels, rows["firms"].to_list(), [band == firm.places["total"]["band"] for band in labels]
