"""The figures and tables of the monthly report, made as its templates ask for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from indicator_tree.parameters import BASIS_LABELS
from reports import charts
from reports.document.asking import Asked
from reports.figures import EMPTY, percent, percent_change, plain
from reports.operations.spelling import Scale, days, name_of, scale, short_day
from reports.table import Table, label, number, text
from scoring.effects import EFFICIENCY

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from markupsafe import Markup

    from reports.operations.firm_month import FirmMonth, Row

_PEERS = ("mean", "q1", "median", "q3", "best")


class MonthlyParts(Asked):
    """Figures and tables of one firm's month."""

    def __init__(self, own: FirmMonth) -> None:
        super().__init__()
        self._own = own
        self._catalogue = own.catalogue

    def name(self, row: Row) -> str:
        """The indicator of a row, with its system."""
        return name_of(self._catalogue, row["indicator"], row["system"])

    @staticmethod
    def days(row: Row) -> str:
        """The days of grouped alerts."""
        return days(row["first"], row["last"], row["days"])

    def efficiency(self, value: float | None) -> str:
        """The time that ten thousand records take, spelled: `7.0040秒`."""
        return scale(self._catalogue, EFFICIENCY, ()).with_unit(value).removesuffix("/万条")

    def overview(self, key: str, caption: str) -> Markup:
        """Readings and alerts by class."""
        names = {"": "合计"} | {code: self._catalogue.indicator[code].name for code in self._catalogue.children[None]}
        responses = sorted(self._catalogue.response, key=lambda one: one.level)
        rows = []
        for node in (*self._catalogue.children[None], ""):
            due = self._own.completeness[node]
            found = (plain(self._own.tally[node, one.level]["alerts"]) for one in responses)
            counts = (plain(due[name]) for name in ("indicators", "due", "received"))
            rows.append((names[node], *counts, percent(due["share"], 2), *found))
        columns = (text("大类"), number("指标"), number("应报"), number("收到"), number("完整率"))
        alerts = tuple(number(f"{one.name}级") for one in responses)
        return self._exhibit(key, Table(caption, (*columns, *alerts), tuple(rows), ("应报与收到以读数的个数计。",)))

    def alerts(self, key: str, caption: str, rows: Sequence[Row]) -> Markup:
        """Grouped alerts of a level."""
        columns = (text("指标"), label("日期"), number("读数"), number("限值"), text("原因"), label("依据"))
        return self._exhibit(key, Table(caption, columns, tuple(self._alert(row) for row in rows)))

    def _alert(self, row: Row) -> tuple[str, ...]:
        values, limits = (row["value_low"], row["value_high"]), (row["limit_low"], row["limit_high"])
        other = self._compared(row)
        same = () if other else limits
        told = scale(self._catalogue, row["indicator"], (*values, *same))
        limit = scale(self._catalogue, other, limits) if other else told
        return (
            f"{row['indicator']} {self.name(row)}",
            self.days(row),
            told.range(*values, unit=True),
            EMPTY if limit.style == "state" else limit.range(*limits, unit=True),
            row["cause"],
            _basis(row["basis"]),
        )

    def _compared(self, row: Row) -> str | None:
        """The other indicator of a relation that does not hold: its reading is the limit, in its own unit."""
        if row["kind"] != "relation":
            return None
        found = (one for one in self._catalogue.relation if row["parameter"] == f"relation.{one.id}")
        return next((one.left if one.right == row["indicator"] else one.right for one in found), None)

    def parameters(self, key: str, caption: str) -> Markup:
        """The parameters that the month's alerts rest on."""
        found: dict[str, tuple[str, ...]] = {}
        for row in self._own.grouped:
            found.setdefault(row["parameter"], (row["parameter"], _basis(row["basis"]), row["reference"]))
        columns = (text("参数"), label("依据"), text("出处"))
        return self._exhibit(key, Table(caption, columns, tuple(found[name] for name in sorted(found))))

    def values(self, key: str, caption: str, rows: Sequence[Row]) -> Markup:
        """Values of a class beside the month before and the peers."""
        columns = (
            text("指标"),
            label("单位"),
            number("本月"),
            number("上月"),
            number("环比"),
            number("均值"),
            number("四分位区间"),
            number("最优"),
        )
        notes = ("均值、四分位区间与最优为同业水平。",)
        return self._exhibit(key, Table(caption, columns, tuple(self._value(row) for row in rows), notes))

    def _value(self, row: Row) -> tuple[str, ...]:
        told = self._scale(row)
        return (
            f"{row['indicator']} {self.name(row)}",
            told.unit or EMPTY,
            told.spell(row["value"]),
            told.spell(row["previous"]),
            told.change(row["points"], row["relative"]),
            told.spell(row["mean"]),
            told.range(row["q1"], row["q3"]),
            told.spell(row["best"]),
        )

    def _scale(self, row: Row) -> Scale:
        return scale(self._catalogue, row["indicator"], [row[name] for name in ("value", "previous", *_PEERS)])

    def told(self, one: Row) -> str:
        """A sentence on an indicator that is charted, without its end."""
        row = self._row(one)
        told = self._scale(row)
        before = f"，上月{told.with_unit(row['previous'])}" if row["previous"] is not None else ""
        change = f"（环比{told.change(row['points'], row['relative'])}）" if row["points"] is not None else ""
        peers = f"；同业中位数{told.with_unit(row['median'])}" if row["median"] is not None else ""
        return f"{self.name(one)}本月为{told.with_unit(row['value'])}{before}{change}{peers}"

    def has_course(self, one: Row) -> bool:
        """Whether an indicator has a value in more than one of the last thirteen months."""
        return self._own.course_of(one["indicator"], one["system"])["value"].count() > 1

    def course_key(self, one: Row) -> str:
        """The key of the chart of an indicator."""
        return f"fig-course-{self._own.charted.index(one)}"

    def course(self, one: Row) -> Markup:
        """The last thirteen months of an indicator."""
        frame = self._own.course_of(one["indicator"], one["system"])
        numbers = ("value", "median", "q1", "q3")
        told = scale(self._catalogue, one["indicator"], [value for name in numbers for value in frame[name]])
        scaled = frame.select("month", pl.col(numbers) / told.factor).rename({"q1": "low", "q3": "high"})
        drawn = charts.trend(scaled, told.unit, told.spell_scaled)
        return self._figure(self.course_key(one), f"{self.name(one)}：近{frame.height}个月", drawn)

    def has_causes(self, node: str) -> bool:
        """Whether somebody wrote a cause in a class."""
        return not self._causes(node).is_empty()

    def causes(self, key: str, caption: str, node: str) -> Markup:
        """What was written of abnormal states and counts."""
        rows = tuple(
            (short_day(row["date"]), f"{row['indicator']} {self.name(row)}", row["text"])
            for row in self._causes(node).to_dicts()
        )
        return self._exhibit(key, Table(caption, (label("日期"), text("指标"), text("说明")), rows))

    def _causes(self, node: str) -> pl.DataFrame:
        leaves = self._catalogue.leaves_under(node)
        told = pl.col("text").is_not_null() & (pl.col("text") != "")
        abnormal = pl.col("value").is_null() | (pl.col("value") != 0)
        return self._own.readings.filter(pl.col("indicator").is_in(leaves), told, abnormal).sort(
            "date", "indicator", "system"
        )

    def clearing_table(self, key: str, caption: str) -> Markup:
        """Efficiency and flagged days, system by system."""
        told = scale(self._catalogue, EFFICIENCY, ())
        rows = tuple(
            (
                row["system"],
                plain(row["days"]),
                plain(row["records"], 0),
                plain(row["seconds"], 0),
                told.spell(row["efficiency"]),
                told.spell(row["previous"]),
                percent_change(row["relative"]),
                plain(row["outside"]),
            )
            for row in self._own.systems
        )
        columns = (
            text("系统"),
            number("天数"),
            number("记录数（条）"),
            number("时长（秒）"),
            number(f"效率（{told.unit}）"),
            number("上月"),
            number("环比"),
            number("偏离天数"),
        )
        return self._exhibit(key, Table(caption, columns, rows, ("记录数与时长为各日之和，效率为两者之比。",)))

    def clearing(self, key: str, caption: str, system: str) -> Markup:
        """Time against volume."""
        days = self._own.clearing_days.filter(pl.col("system") == system)
        return self._figure(key, caption, charts.clearing(days))

    def missing(self, key: str, caption: str) -> Markup:
        """What is missing, by owner."""
        rows = tuple(
            (
                row["owner"],
                f"{row['indicator']} {self.name(row)}",
                plain(row["due"]),
                plain(row["missing"]),
                days(row["first"], row["last"], row["missing"]) if row["first"] else EMPTY,
            )
            for row in self._own.owners
        )
        columns = (text("责任岗位"), text("指标"), number("应报"), number("缺"), text("缺报日期"))
        return self._exhibit(key, Table(caption, columns, rows))

    def _row(self, one: Row) -> Row:
        same = (pl.col("indicator") == one["indicator"]) & (pl.col("system") == one["system"])
        row: dict[str, Any] = self._own.values.row(by_predicate=same, named=True)
        return row


def _basis(basis: str) -> str:
    return dict[str, str](BASIS_LABELS.items()).get(basis, basis)
