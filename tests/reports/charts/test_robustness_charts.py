"""What the charts of robustness say: ranks with intervals, effects, weights, indices."""

from __future__ import annotations

import json

import polars as pl
import pytest
from bs4 import BeautifulSoup, Tag

from reports.charts import Drawn, rank_intervals, rank_spread, sobol, tornado, weight_bands
from reports.charts.drawing import svg
from reports.charts.theme import BLUE, GREY
from tests.reports.charts.frames import EFFECTS, INDICES, MANY_RANKS, RANKS, WEIGHTS


def _texts(drawn: Drawn) -> list[str]:
    page = BeautifulSoup(svg(drawn.chart), "html.parser")
    return [
        "".join(part.get_text() for part in text.find_all("tspan")) or text.get_text()
        for text in page.find_all("text")
        if isinstance(text, Tag)
    ]


@pytest.mark.parametrize("frame", [RANKS, MANY_RANKS], ids=["few", "many"])
def test_every_firm_stands_with_its_rank_in_the_order_given(frame: pl.DataFrame) -> None:
    labels = [f"{rank} {firm}" for rank, firm in frame.select("rank", "firm").iter_rows()]
    drawn = rank_intervals(frame)
    assert [text for text in _texts(drawn) if text in labels] == labels
    assert f"{labels[1]} {frame['rank_low'][1]}–{frame['rank_high'][1]}" in drawn.alt


def test_ranks_are_the_same_on_the_axes_of_both_panels() -> None:
    ticks = [int(text) for text in _texts(rank_intervals(MANY_RANKS)) if text.isdigit()]
    split = ticks.index(max(ticks[: len(ticks) // 2 + 1])) + 1
    assert ticks[:split] == sorted(ticks[:split])
    assert ticks[split:] == sorted(ticks[split:])
    assert max(ticks) == 100


def test_without_names_no_firm_is_named_anywhere() -> None:
    told = json.dumps(rank_spread(MANY_RANKS).chart, ensure_ascii=False)
    assert "证券" not in told
    assert "号" not in told


def test_effects_are_told_with_their_signs_and_what_is_missing_with_a_dash() -> None:
    drawn = tornado(EFFECTS, "总分均值的变化（分）", 3)
    assert {"+0.313 / -0.250", "-0.100 / -0.020", "— / 0.000", "取低值", "取高值"} <= set(_texts(drawn))
    assert drawn.alt.startswith("龙卷风图：总分均值的变化（分）。")


def test_a_weight_that_is_not_determined_has_another_colour_and_another_word() -> None:
    every, certain = weight_bands(WEIGHTS), weight_bands(WEIGHTS.filter("determined"))
    assert {"区间（已定）", "区间（未定）", "31.0%（0.0–60.0%）"} <= set(_texts(every))
    assert {BLUE, GREY} <= {colour for colour in (BLUE, GREY) if colour in svg(every.chart)}
    assert "区间（未定）" not in _texts(certain)
    assert "（未能确定）" not in certain.alt


def test_indices_are_told_with_their_intervals_where_there_are_any() -> None:
    drawn = sobol(INDICES)
    assert {"0.40 / 0.50", "-0.01 / 0.10", "一阶指数", "总指数"} <= set(_texts(drawn))
    assert "权重 一阶指数 0.40（0.35–0.45），总指数 0.50（0.45–0.55）" in drawn.alt
    assert "抽样误差 一阶指数 0.00，总指数 0.00" in drawn.alt
