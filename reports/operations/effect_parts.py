"""The figures and tables of the evaluation of the effect, made as its templates ask for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from reports import charts
from reports.document.asking import Asked
from reports.figures import EMPTY, percent_change, plain
from reports.operations.effect_view import verdict
from reports.operations.spelling import month_name, name_of, scale
from reports.table import Table, label, number, text
from scoring.effects import EFFICIENCY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from reports.operations.effect_view import Effect, Row
    from reports.table import Column

_DECIMALS = 2  # of changes, as the pilot's evaluation prints them


class EffectParts(Asked):
    """Figures and tables of the effect over all firms."""

    def __init__(self, effect: Effect) -> None:
        super().__init__()
        self._effect = effect
        self._catalogue = effect.catalogue

    def name(self, row: Row) -> str:
        """The indicator of a row, with its system."""
        return name_of(self._catalogue, row["indicator"], row["system"])

    def told(self, row: Row, name: str) -> str:
        """A value of a row with its unit."""
        return scale(self._catalogue, row["indicator"], (row["first"], row["last"])).with_unit(row[name])

    def firm(self, row: Row) -> str:
        """The firm of a row, or how one is spoken of that is not named."""
        return self._effect.names.get(row["firm_id"], "最优公司")

    def tally(self, key: str, caption: str) -> Markup:
        """How many indicators improved, class by class and group by group."""
        names = self._catalogue.indicator
        nodes = [code for code in self._catalogue.nodes if code in self._effect.tally and code in names]
        rows = [
            (code, names[code].name, *self._counts(self._effect.tally[code]))
            for code in nodes
            if code in self._catalogue.children
        ]
        if "" in self._effect.tally:
            rows.append(("", "合计", *self._counts(self._effect.tally[""])))
        columns = (label("代码"), text("类别"), number("可比指标（项）"), number("改善（项）"))
        return self._exhibit(key, Table(caption, columns, tuple(rows)))

    @staticmethod
    def _counts(row: Row) -> tuple[str, str]:
        return plain(row["indicators"]), plain(row["improved"])

    def courses(self, key: str, caption: str, rows: Sequence[Row]) -> Markup:
        """First month, last month, overall mean and change."""
        cells = []
        for row in rows:
            told = scale(self._catalogue, row["indicator"], [row[name] for name in ("first", "last", "overall")])
            cells.append(
                (
                    f"{row['indicator']} {self.name(row)}",
                    told.unit or EMPTY,
                    *(told.spell(row[name]) for name in ("first", "last", "overall")),
                    percent_change(row["change"], _DECIMALS),
                    verdict(row) or EMPTY,
                )
            )
        columns = (
            text("指标"),
            label("单位"),
            number("首月均值"),
            number("末月均值"),
            number("报送期均值"),
            number("变化"),
            label("评价"),
        )
        return self._exhibit(key, Table(caption, columns, tuple(cells)))

    def changes(self, key: str, caption: str, rows: Sequence[Row]) -> Markup:
        """Changes of the industry as bars."""
        shown = [
            {"name": self.name(row), "change": row["change"], "improved": row["improved"] if row["change"] else None}
            for row in rows
        ]
        return self._figure(key, caption, charts.changes(pl.DataFrame(shown, schema=_CHANGES)))

    def trends(self, key: str, caption: str, rows: Sequence[Row]) -> Markup:
        """Changes of the industry month by month as lines."""
        named = pl.DataFrame(
            [(row["indicator"], row["system"], self.name(row)) for row in rows],
            schema=dict.fromkeys(("indicator", "system", "name"), pl.String),
            orient="row",
        )
        shown = named.join(
            self._effect.tables.industry, on=["indicator", "system"], nulls_equal=True, maintain_order="left"
        )
        return self._figure(key, caption, charts.change_courses(shown.select("name", "month", "change")))

    def best_changes(self, key: str, caption: str, rows: Sequence[Row]) -> Markup:
        """Changes of the best-improved firms as bars."""
        shown = [{"name": self.name(row), "change": row["change"], "improved": self._improved(row)} for row in rows]
        return self._figure(key, caption, charts.changes(pl.DataFrame(shown, schema=_CHANGES)))

    def best(self, key: str, caption: str, rows: Sequence[Row]) -> Markup:
        """First and last value of the best-improved firm of every indicator; the firm where firms are named."""
        named = bool(self._effect.names)
        cells = []
        for row in rows:
            told = scale(self._catalogue, row["indicator"], (row["first"], row["last"]))
            cells.append(
                (
                    self.name(row) if row["indicator"] == EFFICIENCY else f"{row['indicator']} {self.name(row)}",
                    told.unit or EMPTY,
                    *((self._effect.names.get(row["firm_id"], EMPTY),) if named else ()),
                    told.spell(row["first"]),
                    told.spell(row["last"]),
                    percent_change(row["change"], _DECIMALS),
                    plain(row["firms"]),
                )
            )
        columns: tuple[Column, ...] = (
            text("指标"),
            label("单位"),
            *((text("公司"),) if named else ()),
            number("起始值"),
            number("末次值"),
            number("变化"),
            number("可比公司（家）"),
        )
        return self._exhibit(key, Table(caption, columns, tuple(cells)))

    def best_firms(self, key: str, caption: str) -> Markup:
        """In how many indicators firms improved most; for the version that names firms."""
        rows = tuple(
            (self._effect.names.get(row["firm_id"], EMPTY), plain(row["indicators"])) for row in self._effect.best_firms
        )
        return self._exhibit(key, Table(caption, (text("公司"), number("最优指标（项）")), rows))

    def efficiencies(self, key: str, caption: str) -> Markup:
        """Seconds per record of all firms together, months down and systems across."""
        told = scale(self._catalogue, EFFICIENCY, ())
        found = {
            (row["system"], row["month"]): row["efficiency"]
            for system in self._effect.systems
            for row in self._effect.pooled(system).to_dicts()
        }
        months = sorted({month for _, month in found})
        rows = tuple(
            (month_name(month), *(told.spell(found.get((system, month))) for system in self._effect.systems))
            for month in months
        )
        columns = (label("月份"), *(number(system) for system in self._effect.systems))
        return self._exhibit(key, Table(caption, columns, rows, (f"单位：{told.unit}。",)))

    def efficiency(self, key: str, caption: str, system: str) -> Markup:
        """The course of one system."""
        told = scale(self._catalogue, EFFICIENCY, ())
        missing = pl.lit(None, pl.Float64)
        frame = self._effect.pooled(system).select(
            "month", value=pl.col("efficiency") / told.factor, median=missing, low=missing, high=missing
        )
        return self._figure(key, caption, charts.trend(frame, told.unit, told.spell_scaled, own="整体"))

    def _improved(self, row: Row) -> bool | None:
        if not row["change"]:
            return None
        node = self._catalogue.indicator.get(row["indicator"])
        higher = node is not None and node.direction == "higher"
        improved: bool = (row["change"] > 0) == higher
        return improved


_CHANGES = {"name": pl.String, "change": pl.Float64, "improved": pl.Boolean}
