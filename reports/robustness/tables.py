"""The tables of a study, spelled out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicator_tree.parameters import BASIS_LABELS
from reports.figures import EMPTY, fixed, interval, percent, plain, signed
from reports.robustness.spelling import ASSUMPTION_NAMES, assumption_name, node_name, share, varied
from reports.table import Table, label, number, text

if TYPE_CHECKING:
    import polars as pl

    from indicator_tree.parameters import Basis
    from reports.robustness.study import Row, Study

_SHIFT = 2  # decimals of mean shifts of ranks
_POINTS = 3  # decimals of changes of means, many of which are small
_NEAR = (0, 1, 3, 5, 10, 20, 30, 50)  # places within which firms are counted


_NAMED = 20
"""Names that one cell of a table can list."""


def varied_table(study: Study) -> Table:
    """What was varied, how far, and how that is known."""
    found = varied(study.settings, study.rulebook)
    rows = tuple((one.name, one.how, one.bases, one.references) for one in found)
    return Table("变动的假定", (label("假定"), text("变动方式"), label("依据"), text("出处")), rows, study.notes)


def draws_table(study: Study) -> Table:
    """How many draws succeeded, and why the others did not."""
    rows = tuple(
        (row["reason"] or f"全部{study.noun}都有总分", plain(row["draws"]), percent(row["share"], 2))
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


def sensitivity_table(study: Study) -> Table:
    """Sobol indices, the greatest total first."""
    rows = tuple(
        (
            assumption_name(row["assumption"]),
            fixed(row["first"]),
            interval(row["first_low"], row["first_high"]),
            fixed(row["total"]),
            interval(row["total_low"], row["total_high"]),
        )
        for row in study.influences
    )
    columns = (label("假定"), number("一阶指数"), label("区间"), number("总指数"), label("区间"))
    return Table("各假定对平均位次变动的影响（Sobol 指数）", columns, rows)


def excluded_table(study: Study) -> Table:
    """What could not be used for the Sobol indices, and why."""
    rows = tuple(
        (
            assumption_name(row["assumption"]),
            node_name(study.rulebook, row["variant"]) if row["variant"] else EMPTY,
            f"{plain(row['realisations'])} / {plain(row['of'])}",
            row["reason"],
        )
        for row in study.excluded.to_dicts()
    )
    columns = (label("假定"), text("取值"), number("不能用的 / 全部"), text("原因"))
    return Table("敏感性分析未能采用的取值", columns, rows)


def parameter_table(study: Study, title: str, frame: pl.DataFrame) -> Table:
    """Parameters with their values, and what low and high values would change."""
    rows = tuple(
        (
            parameter_name(study, row),
            BASIS_LABELS[_basis(row)],
            plain(row["value"]),
            interval(row["low"], row["high"]) if row["low"] != row["high"] else plain(row["low"]),
            _both(row["mean_low"], row["mean_high"], _POINTS),
            _both(row["shift_low"], row["shift_high"], _SHIFT, unsigned=True),
            f"{plain(row['moved_low'])} / {plain(row['moved_high'])}",
        )
        for row in frame.to_dicts()
    )
    columns = (
        text("参数"),
        label("依据"),
        number("取值"),
        label("浮动范围"),
        number("总分均值变化（低/高，分）"),
        number("平均位次变动（低/高，位）"),
        number(f"位次变动的{study.noun}（低/高，{study.measure}）", spare=1),
    )
    return Table(title, columns, rows)


def one_at_a_time_table(study: Study, assumption: str) -> Table:
    """What one other choice alone would have changed, of one assumption."""
    rows = tuple(_alone(study, row) for row in study.one_at_a_time.filter(assumption=assumption).to_dicts())
    columns = (
        text("替换为"),
        number("总分均值变化（分）"),
        number("平均位次变动（位）"),
        number("最大位次变动（位）"),
        number(f"位次变动的{study.noun}（{study.measure}）"),
    )
    return Table(f"{ASSUMPTION_NAMES.get(assumption, assumption)}：逐项替换的影响", columns, rows)


def _alone(study: Study, row: Row) -> tuple[str, ...]:
    name = node_name(study.rulebook, row["variant"])
    if row["failed"]:
        return f"{name}（不能计算：{row['reason']}）", *(EMPTY,) * 4
    return (
        name,
        signed(row["mean_change"]),
        fixed(row["mean_shift"], _SHIFT),
        plain(row["largest_shift"]),
        plain(row["moved"]),
    )


def parameter_name(study: Study, row: Row) -> str:
    """`2.1.1 投诉办结：满分天数`."""
    return f"{node_name(study.rulebook, row['node'])}：{row['label'] or row['parameter']}"


def of_interval(study: Study) -> str:
    """`90%`."""
    return share(study.settings.interval)


def _against(counts: tuple[int, int, int] | None) -> str:
    return " / ".join(plain(count) for count in counts) if counts else EMPTY


def _span(first: int, last: int) -> str:
    return plain(first) if first == last else interval(first, last, 0)


def _both(low: float | None, high: float | None, decimals: int, *, unsigned: bool = False) -> str:
    spell = fixed if unsigned else signed
    return f"{spell(low, decimals)} / {spell(high, decimals)}"


def _basis(row: Row) -> Basis:
    basis: Basis = row["basis"]
    return basis
