"""One look for all charts.

Colours are of the palette of Okabe and Ito (2008), which readers with any colour vision can tell apart, and a grey.
Against white, what carries meaning has a contrast of at least 3:1 (WCAG 2.2, 1.4.11), text of at least 7:1 (1.4.6).
No colour says anything that a label, a place or a shape does not say too.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, Final, ParamSpec

import altair as alt
from altair.utils.schemapi import debug_mode

from reports.charts.drawn import NO_DATA, Drawn, listed
from reports.fonts import FAMILY

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Arguments = ParamSpec("Arguments")
Layer = dict[str, Any]
"""A layer of a chart as Vega-Lite."""

WIDTH = 567
"""Width of a whole chart in pixels: 150 mm at 96 pixels to the inch, so that a pixel of type is 0.75 point."""

BLUE = "#0072B2"
VERMILLION = "#D55E00"
GREY = "#8A8F94"
PALE = "#B8CFE0"
"""For areas behind something else that carries the meaning."""
INK = "#222222"
MUTED = "#4D4D4D"
GRID = "#E3E6E8"
BASELINE = "#9AA0A6"

WEIGHT = 500
"""The weight of all text. The packaged font is Thin where SVG asks for 400, its default, so that Medium is the lightest
that every renderer draws alike.
"""
BOLD: Final = 700
SIZE = 13
SMALL = 12

FONTS = f"{FAMILY}, Source Han Sans SC, PingFang SC, Microsoft YaHei, WenQuanYi Micro Hei, sans-serif"

_TYPE = {"labelFontWeight": WEIGHT, "titleFontWeight": WEIGHT, "labelFontSize": SMALL, "titleFontSize": SMALL}

CONFIG: dict[str, Any] = {
    "aria": False,  # a figure's alternative text says it in sentences
    "font": FONTS,
    "background": "white",
    "padding": 6,
    "view": {"stroke": None},
    "axis": {
        **_TYPE,
        "labelColor": INK,
        "titleColor": MUTED,
        "gridColor": GRID,
        "domainColor": BASELINE,
        "tickColor": BASELINE,
        "labelLimit": 0,
        "titlePadding": 8,
        "titleLineHeight": 17,
    },
    "axisQuantitative": {"domain": False, "ticks": False, "tickCount": 5, "labelColor": MUTED, "labelFlush": False},
    "axisBand": {"grid": False, "ticks": False, "labelFontSize": SIZE, "labelPadding": 8, "labelOverlap": False},
    "legend": {
        **_TYPE,
        "labelColor": INK,
        "title": None,
        "orient": "top",
        "direction": "horizontal",
        "labelLimit": 0,
        "symbolType": "square",
        "symbolSize": 120,
        "symbolStrokeWidth": 0,
        "symbolOpacity": 1,
        "columnPadding": 16,
        "offset": 8,
    },
    "text": {"fontWeight": WEIGHT, "fontSize": SIZE, "color": INK},
    "bar": {"color": BLUE},
    "tick": {"opacity": 1},
    "rule": {"opacity": 1},
    "point": {"opacity": 1},
}


def finish(
    layers: list[alt.Chart], values: list[dict[str, Any]], height: int, alternative: str, right: int = 0
) -> Drawn:
    """Layers over the same values as one chart of the common width; see `put_together`."""
    return put_together(spelled_out(layers), values, height, alternative, right)


def spelled_out(layers: list[alt.Chart]) -> list[Layer]:
    """Layers as Vega-Lite. The tests validate what Altair would validate here each time, in more time than all else."""
    context = {"top_level": False, "data": alt.NamedData(name="values")}
    return [layer.to_dict(validate=False, context=context) for layer in layers]


def put_together(
    layers: list[Layer], values: list[dict[str, Any]], height: int, alternative: str, right: int = 0
) -> Drawn:
    """Layers over the same values as one chart of the common width.

    `height` is that of the plot in pixels, without axes and legend; `right` are pixels added to the padding there,
    where long labels of digits stand: they are drawn in Medium, but measured in Thin. Layers are put together here, as
    Altair would: it copies each of them a dozen times for what no layer here has, such as parameters.
    """
    return Drawn(
        {
            "config": CONFIG | {"padding": _padded(right)} if right else CONFIG,
            "layer": layers,
            "data": {"values": values},
            "height": height,
            "resolve": {"axis": {"y": "independent"}},
            "width": WIDTH,
            "$schema": alt.SCHEMA_URL,
            "autosize": {"type": "fit-x", "contains": "padding"},
            "description": alternative,
        },
        alternative,
    )


def _padded(right: int) -> dict[str, int]:
    usual = CONFIG["padding"]
    return {"left": usual, "top": usual, "bottom": usual, "right": usual + right}


def unchecked(build: Callable[Arguments, Drawn]) -> Callable[Arguments, Drawn]:
    """Have a chart built without Altair checking every part of it; the tests check each kind of chart as a whole."""

    @wraps(build)
    def built(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Drawn:
        with debug_mode(False):
            return build(*args, **kwargs)

    return built


def nothing(kind: str) -> Drawn:
    """What stands in place of a chart of no rows."""
    note = alt.Chart().mark_text(color=MUTED).encode(text=alt.Text("text:N"))
    return finish([note], [{"text": NO_DATA}], 60, listed(kind, []))


def axis_ends(numbers: Sequence[float]) -> list[float]:
    """The ends of an axis that is as long as its numbers need; of any score where there are none.

    Vega finds the ends itself, but warns of every layer that has no numbers.
    """
    return [min(numbers), max(numbers)] if numbers else [0.0, 100.0]


def coloured(layer: alt.Chart, name: str, colours: dict[str, str], *, explained: bool = True) -> alt.Chart:
    """A layer in the colour of its name; `colours` are those of all names, in the order of the legend."""
    scale = alt.Scale(domain=list(colours), range=list(colours.values()))
    colour = alt.Color("layer:N", scale=scale, legend=alt.Legend() if explained else None)
    return layer.transform_calculate(layer=f"'{name}'").encode(color=colour)
