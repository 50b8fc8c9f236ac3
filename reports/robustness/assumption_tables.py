"""What was assumed and how much every choice matters, spelled out as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicator_tree.parameters import BASIS_LABELS
from reports.figures import EMPTY, fixed, interval, plain, signed
from reports.robustness.spelling import ASSUMPTION_NAMES, assumption_name, node_name, varied
from reports.table import Table, label, number, text

if TYPE_CHECKING:
    import polars as pl

    from indicator_tree.parameters import Basis
    from reports.robustness.study import Row, Study

_SHIFT = 2  # decimals of mean shifts of ranks
_POINTS = 3  # decimals of changes of means, many of which are small


def varied_table(study: Study) -> Table:
    """What was varied, how far, and how that is known."""
    found = varied(study.settings, study.rulebook)
    rows = tuple((one.name, one.how, one.bases, one.references) for one in found)
    return Table("变动的假定", (label("假定"), text("变动方式"), label("依据"), text("出处")), rows, study.notes)


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


def parameter_name(study: Study, row: Row) -> str:
    """`2.1.1 投诉办结：满分天数`."""
    return f"{node_name(study.rulebook, row['node'])}：{row['label'] or row['parameter']}"


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


def _both(low: float | None, high: float | None, decimals: int, *, unsigned: bool = False) -> str:
    spell = fixed if unsigned else signed
    return f"{spell(low, decimals)} / {spell(high, decimals)}"


def _basis(row: Row) -> Basis:
    basis: Basis = row["basis"]
    return basis
