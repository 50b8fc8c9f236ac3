"""From the cells of readings to readings: what each cell means, and why some mean nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from data_sources.cells import trimmed, typed
from data_sources.readings_names import IndicatorNames, Meaning, SystemNames
from data_sources.readings_values import is_blank, kinds, read_cells
from indicator_tree.catalogue_model import month_end

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from data_sources.names import FirmNames
    from data_sources.quarantine import Findings
    from indicator_tree.catalogue import Catalogue

COLUMNS = ["entity_id", "indicator", "system", "date", "value", "text"]
"""What a reading consists of before its firm is called firm_id."""

_MONTH = r"^([0-9]{4})(?:[-/.年]([0-9]{1,2})月?(?:份)?|([0-9]{2}))$"
_LAST_WEEKDAY = 5
_NO_DATE = "须是日期，如 2019-08-30、2019/8/30 或 20190830；每月指标也可写 2019-08"
_LACKING = {
    "firm": "缺少证券公司；只有一家公司的文件可用 --firm 指明",
    "indicator": "缺少指标，不得留空",
    "date": "缺少日期，不得留空",
}


@dataclass(frozen=True)
class Frame:
    """What readings are read against.

    Attributes:
        catalogue: the indicators.
        names: the registered firms; None where there is no register: any name is a firm.
        firm: the firm of rows that name none.
    """

    catalogue: Catalogue
    names: FirmNames | None
    firm: str | None


def sift_readings(findings: Findings, frame: Frame) -> pl.DataFrame:
    """Read the cells of readings, and note those that cannot be read.

    Args:
        findings: firm, indicator, system, date, value, text as typed, with what is already wrong noted.
        frame: what they are read against.

    Returns:
        entity_id, indicator, system, date, value, text, one row per row.
    """
    raw = findings.raw
    catalogue = frame.catalogue
    wanted = ~_is_blank(raw)
    firm = _firms(findings, wanted, frame)
    code = _meanings("indicator", findings, wanted, raw["indicator"], IndicatorNames(catalogue).resolve)
    system = _systems(findings, wanted, code, catalogue)
    known = pl.DataFrame([code]).join(kinds(catalogue), on="indicator", how="left", maintain_order="left")
    day = _days(findings, wanted, known["frequency"], catalogue)
    cells = read_cells(known.with_columns(cell=raw["value"], words=raw["text"]), catalogue)
    findings.add("value", cells["reason"].is_not_null() & ~findings.rows(column="value"), cells["reason"])
    sound = ~findings.rows("rejected")
    findings.add("value", sound & ~wanted, "尚未填写", "set_apart")
    closed = (known["frequency"] == "daily") & ~_is_due(day, catalogue)
    findings.add("date", sound & wanted & closed, "当日休市，每日指标只计交易日", "set_apart")
    return pl.DataFrame([firm, code, system, day, cells["value"], cells["text"]])


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
    names = frame.names

    def resolve(text: str) -> Meaning:
        if names is None:
            return Meaning(" ".join(text.split()))
        if (firm_id := names.resolve([text]).get(text)) is not None:
            return Meaning(firm_id)
        alike = names.likely(text)
        hint = f"，是否指：{'、'.join(alike)}？" if alike else ""
        return Meaning(None, f"证券公司名录里没有这家公司{hint}")

    return _meanings("firm", findings, wanted, cells, resolve).alias("entity_id")


def _systems(findings: Findings, wanted: pl.Series, code: pl.Series, catalogue: Catalogue) -> pl.Series:
    names = SystemNames(catalogue)
    pairs = pl.DataFrame([code, findings.raw["system"].alias("given")])
    different = pairs.drop_nulls("indicator").unique()
    meanings = [names.resolve(indicator, given) for indicator, given in different.rows()]
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
    dates = _dates(cells["date"].unique())
    cells = cells.join(dates, on="date", how="left", nulls_equal=True, maintain_order="left")
    is_monthly = cells["frequency"] == "monthly"
    ends = {day: _month_of(day, catalogue) for day in cells.filter(is_monthly)["day"].drop_nulls().unique()}
    of_day = cells["day"].replace_strict(ends, default=None, return_dtype=pl.Date)
    unreadable = cells["day"].is_null() & cells["month"].is_null() & ~cells["empty"]
    findings.add("date", wanted & cells["empty"], _LACKING["date"])
    findings.add("date", wanted & unreadable, _NO_DATE)
    findings.add("date", wanted & (cells["frequency"] == "daily") & cells["month"].is_not_null(), "每日指标须写到日")
    between = is_monthly & cells["day"].is_not_null() & of_day.is_null()
    findings.add("date", wanted & between, "每月指标须写月末日、当月最后一个交易日或月份（如 2019-08）")
    monthly = pl.coalesce(pl.lit(of_day), pl.lit(cells["month"]))
    return pl.select(pl.when(is_monthly).then(monthly).otherwise(pl.lit(cells["day"])).alias("date")).to_series()


def _dates(texts: pl.Series) -> pl.DataFrame:
    """Of every text: date (the text), empty, day (if it is one), month (the last day of the month, if it is one)."""
    text = trimmed(pl.col("date").str.normalize("NFKC"))
    month = text.str.extract(_MONTH, 1) + "-" + pl.coalesce(text.str.extract(_MONTH, 2), text.str.extract(_MONTH, 3))
    return texts.to_frame().select(
        "date",
        text.is_null().alias("empty"),
        typed(text, "date").alias("day"),
        (month + "-01").str.to_date("%Y-%m-%d", strict=False).dt.month_end().alias("month"),
    )


def _month_of(day: date, catalogue: Catalogue) -> date | None:
    """The end of the month of which a day is the last, or the last on which the exchanges are open."""
    end = month_end(day)
    if day == end:
        return end
    left = catalogue.due_days("daily", day, end)
    return end if left == (day,) else None


def _is_due(day: pl.Series, catalogue: Catalogue) -> pl.Series:
    """Whether the exchanges are open on a day."""
    return (day.dt.weekday() <= _LAST_WEEKDAY) & ~day.is_in(catalogue.calendar.closed)
