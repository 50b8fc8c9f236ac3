"""The readings hold the published figures, found here without `scoring`."""

from __future__ import annotations

import polars as pl
import pytest

from indicator_tree.catalogue import Catalogue
from indicator_tree.published.operations import (
    AccountFigure,
    ClearingFigure,
    EfficiencyFigure,
    PilotFigures,
    load_pilot,
)
from ipscore_demo.pilot import Pilot, rebuild_pilot

FIGURES = load_pilot()
SEEDS = (3, 4)


def _ends(pilot: Pilot, indicator: str, system: str = "") -> pl.DataFrame:
    """firm_id, first, last: sums of the first and the last month."""
    months = (
        pilot.readings.filter(indicator=indicator, system=system)
        .with_columns(month=pl.col("date").dt.truncate("1mo"))
        .group_by("firm_id", "month")
        .agg(pl.col("value").sum(), days=pl.len())
        .sort("month")
    )
    ends = months.group_by("firm_id").agg(
        first=pl.col("value").first(),
        last=pl.col("value").last(),
        first_days=pl.col("days").first(),
        last_days=pl.col("days").last(),
    )
    return ends.with_columns(change=pl.col("last") / pl.col("first") - 1).sort("change")


@pytest.mark.parametrize("figure", FIGURES.account, ids=lambda each: each.name)
def test_the_best_firm_has_the_published_values_and_no_other_improves_more(pilot: Pilot, figure: AccountFigure) -> None:
    ends = _ends(pilot, figure.indicator)
    assert ends.height == 11
    assert ends.row(0, named=True)["first"] == figure.first
    assert ends.row(0, named=True)["last"] == figure.last
    assert ends["change"][1] > ends["change"][0]


@pytest.mark.parametrize("figure", FIGURES.clearing, ids=lambda each: each.system)
def test_all_seconds_over_all_records_of_a_month_are_the_published_quotient(
    pilot: Pilot, catalogue: Catalogue, figure: ClearingFigure
) -> None:
    def total(code: str) -> pl.DataFrame:
        rows = pilot.readings.filter(indicator=code, system=figure.system)
        return rows.group_by(month=pl.col("date").dt.truncate("1mo")).agg(pl.col("value").sum()).sort("month")

    both = total(catalogue.clearing.seconds).join(total(catalogue.clearing.records), on="month", suffix="_records")
    found = both.filter(pl.col("month").is_in(figure.months)).sort("month")
    quotients = (found["value"] / found["value_records"]).to_list()
    assert quotients == pytest.approx(list(figure.values), rel=1e-8)


@pytest.mark.parametrize("figure", FIGURES.efficiency, ids=lambda each: each.system)
def test_the_best_firm_clears_as_much_faster_as_published(
    pilot: Pilot, catalogue: Catalogue, figure: EfficiencyFigure
) -> None:
    seconds = _ends(pilot, catalogue.clearing.seconds, figure.system)
    records = _ends(pilot, catalogue.clearing.records, figure.system)
    both = seconds.join(records, on="firm_id", suffix="_records")
    changes = both.select(
        (pl.col("last") / pl.col("last_records")) / (pl.col("first") / pl.col("first_records")) - 1
    ).to_series().sort()  # fmt: skip
    assert changes[0] == pytest.approx(figure.change, abs=5e-6)
    assert changes[1] > changes[0] + 0.01


def test_what_the_text_says_of_single_indicators(pilot: Pilot, catalogue: Catalogue) -> None:
    corrections, duration = FIGURES.change
    assert round(_ends(pilot, corrections.indicator, corrections.system)["change"][0], 4) == corrections.change
    assert duration.indicator == catalogue.clearing.seconds
    ends = _ends(pilot, duration.indicator, duration.system).row(0, named=True)
    per_day = (ends["last"] / ends["last_days"]) / (ends["first"] / ends["first_days"]) - 1
    assert round(per_day, 4) == duration.change


@pytest.mark.parametrize("seed", SEEDS)
def test_another_seed_gives_other_readings_with_the_same_figures(
    pilot: Pilot, catalogue: Catalogue, figures: PilotFigures, seed: int
) -> None:
    other = rebuild_pilot(catalogue, figures, seed)
    assert not other.readings.equals(pilot.readings)
    for figure in figures.account:
        assert _ends(other, figure.indicator).select("first", "last").row(0) == (figure.first, figure.last)


def test_published_indicators_are_named_as_in_the_catalogue(figures: PilotFigures, catalogue: Catalogue) -> None:
    for each in figures.account:
        node = catalogue.indicator[each.indicator]
        assert each.name in {node.name, *node.aliases}
    systems = catalogue.systems["clearing"]
    assert [each.system for each in figures.clearing] == [each.system for each in figures.efficiency] == list(systems)
