"""Charts drawn: as SVG for pages, as PNG for Word.

Coordinates are rounded: a score whose last bits differ, for sums in another order, gives the same drawing.
"""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import typst
import vl_convert

from reports.document import Drawing
from reports.fonts import font_folder

if TYPE_CHECKING:
    from reports.document import Chart

_KEPT = 64  # charts of one report, which are drawn for its page and again for its PDF
_PAGE = b"""
#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.chart), format: "svg", width: float(sys.inputs.width) * 1mm)
"""


_TAG = re.compile(r"<\w[^<>]*\.\d{3}[^<>]*>")
_PLACES = re.compile(r'\s(?:d|transform|points|width|height|[xy][12]?|[cr][xy]|r)="[^"]*"')
_LONG = re.compile(r"-?\d+(?:\.\d{3,}(?:e[-+]?\d+)?|e-\d+)")


def svg(chart: Chart | Drawing) -> str:
    """A chart as an SVG of its own size, with text as text in the packaged font's family; without ids.

    Coordinates have at most two decimals: hundredths of a pixel.
    """
    return chart.svg if isinstance(chart, Drawing) else _drawn(json.dumps(chart, ensure_ascii=False))


def png(chart: Chart | Drawing, width_mm: float, dpi: int) -> bytes:
    """A chart as a PNG so wide in print. Drawn by typst: vl-convert draws the packaged font in Thin only."""
    drawn = _typst().compile(
        input=_PAGE, format="png", ppi=dpi, sys_inputs={"chart": svg(chart), "width": repr(float(width_mm))}
    )
    if not isinstance(drawn, bytes):
        raise TypeError("a chart is one page")
    return drawn


@lru_cache(maxsize=_KEPT)
def _drawn(chart: str) -> str:
    _register_font()
    drawn = vl_convert.vegalite_to_svg(chart)
    return _TAG.sub(lambda tag: _PLACES.sub(lambda places: _LONG.sub(_rounded, places[0]), tag[0]), drawn)


def _rounded(number: re.Match[str]) -> str:
    short = f"{float(number[0]):.2f}".rstrip("0").rstrip(".")
    return "0" if short == "-0" else short


@cache
def _register_font() -> None:
    vl_convert.register_font_directory(str(font_folder()))


@cache
def _typst() -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[font_folder()])
    return typst.Compiler(font_paths=fonts)
