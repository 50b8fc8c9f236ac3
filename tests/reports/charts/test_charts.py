"""What charts say: their labels, their order, their words."""

from __future__ import annotations

import json
import re
from pathlib import Path

import polars as pl
import pytest
from bs4 import BeautifulSoup, Tag

from indicator_tree.units import FIRMS
from reports.charts import Drawn, causes, distribution, histogram_place, level_scores, place, waterfall
from reports.charts.drawing import svg
from tests.reports.charts.frames import BANDS, CAUSES, LEVELS, OWN, PLACES, STEPS, UNLIMITED, UNSCORED, YEAR, all_drawn

SNAPSHOT = Path(__file__).parent / "snapshots" / "charts.txt"


def _texts(drawn: Drawn) -> list[str]:
    """The texts of a drawing; the lines of one label joined."""
    page = BeautifulSoup(svg(drawn.chart), "html.parser")
    return [
        "".join(part.get_text() for part in text.find_all("tspan")) or text.get_text()
        for text in page.find_all("text")
        if isinstance(text, Tag)
    ]


def test_a_level_shows_its_mean_and_last_years() -> None:
    texts = _texts(level_scores(LEVELS, YEAR))
    assert {"94.71（上年 93.00）", "87.50", "90.00（上年 91.25）", "本年均分", "上年均分"} <= set(texts)


def test_without_a_previous_year_no_chart_speaks_of_one() -> None:
    drawn = level_scores(LEVELS.with_columns(previous=pl.lit(None, pl.Float64)), YEAR)
    assert not [text for text in (*_texts(drawn), drawn.alt) if "上年" in text]


@pytest.mark.parametrize(
    ("drawn", "order"),
    [
        (level_scores(LEVELS.reverse(), YEAR), LEVELS["name"].to_list()[::-1]),
        (causes(CAUSES, "件"), CAUSES["value"].to_list()),
        (distribution(BANDS.reverse(), FIRMS), BANDS["band"].to_list()[::-1]),
        (waterfall(STEPS), STEPS["cause"].to_list()),
        (waterfall(UNSCORED), UNSCORED["cause"].to_list()),
        (place(PLACES, FIRMS), [f"{node} {name}" for node, name in PLACES.select("node", "name").iter_rows()]),
    ],
    ids=["levels", "causes", "bands", "steps", "steps without a score", "places"],
)
def test_names_stand_in_the_order_given(drawn: Drawn, order: list[str]) -> None:
    assert [text for text in _texts(drawn) if text in order] == order


def test_numbers_stand_beside_their_rows() -> None:
    assert [text for text in _texts(causes(CAUSES, "件")) if text.endswith("件")] == ["45 件", "1,333 件", "0.5 件"]
    shown = _texts(waterfall(STEPS))
    assert [text for text in shown if re.fullmatch(r"[-+]?\d+\.\d\d", text)] == [
        "100.00",
        "-9.00",
        "0.00",
        "+1.50",
        "92.50",
    ]


def test_a_name_too_long_for_its_lines_ends_in_an_ellipsis_but_is_said_in_full() -> None:
    name = "很长的原因" * 20
    drawn = causes(pl.DataFrame({"value": [name], "quantity": [1.0]}), "件")
    (shown,) = (text for text in _texts(drawn) if "很长" in text)
    assert shown.endswith("…")
    assert name.startswith(shown.removesuffix("…"))
    assert name in drawn.alt


def test_limits_of_counts_are_explained_where_they_are_drawn() -> None:
    note = "小字：计入误差后可能的公司数"
    assert note in " ".join(_texts(distribution(BANDS, FIRMS)))
    assert note not in " ".join(_texts(distribution(UNLIMITED, FIRMS)))


def test_the_own_band_bears_the_firms_score() -> None:
    assert "本公司 88.13" in _texts(histogram_place(OWN, 88.125, FIRMS))
    assert not [text for text in _texts(histogram_place(OWN.with_columns(own=False), None, FIRMS)) if "本公司" in text]


def test_a_firm_without_a_score_has_a_dash_and_no_point() -> None:
    scored, unscored = (
        svg(place(frame, FIRMS).chart) for frame in (PLACES.tail(1), PLACES.tail(1).with_columns(score=None))
    )
    assert [drawing.count('stroke="white"') for drawing in (scored, unscored)] == [1, 0]
    assert "—" in unscored


def test_what_has_no_rows_says_so() -> None:
    nothing = {name: drawn for name, drawn in all_drawn().items() if name.endswith("nothing")}
    assert len(nothing) == 15
    for drawn in nothing.values():
        assert _texts(drawn) == ["没有数据"]
        assert drawn.alt.endswith("没有数据。")


def test_a_chart_does_not_depend_on_those_drawn_before() -> None:
    first, second = all_drawn(), all_drawn()
    assert [drawn.chart for drawn in first.values()] == [drawn.chart for drawn in second.values()]
    assert not re.search(r'"(view|param|layer)_\d+"', json.dumps(first["trend"].chart))


def test_words_and_labels_are_as_they_were(request: pytest.FixtureRequest) -> None:
    """To accept what is drawn now: `pytest tests/reports --bless`."""
    found = "\n\n".join(
        "\n".join([f"# {name}", drawn.alt, *_texts(drawn)])
        for name, drawn in all_drawn().items()
        if "nothing" not in name
    )
    if request.config.getoption("--bless", default=False):
        SNAPSHOT.parent.mkdir(exist_ok=True)
        SNAPSHOT.write_text(found + "\n", encoding="utf-8")
    assert found + "\n" == SNAPSHOT.read_text(encoding="utf-8")
