"""From the cells of readings to readings: what each cell means, and why some mean nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from data_sources.cells import trimmed
from data_sources.notations import look
from data_sources.readings.days import ends_of_months, is_due, read_dates
from data_sources.readings.values import is_blank, read_cells

if TYPE_CHECKING:
    from collections.abc import Callable

    from data_sources.quarantine import Findings
    from data_sources.readings.frame import Frame
    from data_sources.readings.names import Meaning
    from indicator_tree.catalogue import Catalogue

COLUMNS = ["entity_id", "indicator", "system", "date", "value", "text"]
"""What a reading consists of before its firm is called firm_id."""

_NO_DATE = "须是日期，如 2019-08-30、2019/8/30 或 20190830；每月指标也可写 2019-08"
_LACKING = {
    "firm": "缺少证券公司；只有一家公司的文件可用 --firm 指明",
    "indicator": "缺少指标，不得留空",
    "date": "缺少日期，不得留空",
}


def sift_readings(findings: Findings, frame: Frame) -> pl.DataFrame:
    """Read the cells of readings, and note those that cannot be read.

    Args:
        findings: firm, indicator, system, date, value, text as typed, with what is already wrong noted.
        frame: what they are read against.

    Returns:
        entity_id, indicator, system, date, value, text, one row per row. A daily reading of a day on which the
        exchanges are closed has no date: no check and no threshold looks at it, so that nothing wrong with it matters.
    """
    raw = _of_records(findings)
    catalogue = frame.catalogue
    wanted = ~_is_blank(raw)
    firm = _firms(findings, wanted, frame)
    code = _meanings("indicator", findings, wanted, raw["indicator"], frame.indicators.resolve)
    system = _systems(findings, wanted, code, frame)
    known = pl.DataFrame([code]).join(frame.kinds, on="indicator", how="left", maintain_order="left")
    day = _days(findings, wanted, known["frequency"], catalogue)
    cells = read_cells(known.with_columns(cell=raw["value"], words=raw["text"]), catalogue)
    findings.add("value", cells["reason"].is_not_null() & ~findings.rows(column="value"), cells["reason"])
    percent = known["indicator"].is_in(frame.percentages).fill_null(value=False)
    if percent.any():
        asked = pl.DataFrame([raw["_row"], code, raw["value"].alias("cell"), cells["value"]]).filter(percent)
        findings.notations = look(*asked, percent=True)
    closed = ((known["frequency"] == "daily") & ~is_due(day, catalogue)).fill_null(value=False)
    for column in ("", "indicator", "date"):
        closed &= ~findings.rows("rejected", column)
    findings.excuse(closed)
    sound = ~findings.rows("rejected")
    findings.add("value", sound & ~wanted, "尚未填写", "excluded")
    findings.add("date", sound & wanted & closed, "当日休市，每日指标只计交易日", "excluded")
    return pl.DataFrame([firm, code, system, day.set(closed, None), cells["value"], cells["text"]])


def _of_records(findings: Findings) -> pl.DataFrame:
    """The cells as typed, those of rows that are no records empty: they name nobody."""
    if findings.records is None:
        return findings.raw
    record = pl.lit(findings.records)
    names = [name for name in findings.raw.columns if name != "_row"]
    return findings.raw.with_columns(pl.when(record).then(pl.col(name)).alias(name) for name in names)


def _is_blank(raw: pl.DataFrame) -> pl.Series:
    """Whether nothing was filled in yet, as in a row of a template: whatever else is wrong with it does not matter."""
    return raw.select(is_blank("value") & is_blank("text")).to_series()


def _meanings(
    column: str, findings: Findings, wanted: pl.Series, texts: pl.Series, resolve: Callable[[str], Meaning]
) -> pl.Series:
    """What the cells of a column mean; those that mean nothing are noted, where they are wanted."""
    cells = pl.select(trimmed(pl.lit(texts))).to_series()
    found = {text: resolve(text) for text in cells.drop_nulls().unique()}
    reasons = {text: meaning.reason for text, meaning in found.items()}
    why = cells.replace_strict(reasons, default=None, return_dtype=pl.String)
    findings.add(column, wanted & cells.is_null(), _LACKING[column])
    findings.add(column, wanted & why.is_not_null(), why)
    names = {text: meaning.name for text, meaning in found.items()}
    return cells.replace_strict(names, default=None, return_dtype=pl.String).alias(column)


def _firms(findings: Findings, wanted: pl.Series, frame: Frame) -> pl.Series:
    cells = findings.raw["firm"]
    if frame.firm is not None:
        cells = pl.select(pl.coalesce(trimmed(pl.lit(cells)), pl.lit(frame.firm))).to_series()
    return _meanings("firm", findings, wanted, cells, frame.firm_meant).alias("entity_id")


def _systems(findings: Findings, wanted: pl.Series, code: pl.Series, frame: Frame) -> pl.Series:
    pairs = pl.DataFrame([code, findings.raw["system"].alias("given")])
    different = pairs.drop_nulls("indicator").unique()
    meanings = [frame.systems.resolve(indicator, given) for indicator, given in different.rows()]
    named = different.with_columns(
        pl.Series("system", [meaning.name for meaning in meanings], pl.String),
        pl.Series("reason", [meaning.reason for meaning in meanings], pl.String),
    )
    found = pairs.join(named, on=["indicator", "given"], how="left", nulls_equal=True, maintain_order="left")
    findings.add("system", wanted & found["reason"].is_not_null(), found["reason"])
    return found["system"]


def _days(findings: Findings, wanted: pl.Series, frequency: pl.Series, catalogue: Catalogue) -> pl.Series:
    """The date of every reading: of a monthly one the last day of its month."""
    cells = pl.DataFrame([findings.raw["date"], frequency])
    dates = read_dates(cells["date"].unique())
    cells = cells.join(dates, on="date", how="left", nulls_equal=True, maintain_order="left")
    is_monthly = cells["frequency"] == "monthly"
    of_day = ends_of_months(pl.select(pl.when(is_monthly).then(cells["day"])).to_series(), catalogue)
    unreadable = cells["day"].is_null() & cells["month"].is_null() & ~cells["empty"]
    findings.add("date", wanted & cells["empty"], _LACKING["date"])
    findings.add("date", wanted & unreadable, _NO_DATE)
    findings.add("date", wanted & (cells["frequency"] == "daily") & cells["month"].is_not_null(), "每日指标须写到日")
    between = is_monthly & cells["day"].is_not_null() & of_day.is_null()
    findings.add("date", wanted & between, "每月指标须写月末日、当月最后一个交易日或月份（如 2019-08）")
    monthly = pl.coalesce(pl.lit(of_day), pl.lit(cells["month"]))
    return pl.select(pl.when(is_monthly).then(monthly).otherwise(pl.lit(cells["day"])).alias("date")).to_series()
