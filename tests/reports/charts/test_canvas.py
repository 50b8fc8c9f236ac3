"""Marks stand where their numbers are."""

from __future__ import annotations

import polars as pl
import pytest
from bs4 import BeautifulSoup, Tag

from indicator_tree.units import FIRMS
from reports.charts import histogram_place, place, waterfall
from reports.charts.canvas import ticks
from reports.charts.drawing import svg
from reports.charts.drawn import Drawn
from reports.charts.theme import BLUE, GREY, INK, PALE, VERMILLION
from tests.reports.charts.frames import OWN, PLACES, STEPS


@pytest.mark.parametrize(
    ("low", "high", "count", "found"),
    [
        (0, 100, 5, [0, 20, 40, 60, 80, 100]),
        (0, 82, 5, [0, 20, 40, 60, 80]),
        (86.6, 100.4, 5, [88, 90, 92, 94, 96, 98, 100]),
        (86.6, 100.4, 2, [90, 95, 100]),
        (0, 0.3, 5, [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3]),
        (-3, 3, 3, [-2, 0, 2]),
        (7, 7, 5, [7]),
    ],
)
def test_ticks_are_round_numbers_between_the_ends(low: float, high: float, count: int, found: list[float]) -> None:
    assert ticks(low, high, count) == pytest.approx(found)


def _marks(drawn: Drawn, **wanted: str) -> list[Tag]:
    page = BeautifulSoup(svg(drawn.chart), "html.parser")
    return [one for one in page.select(".plot > *") if isinstance(one, Tag) and wanted.items() <= one.attrs.items()]


def _span(mark: Tag) -> tuple[float, float]:
    return float(str(mark["x"])), float(str(mark["x"])) + float(str(mark["width"]))


def test_a_step_begins_where_the_one_before_ends() -> None:
    lost, won = _marks(waterfall(STEPS), fill=VERMILLION)[0], _marks(waterfall(STEPS), fill=BLUE)[0]
    assert _span(won)[0] == pytest.approx(_span(lost)[0], abs=0.02)  # both touch 91
    ratio = (_span(won)[1] - _span(won)[0]) / (_span(lost)[1] - _span(lost)[0])
    assert ratio == pytest.approx(1.5 / 9, abs=0.001)


def test_a_box_holds_the_median_in_proportion() -> None:
    one = place(PLACES.tail(1), FIRMS)
    left, right = _span(_marks(one, fill=PALE)[0])
    low, high = _span(_marks(one, fill=INK)[0])
    assert ((low + high) / 2 - left) / (right - left) == pytest.approx((85.5 - 80) / (90 - 80), abs=0.005)


def test_columns_are_as_high_as_their_counts() -> None:
    columns = [
        mark for mark in _marks(histogram_place(OWN, 88.125, FIRMS)) if mark.get("fill", "none") in {GREY, VERMILLION}
    ]
    heights = [float(str(mark["height"])) for mark in columns if mark.name == "rect"]
    counts = OWN["firms"].to_list()
    shares = [height / heights[2] for height in heights]
    assert shares == pytest.approx([count / counts[2] for count in counts], abs=0.001)


def test_numbers_of_one_value_are_drawn_in_the_middle() -> None:
    same = pl.DataFrame(
        {"kind": ["start", "end"], "cause": ["起", "止"], "points": [80.0, None], "running": [80.0, 80.0]}
    )
    assert "nan" not in svg(waterfall(same).chart)
