"""All that the monthly report of one firm may know: its own tables, and of the others nothing but peers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

import polars as pl

from reports.corrected_readings import corrected_lines
from reports.rejected_rows import rejected_text
from scoring.operations import digest
from scoring.operations.monitoring import monitor

if TYPE_CHECKING:
    from indicator_tree.catalogue import Catalogue
    from reports.operations.tables import Tables

    Row = dict[str, Any]

_COURSE = 13  # months of a course: the same month of last year stands at its beginning


@dataclass(frozen=True)
class FirmMonth:
    """One firm in one month.

    Attributes:
        catalogue: the indicators.
        firm_id, firm: code and short name.
        month: its first day.
        notice: what every reader must know first.
        rejected: what was refused of all firms' readings and accepted, in words; may be empty.
        corrected: the readings of the firm and month that were corrected, a line each.
        readings, alerts, due: of the firm and month.
        values: MONTHLY of the firm and month, with the peers' firms, mean, q1, median, q3 and best beside it.
        course: the same of the last thirteen months.
        clearing: CLEARING of the firm up to the end of the month, as it stood then.
        models: CLEARING_MODELS of the firm as they stood at the end of the month.
        modelled: the last day that the models rest on; None where there are none.
    """

    catalogue: Catalogue
    firm_id: str
    firm: str
    month: date
    notice: str
    rejected: str
    corrected: tuple[str, ...]
    readings: pl.DataFrame
    alerts: pl.DataFrame
    due: pl.DataFrame
    values: pl.DataFrame
    course: pl.DataFrame
    clearing: pl.DataFrame
    models: pl.DataFrame
    modelled: date | None

    @classmethod
    def of(cls, tables: Tables, firm_id: str, month: date) -> FirmMonth:
        """The part of a run's tables that belongs to a firm and month (its first day)."""
        own = pl.col("firm_id") == firm_id
        within = pl.col("date").dt.truncate("1mo") == month
        months = _months(month)
        cleared, models = _cleared(tables, firm_id, _last_day(month))
        course = (
            tables.monthly.filter(own, pl.col("month").is_in(months))
            .join(tables.peers, on=["indicator", "system", "month"], how="left", maintain_order="left")
            .drop("firm_id")
        )
        return cls(
            catalogue=tables.catalogue,
            firm_id=firm_id,
            firm=tables.name(firm_id),
            month=month,
            notice=tables.notice,
            rejected=rejected_text(tables.intake),
            corrected=corrected_lines(tables.corrections.filter(own, within), tables.catalogue),
            readings=tables.readings.filter(own, within),
            alerts=tables.alerts.filter(own, within),
            due=tables.due.filter(own, pl.col("month") == month),
            values=course.filter(pl.col("month") == month),
            course=course,
            clearing=cleared,
            models=models,
            modelled=cleared.select(pl.col("date").max()).item(),
        )

    @property
    def before(self) -> date:
        """First day of the month before."""
        return (self.month - timedelta(days=1)).replace(day=1)

    @property
    def last_day(self) -> date:
        """Last day of the month."""
        return _last_day(self.month)

    @property
    def months(self) -> list[date]:
        """The thirteen months of a course."""
        return _months(self.month)

    @cached_property
    def tally(self) -> dict[tuple[str, int], Row]:
        """Alerts by class ("" is all) and level (0 is all)."""
        rows = digest.tally_alerts(self.alerts, self.catalogue).to_dicts()
        return {(row["node"], row["level"]): row for row in rows}

    @cached_property
    def completeness(self) -> dict[str, Row]:
        """Readings due, received and missing, by class; "" is all."""
        rows = digest.tally_due(self.due, self.catalogue).to_dicts()
        return {row["node"]: row for row in rows}

    @cached_property
    def owners(self) -> list[Row]:
        """What is missing, by owner."""
        return digest.missing_by_owner(self.due, self.catalogue).to_dicts()

    @cached_property
    def grouped(self) -> list[Row]:
        """Alerts of one cause put together."""
        return digest.grouped_alerts(self.alerts, self.catalogue).to_dicts()

    @cached_property
    def systems(self) -> list[Row]:
        """The month's clearing, system by system, in the order of the catalogue."""
        rows = digest.month_of_clearing(self.clearing, self.models, self.month, self.before).to_dicts()
        return sorted(rows, key=lambda row: self._place(self.catalogue.clearing.seconds, row["system"]))

    @cached_property
    def clearing_days(self) -> pl.DataFrame:
        """The days of clearing that are drawn: the month's, and those before it that its bands rest on."""
        window = self.catalogue.monitoring.volume.window
        return digest.days_of_clearing(self.clearing, self.month, window)

    @cached_property
    def charted(self) -> list[Row]:
        """Indicators that deserve a chart; times of day and states are told by their tables."""
        numbers = [leaf for leaf in self.catalogue.leaves if self.catalogue.indicator[leaf].kind not in _UNDRAWN]
        drawn = pl.col("indicator").is_in(numbers)
        return digest.notable(self.values.filter(drawn), self.alerts.filter(drawn), self.catalogue, _CHARTS).to_dicts()

    def rows(self, node: str) -> list[Row]:
        """The month's values of a class or group, in the order of the catalogue."""
        order = {leaf: place for place, leaf in enumerate(self.catalogue.leaves_under(node))}
        found = [row for row in self.values.to_dicts() if row["indicator"] in order]
        return sorted(found, key=lambda row: (order[row["indicator"]], self._place(row["indicator"], row["system"])))

    def _place(self, indicator: str, system: str) -> tuple[int, str]:
        """Named systems in the order of the catalogue, others by name."""
        names = self.catalogue.splits(indicator) or ()
        return (names.index(system) if system in names else len(names), system)

    def course_of(self, indicator: str, system: str) -> pl.DataFrame:
        """Thirteen months of an indicator: month, value, median, q1, q3; null where there is none."""
        found = self.course.filter(pl.col("indicator") == indicator, pl.col("system") == system)
        return pl.DataFrame({"month": self.months}).join(
            found.select("month", "value", "median", "q1", "q3"), on="month", how="left", maintain_order="left"
        )


def _cleared(tables: Tables, firm_id: str, last_day: date) -> tuple[pl.DataFrame, pl.DataFrame]:
    """CLEARING and CLEARING_MODELS of a firm as they stood on a day.

    The run's own rest on all its days: its lines end with the last one, and that a level has moved is known only some
    days later. So where the run goes on, the readings up to the day are watched anew.
    """
    own = pl.col("firm_id") == firm_id
    days = tables.clearing.filter(own)
    if days.filter(pl.col("date") > last_day).is_empty():
        return days, tables.clearing_models.filter(own)
    known = [tables.catalogue.clearing.seconds, tables.catalogue.clearing.records]
    until = tables.readings.filter(own, pl.col("date") <= last_day, pl.col("indicator").is_in(known))
    watched = monitor(until.lazy(), tables.catalogue)
    return watched.clearing, watched.models


_UNDRAWN = ("time", "state", "text")
_CHARTS = 3


def _last_day(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _months(month: date) -> list[date]:
    last = month.year * 12 + month.month - 1
    return [date(number // 12, number % 12 + 1, 1) for number in range(last - _COURSE + 1, last + 1)]
