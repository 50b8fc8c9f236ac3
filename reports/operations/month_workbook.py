"""The workbook of a firm's month: all that its report puts together or leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicator_tree.catalogue_labels import ALERT_LABELS
from indicator_tree.parameters import BASIS_LABELS
from reports.operations.sheets import SERIES, UNIT, about, one_table, unit_of
from reports.operations.spelling import month_name
from reports.workbook.book import Book
from reports.workbook.columns import Column

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from reports.operations.firm_month import FirmMonth
    from reports.operations.sheets import Cells


def write_month(own: FirmMonth, path: Path) -> None:
    """Write 概况, 预警, 本月数, 逐月, 清算, 清算上限 and 报送缺口.

    Numbers are in the units of the readings; the same month gives the same bytes.
    """
    book = Book(path, f"{own.firm}{month_name(own.month)}运营管理信息报告", own.catalogue.title, own.last_day)
    _overview(book, own)
    _alerts(book, own)
    _values(book, own)
    _courses(book, own)
    _clearing(book, own)
    _limits(book, own)
    _missing(book, own)
    book.close()


def _overview(book: Book, own: FirmMonth) -> None:
    responses = sorted(own.catalogue.response, key=lambda one: one.level)
    columns = (
        Column("大类", "text", 24),
        *(Column(name, "count", 10) for name in ("指标", "应报", "收到", "缺")),
        Column("完整率", "percent", 10),
        *(Column(f"{one.name}级", "count", 10) for one in responses),
    )
    rows = []
    for node in (*own.catalogue.children[None], ""):
        due = own.completeness[node]
        counts = (due[name] for name in ("indicators", "due", "received", "missing", "share"))
        alerts = (own.tally[node, one.level]["alerts"] for one in responses)
        rows.append((own.catalogue.indicator[node].name if node else "合计", *counts, *alerts))
    notes = tuple(filter(None, (own.notice, own.rejected)))
    one_table(book, "概况", f"{own.firm}{month_name(own.month)}报送与预警", columns, rows, notes=notes)


def _alerts(book: Book, own: FirmMonth) -> None:
    columns = (
        Column("日期", "text", 12),
        Column("等级", "text", 8),
        *SERIES,
        Column("来源", "text", 16),
        Column("读数", "quantity", 16),
        Column("限值", "quantity", 16),
        Column("原因", "text", 48),
        Column("参数", "text", 32),
        Column("依据", "text", 8),
        Column("出处", "text", 60),
        Column("处置路径", "text", 60),
    )
    labels = dict[str, str](BASIS_LABELS.items())
    rows: list[Cells] = []
    for row in own.alerts.sort("date", "level", "indicator", "system", "kind").to_dicts():
        response = own.catalogue.response_to(row["level"])
        rows.append(
            (
                row["date"].isoformat(),
                response.name,
                *about(own.catalogue, row),
                ALERT_LABELS.get(row["kind"], row["kind"]),
                row["value"],
                row["limit"],
                row["cause"],
                row["parameter"],
                labels.get(row["basis"], row["basis"]),
                row["reference"],
                "；".join(response.path),
            )
        )
    notes = ("逐日逐条；读数与限值为指标的原始单位，时点为零时起的秒数。",)
    one_table(book, "预警", "当月预警", columns, rows, notes=notes)


def _values(book: Book, own: FirmMonth) -> None:
    columns = (
        *SERIES,
        UNIT,
        *(Column(name, "quantity", 16) for name in ("本月", "上月", "差")),
        Column("环比", "relative", 11),
        Column("同业公司（家）", "count", 10),
        *(Column(f"同业{name}", "quantity", 16) for name in ("均值", "第一四分位", "中位数", "第三四分位", "最优")),
    )
    names = ("value", "previous", "points", "relative", "firms", "mean", "q1", "median", "q3", "best")
    rows = [
        (*about(own.catalogue, row), unit_of(own.catalogue, row), *(row[name] for name in names))
        for node in own.catalogue.children[None]
        for row in own.rows(node)
    ]
    one_table(book, "本月数", "各项指标的本月数与同业水平", columns, rows, notes=("同业为全部报送公司（含本公司）。",))


def _courses(book: Book, own: FirmMonth) -> None:
    columns = (*SERIES, UNIT, *(Column(month_name(month), "quantity", 14) for month in own.months))
    values: dict[tuple[str, str], dict[date, float | None]] = {}
    for row in own.course.to_dicts():
        values.setdefault((row["indicator"], row["system"]), {})[row["month"]] = row["value"]
    rows = [
        (
            *about(own.catalogue, row),
            unit_of(own.catalogue, row),
            *(values[row["indicator"], row["system"]].get(month) for month in own.months),
        )
        for node in own.catalogue.children[None]
        for row in own.rows(node)
    ]
    one_table(book, "逐月", f"近{len(own.months)}个月", columns, rows)


def _clearing(book: Book, own: FirmMonth) -> None:
    columns = (
        Column("系统", "text", 18),
        Column("日期", "text", 12),
        Column("记录数（条）", "quantity", 16),
        Column("时长（秒）", "quantity", 14),
        *(Column(f"{name}（秒）", "quantity", 14) for name in ("预期", "正常下限", "正常上限")),
        Column("是否偏离", "text", 10),
    )
    names = ("records", "seconds", "expected", "low", "high")
    rows = [
        (row["system"], row["date"].isoformat(), *(row[name] for name in names), "偏离" if row["outside"] else "")
        for system in own.systems
        for row in own.clearing_days.filter(current=True, system=system["system"]).to_dicts()
    ]
    one_table(book, "清算", "当月各日清算时长与记录数", columns, rows)


def _limits(book: Book, own: FirmMonth) -> None:
    columns = (
        Column("系统", "text", 18),
        Column("天数", "count", 8),
        Column("偏离天数", "count", 10),
        Column("记录数（条）", "quantity", 16),
        Column("时长（秒）", "quantity", 14),
        *(Column(name, "quantity", 16) for name in ("截距（秒）", "斜率（秒/条）")),
        Column("判定系数", "percent", 10),
        Column("最长可用（秒）", "quantity", 14),
        *(Column(f"误时记录数{name}", "quantity", 18) for name in ("", "下限", "上限")),
        Column("单日最多（条）", "quantity", 16),
        Column("占误时记录数", "percent", 12),
    )
    names = ("system", "days", "outside", "records", "seconds", "intercept", "slope", "r2", "deadline_seconds")
    limits = ("limit_records", "limit_low", "limit_high", "most_records", "share")
    rows = [tuple(row[name] for name in (*names, *limits)) for row in own.systems]
    one_table(book, "清算上限", "清算时长与记录数的关系，及将要误时的记录数", columns, rows)


def _missing(book: Book, own: FirmMonth) -> None:
    columns = (
        Column("责任岗位", "text", 18),
        *SERIES,
        Column("应报", "count", 8),
        Column("缺", "count", 8),
        Column("最早", "text", 12),
        Column("最晚", "text", 12),
    )
    rows = [
        (
            row["owner"],
            *about(own.catalogue, row),
            row["due"],
            row["missing"],
            *(row[name].isoformat() if row[name] else "" for name in ("first", "last")),
        )
        for row in own.owners
    ]
    one_table(book, "报送缺口", "应报而未收到的读数", columns, rows)
