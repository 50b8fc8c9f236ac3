"""How far ranks can be trusted, spelled out as tables: draws, intervals, stable groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.figures import EMPTY, fixed, interval, percent, plain
from reports.robustness.spelling import share
from reports.table import Table, label, number, text

if TYPE_CHECKING:
    import polars as pl

    from reports.robustness.study import Study

_NEAR = (0, 1, 3, 5, 10, 20, 30, 50)  # places within which firms are counted
_NAMED = 20
"""Names that one cell of a table can list."""


def draws_table(study: Study) -> Table:
    """How many draws succeeded, and why the others did not."""
    rows = tuple(
        (row["reason"] or "得出了完整的位次", plain(row["draws"]), percent(row["share"], 2))
        for row in study.draws.to_dicts()
    )
    return Table("抽取的结果", (text("结果"), number("次数"), number("占比")), rows)


def steadiness_table(study: Study) -> Table:
    """How many firms stay within so many places of their rank."""
    known = {row["within"]: row for row in study.steadiness.to_dicts()}
    last = max(known, default=0)
    shown = [places for places in _NEAR if places < last] + ([last] if known else [])
    rows = tuple(
        (
            "位次不变" if places == 0 else f"前后 {places} 位以内",
            plain(known[places]["firms"]),
            percent(known[places]["share"]),
        )
        for places in shown
    )
    return Table(
        f"位次的 {of_interval(study)}区间所在的范围",
        (text("范围"), number(f"{study.noun}（{study.measure}）"), number("占比")),
        rows,
    )


def interval_table(study: Study, title: str, frame: pl.DataFrame, *, followed: bool = False) -> Table:
    """Ranks and totals with their intervals; `followed` adds how surely a firm is above the others."""
    columns = (
        number("位次"),
        label(study.noun),
        label("位次区间"),
        number("中位位次", spare=2),
        number("总分"),
        label("总分区间"),
        *((number("高于下一位的概率", spare=1), number("高于/低于/未定", spare=1)) if followed else ()),
    )
    above = study.above_next if followed else {}
    against = study.against_others if followed else {}
    rows = tuple(
        (
            plain(row["rank"]),
            row["firm"],
            _span(row["rank_low"], row["rank_high"]),
            plain(row["rank_median"], 1),
            fixed(row["score"]),
            interval(row["score_low"], row["score_high"]),
            *((percent(above.get(row["firm_id"])), _against(against.get(row["firm_id"]))) if followed else ()),
        )
        for row in frame.to_dicts()
    )
    return Table(title, columns, rows)


def group_table(study: Study) -> Table:
    """The groups of firms whose order is stable; by name where a reader can take the names in."""
    names = study.groups.sort("group", "rank", "firm_id").group_by("group", maintain_order=True).agg("firm")
    named = dict(names.iter_rows())
    rows = tuple(
        (
            plain(row["group"]),
            plain(row["firms"]),
            _span(row["first"], row["last"]),
            "、".join(named[row["group"]]) if row["firms"] <= _NAMED else "（从略，名次见前表）",
        )
        for row in study.group_sizes
    )
    columns = (number("组"), number(f"{study.noun}（{study.measure}）"), label("位次"), text(study.noun))
    note = f"不同组的{study.noun}，前一组高于后一组的概率不低于 {share(study.settings.stable)}。"
    return Table("次序稳定的分组", columns, rows, (note,))


def of_interval(study: Study) -> str:
    """`90%`."""
    return share(study.settings.interval)


def _against(counts: tuple[int, int, int] | None) -> str:
    return " / ".join(plain(count) for count in counts) if counts else EMPTY


def _span(first: int, last: int) -> str:
    return plain(first) if first == last else interval(first, last, 0)
