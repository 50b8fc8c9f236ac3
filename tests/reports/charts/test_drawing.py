"""How charts are drawn: the same everywhere, in the packaged font, in colours that can be told apart."""

from __future__ import annotations

import html
import re
import struct
import zlib
from itertools import pairwise

import altair as alt
import polars as pl
import pytest

from reports.charts import level_scores, theme
from reports.charts.drawing import png, svg
from reports.charts.drawn import Drawn
from reports.document import Drawing
from tests.reports.charts.frames import YEAR, all_drawn

CHARTS = all_drawn()


@pytest.fixture(params=CHARTS, scope="module")
def drawn(request: pytest.FixtureRequest) -> Drawn:
    return CHARTS[request.param]


def test_every_chart_that_is_not_drawn_here_is_valid_vega_lite(drawn: Drawn) -> None:
    if not isinstance(drawn.chart, Drawing):
        alt.LayerChart.from_dict(drawn.chart, validate=True)


def test_every_chart_is_as_wide_as_the_others(drawn: Drawn) -> None:
    found = re.match(r'<svg[^>]* width="([\d.]+)" height="([\d.]+)"', svg(drawn.chart))
    assert found
    assert float(found[1]) == theme.WIDTH
    assert float(found[2]) < 900  # with its caption on one page


def test_every_text_has_a_weight_that_is_not_the_fonts_default(drawn: Drawn) -> None:
    texts = re.findall(r"<text[^>]*>", svg(drawn.chart))
    assert texts
    assert {found for text in texts for found in re.findall(r'font-weight="(.*?)"', text) or ["none"]} <= {"500", "700"}
    whole = f'font-family="{theme.FONTS}"'
    assert all(whole in text for text in texts) or whole in svg(drawn.chart).split(">")[0]


def test_drawings_can_stand_on_one_page_many_times(drawn: Drawn) -> None:
    assert not re.search(r'\sid="|url\(', svg(drawn.chart))


def test_the_same_chart_is_the_same_drawing() -> None:
    chart = CHARTS["place"].chart
    assert svg(chart) == svg(chart)
    assert png(chart, 50, 72) == png(chart, 50, 72)


def test_coordinates_are_in_hundredths_of_a_pixel_at_most(drawn: Drawn) -> None:
    tags = re.findall(r"<[^>]*>", svg(drawn.chart))
    assert not [tag for tag in tags if re.search(r"\.\d{3}|\de-\d|-0[ ,)\"]", tag)]


def test_a_score_that_differs_in_its_last_bits_gives_the_same_drawing() -> None:
    def drawn(score: float) -> str:
        return svg(
            level_scores(pl.DataFrame({"node": "1", "name": "甲", "mean": score, "previous": score}), YEAR).chart
        )

    assert drawn(87.123456) == drawn(87.123456 + 1e-9)
    assert drawn(87.123456) != drawn(88.123456)


def test_numbers_in_text_are_not_rounded() -> None:
    name = '甲 x="0.12345"'
    frame = pl.DataFrame({"node": "1", "name": name, "mean": 87.0, "previous": None})
    assert name in html.unescape(svg(level_scores(frame, YEAR).chart))


@pytest.mark.parametrize(("width", "dpi"), [(150, 200), (80, 96)])
def test_a_picture_is_as_wide_as_asked(width: int, dpi: int) -> None:
    picture = png(CHARTS["levels"].chart, width, dpi)
    assert struct.unpack(">I", picture[16:20])[0] == pytest.approx(width / 25.4 * dpi, abs=1)


def test_text_in_a_picture_is_as_heavy_as_medium_not_thin() -> None:
    """Set in the same size, Thin leaves less than half the ink."""
    chart = CHARTS["causes of nothing"].chart
    assert not isinstance(chart, Drawing)
    thin = {**chart, "config": {**theme.CONFIG, "text": {**theme.CONFIG["text"], "fontWeight": 400}}}
    assert _ink(png(thin, 150, 96)) < 0.6 * _ink(png(chart, 150, 96))


@pytest.mark.parametrize("colour", [theme.BLUE, theme.VERMILLION, theme.GREY, theme.INK])
def test_what_carries_meaning_stands_out_from_white(colour: str) -> None:
    assert _contrast(colour, "#FFFFFF") >= 3


@pytest.mark.parametrize("colour", [theme.INK, theme.MUTED])
def test_text_can_be_read(colour: str) -> None:
    assert _contrast(colour, "#FFFFFF") >= 7


def _contrast(one: str, other: str) -> float:
    """WCAG 2.2, contrast ratio."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _ink(picture: bytes) -> int:
    """How much darker than white the pixels of an RGBA picture are, in all; the filters of PNG undone."""
    width, height, depth, kind = struct.unpack(">IIBB", picture[16:26])
    assert (depth, kind) == (8, 6)
    data, at = b"", 8
    while at < len(picture):
        (length,) = struct.unpack(">I", picture[at : at + 4])
        if picture[at + 4 : at + 8] == b"IDAT":
            data += picture[at + 8 : at + 8 + length]
        at += 12 + length
    raw, stride = zlib.decompress(data), width * 4 + 1
    above, ink = bytes(width * 4), 0
    for start, end in pairwise(range(0, stride * height + 1, stride)):
        above = _unfiltered(raw[start], raw[start + 1 : end], above)
        ink += sum(255 - value for value in above[::4])
    return ink


def _unfiltered(kind: int, line: bytes, above: bytes) -> bytes:
    out = bytearray()
    for at, value in enumerate(line):
        left, up, corner = (out[at - 4], above[at], above[at - 4]) if at >= 4 else (0, above[at], 0)
        nearest = min((left, up, corner), key=lambda guess: abs(left + up - corner - guess))
        out.append((value + (0, left, up, (left + up) // 2, nearest)[kind]) % 256)
    return bytes(out)
