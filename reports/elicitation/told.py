"""What is told of elicited weights, and judgements that contradict each other in words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from reports.figures import fixed, plain

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from indicator_tree import Rulebook
    from reports.elicitation.layout import Method
    from scoring.elicitation import PanelTables

MEASURES = {"cr": "一致性比率 CR", "input": "输入一致性比率"}
"""What a ratio of consistency is called."""
_SHOWN = 3  # judgements of one expert at one node
_HIGHEST = 9


@dataclass(frozen=True)
class Elicited:
    """Weights that experts were asked for.

    Attributes:
        rulebook: whose weights.
        method: how the experts judged.
        combined: how their judgements became one, in Chinese.
        tables: what counts.
        read: what was read, with what was left out.
        experts: those who count, by number.
        dates: when they filled in their forms, as far as known, sorted.
        left_out: node and expert of judgements that were left out because they contradict each other.
        remarks: of the reader.
    """

    rulebook: Rulebook
    method: Method
    combined: str
    tables: PanelTables
    read: PanelTables
    experts: tuple[str, ...]
    dates: tuple[date, ...]
    left_out: tuple[tuple[str, str], ...] = field(default=())
    remarks: tuple[str, ...] = field(default=())

    @property
    def when(self) -> str:
        """`2018-05-02 至 2018-05-20`."""
        if not self.dates:
            return "未写填写日期"
        first, last = self.dates[0].isoformat(), self.dates[-1].isoformat()
        lacking = len(self.experts) - len(self.dates)
        return (first if first == last else f"{first} 至 {last}") + (f"（{lacking} 位未写日期）" if lacking > 0 else "")


def node_title(parent: str, names: Mapping[str, str]) -> str:
    """`1.2 资产安全`; `总分` for the whole tree."""
    return f"{parent} {names[parent]}" if parent else "总分"


def clash_lines(tables: PanelTables, parent: str, expert: str, names: Mapping[str, str]) -> list[str]:
    """The consistency of an expert at a node, and the judgements that deviate most with what was probably meant."""
    (row,) = tables.consistency.filter(parent=parent, expert=expert).iter_rows(named=True)
    head = (
        f"  {expert}，{node_title(parent, names)}：{MEASURES[row['measure']]} {fixed(row['ratio'], 3)}，"
        f"可以接受的至多 {plain(row['limit'])}；与其余判断最不相合的："
    )
    worst = tables.clashes.filter(pl.col("parent") == parent, pl.col("expert") == expert, pl.col("place") <= _SHOWN)
    return [head, *(f"    {clash_text(each)}" for each in worst.iter_rows(named=True))]


def clash_text(row: Mapping[str, float | str]) -> str:
    """`1.1 比 1.2 填 7，按其余判断约为 1.8，是否指 2？`."""
    given, implied = float(row["given"]), float(row["implied"])
    near = scale_text(implied)
    meant = f"，是否指 {near}？" if near != scale_text(given) else ""
    return f"{row['first']} 比 {row['second']} 填 {scale_text(given)}，按其余判断约为 {plain(implied, 2)}{meant}"


def scale_text(value: float) -> str:
    """The nearest value on the scale from 1/9 to 9: `3`, `1/3`."""
    times = min(max(round(value if value >= 1 else 1 / value), 1), _HIGHEST)
    return str(times) if value >= 1 or times == 1 else f"1/{times}"
