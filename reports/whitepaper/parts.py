"""The figures and tables of the white paper: a template asks for one where it wants it, and refers to it by its key."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from reports import charts
from reports.distribution import distribution_tables
from reports.document.asking import Asked
from reports.figures import fixed, interval, percent, plain, signed
from reports.table import Table, label, number, text
from scoring.frames import TOTAL_NODES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from reports.labels import Labels
    from reports.system import System
    from reports.whitepaper.views import Node, Row, Rows
    from scoring import Evaluation

_RECORDS = "records"
_SHOWN = 12  # rows of a chart of causes


class Parts(Asked):
    """Figures and tables of an evaluation."""

    def __init__(self, evaluation: Evaluation, labels: Labels, system: System | None = None) -> None:
        super().__init__()
        self._system = system
        self._evaluation = evaluation
        self._labels = labels

    def levels(self, key: str, caption: str, nodes: Sequence[Node]) -> Markup:
        """Mean scores of some nodes, last year's beside them."""
        rows = [{name: getattr(one, name) for name in ("node", "name", "mean", "previous")} for one in nodes]
        return self._figure(key, caption, charts.level_scores(pl.DataFrame(rows, schema=_LEVELS), self._labels.period))

    def distribution(self, key: str, caption: str, node: Node) -> Markup:
        """Firms per band."""
        rows = [{"band": row["band"], **{name: row[name] for name in _LIMITS}} for row in node.bands]
        frame = pl.DataFrame(rows, schema={"band": pl.String, **_LIMITS})
        return self._figure(key, caption, charts.distribution(frame, self._labels.words))

    def causes(self, key: str, caption: str, rows: Rows, unit: str) -> Markup:
        """Records by value of a column, the most frequent ones."""
        whole = caption if len(rows) <= _SHOWN else f"{caption}（前{_SHOWN}项）"
        shown = [{"value": row["value"], "quantity": row["quantity"]} for row in rows[:_SHOWN]]
        return self._figure(key, whole, charts.causes(pl.DataFrame(shown), unit))

    def answers(self, key: str, caption: str, node: Node) -> Markup:
        """Shares of answers to a question."""
        rows = tuple(
            (row["answer"], plain(row["value"]), fixed(row["respondents"], 0), percent(row["share"], 2))
            for row in node.answers
        )
        columns = (text("回答"), number("赋值（分）"), number("份数"), number("占比"))
        return self._exhibit(key, Table(caption, columns, rows))

    def lines(self, key: str, caption: str, nodes: Sequence[Node]) -> Markup:
        """Ratios, their lines, the firms past them, and those within other cut-offs, where there are any."""
        words, rows = self._labels.words, []
        others = any(one.cutoffs for one in nodes)
        for one in nodes:
            if one.ratio is None:
                continue
            found = {row["line"]: row for row in one.lines}
            rows.append(
                (
                    one.ratio["ratio"],
                    *(percent(one.ratio[name], 2) for name in ("min", "median", "max")),
                    *(
                        cell
                        for line in ("warning", "limit")
                        for cell in (_line(found[line]), plain(found[line]["firms"]))
                    ),
                    *((_cutoffs(one.cutoffs),) if others else ()),
                )
            )
        columns = (
            text("指标"),
            *(
                number(name)
                for name in (
                    "最低",
                    "中位数",
                    "最高",
                    "预警标准",
                    f"越过预警标准（{words.measure}）",
                    "监管标准",
                )
            ),
            number(f"触及监管标准（{words.measure}）"),
            *((text(f"其他界限（{words.measure}）"),) if others else ()),
        )
        return self._exhibit(key, Table(caption, columns, tuple(rows)))

    def breakdown(self, key: str, caption: str, rows: Rows) -> Markup:
        """Records by value of a column, with the summed quantities beside the number of records."""
        source = rows[0]["source"]
        measures = list(dict.fromkeys(row["measure"] for row in rows))
        cells: dict[str, dict[str, Row]] = {}
        for row in _together(rows):
            cells.setdefault(row["value"], {})[row["measure"]] = row
        table = tuple(
            (
                value,
                *(self._spelled(source, name, by[name]) if name in by else "" for name in measures),
                plain(by["records"]["firms"]),
            )
            for value, by in cells.items()
        )
        columns = (
            text(self.column_title(source, rows[0]["column"])),
            *(number(self._labels.measure_title(source, name)) for name in measures),
            number(f"涉及{self._labels.words.noun}（{self._labels.words.measure}）"),
        )
        return self._exhibit(key, Table(caption, columns, table))

    def scores(self, key: str, caption: str, nodes: Sequence[Node]) -> Markup:
        """Every node: mean, interval, change, median, lowest, highest, standard deviation.

        Where the change rests on another system, the name is marked.
        """
        sampled = any(one.low is not None for one in nodes)
        compared = any(one.previous is not None for one in nodes)
        now, before = (f"{when}均分" for when in (self._labels.period.now, self._labels.period.before))
        rows = tuple(
            (
                one.node if one.level else "",
                one.name if self._system is None or one.points is None else self._system.marked(one.name, one.node),
                fixed(one.mean),
                *((interval(one.low, one.high),) if sampled else ()),
                *((fixed(one.previous), signed(one.points)) if compared else ()),
                *(fixed(value) for value in (one.median, one.min, one.max, one.sd)),
            )
            for one in nodes
        )
        columns = (
            label("代码"),
            text("指标"),
            number(now if compared else "均分"),
            *((number("均分的区间"),) if sampled else ()),
            *((number(before), number("变化")) if compared else ()),
            *(number(name) for name in ("中位数", "最低", "最高", "标准差")),
        )
        marks = self._system is not None and any(one.points is not None and one.differs for one in nodes)
        notes = (self._system.note,) if marks and self._system else ()
        return self._exhibit(key, Table(caption, columns, rows, notes))

    def bands(self, key: str) -> list[Markup]:
        """Firms per band, one table per set of bands."""
        made = []
        for place, table in enumerate(distribution_tables(self._evaluation), 1):
            rows = tuple(("" if row[0] in TOTAL_NODES else row[0], *row[1:]) for row in table.rows)
            made.append(self._exhibit(f"{key}-{place}", replace(table, rows=rows)))
        return made

    def tree(self, key: str, caption: str, nodes: Sequence[Node]) -> Markup:
        """The indicators with their weights, and what they assess and their sources where any indicator says so."""
        rows = tuple(
            (one.node, one.name, percent(one.weight, 1), one.description, "、".join(one.data_sources)) for one in nodes
        )
        columns = (label("代码"), text("指标"), number("同级权重"), text("考察内容"), text("数据来源"))
        told = [place for place, cells in enumerate(zip(*rows, strict=True)) if any(cells)]
        shown = tuple(tuple(row[place] for place in told) for row in rows)
        return self._exhibit(key, Table(caption, tuple(columns[place] for place in told), shown))

    def _spelled(self, source: str, measure: str, row: Row) -> str:
        summed = measure != _RECORDS and self._labels.column(source, measure).kind == "number"
        return fixed(row["quantity"], 2 if summed else 0)

    def source_title(self, source: str) -> str:
        """How people call a source."""
        return self._labels.title(source)

    def source_unit(self, source: str) -> str:
        """The measure word of a source's records."""
        return self._labels.unit(source)

    def column_title(self, source: str, column: str) -> str:
        """How people call a column, or several joined."""
        return self._labels.column_title(source, column)


_LEVELS = {"node": pl.String, "name": pl.String, "mean": pl.Float64, "previous": pl.Float64}
_LIMITS = {"firms": pl.Int64, "firms_low": pl.Int64, "firms_high": pl.Int64}


def _cutoffs(rows: Rows) -> str:
    """`低于100%：66；高于200%：3`."""
    return "；".join(f"{row['condition']}：{plain(row['firms'])}" for row in rows)


def _line(row: Row) -> str:
    return percent(row["value"], 2)


def _together(rows: Rows) -> Rows:
    """Rows of joined columns with those of one first column next to each other, in the order of their first rows."""
    order = list(dict.fromkeys(row["value"].split("·")[0] for row in rows))
    return sorted(rows, key=lambda row: order.index(row["value"].split("·")[0]))
