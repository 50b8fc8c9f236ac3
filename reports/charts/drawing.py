"""Charts drawn: as SVG for pages, as PNG for Word."""

from __future__ import annotations

import json
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import typst
import vl_convert

from reports.fonts import font_folder

if TYPE_CHECKING:
    from reports.document import Chart

_KEPT = 64  # charts of one report, which are drawn for its page and again for its PDF
_PAGE = b"""
#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.chart), format: "svg", width: float(sys.inputs.width) * 1mm)
"""


def svg(chart: Chart) -> str:
    """A chart as an SVG of its own size, with text as text in the packaged font's family; without ids."""
    return _drawn(json.dumps(chart, ensure_ascii=False))


def png(chart: Chart, width_mm: float, dpi: int) -> bytes:
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
    return vl_convert.vegalite_to_svg(chart)


@cache
def _register_font() -> None:
    vl_convert.register_font_directory(str(font_folder()))


@cache
def _typst() -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[font_folder()])
    return typst.Compiler(font_paths=fonts)
