"""A document → one self-contained HTML file.

A chart of Vega-Lite stands in the page twice: as a drawing (SVG), for paper and for readers without scripts, and as
the specification from which the browser makes an interactive one; the browser engine for it is in the page only where
there is such a chart. A chart that is drawn already stands there once; a small script lays it out for narrow places and
tells of its marks.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from vl_convert import javascript_bundle

from reports.charts.drawing import svg
from reports.document import Drawing
from reports.document.plain import plain
from reports.fonts import FAMILY, PageFont, page_font
from reports.web.embedding import content_policy, data_uri, own_ids, script_json
from reports.web.outline import notes, sections
from reports.web.table import table_html

if TYPE_CHECKING:
    import datetime
    from pathlib import Path

    from reports.document import Document

_STYLES = ("page.css", "charts.css", "phone.css", "print.css")
_SCRIPTS = ("titles.js", "contents.js", "filters.js", "tables.js")


def write_html(document: Document, path: Path, *, made_on: datetime.date, font: PageFont | None = None) -> None:
    """Write a document as a web page.

    The same document gives the same bytes.

    Args:
        document: what to write.
        path: of the HTML file; an existing one is replaced.
        made_on: the date in the page's metadata.
        font: of the page's characters; made for this page, with all weights, if not given. Who writes many like pages
            passes one font for all of them.

    Raises:
        TextError: a key is used twice, or a cross-reference names none.
    """
    content = _content(document)
    drawn = [isinstance(figure.chart, Drawing) for figure in document.figures.values()]
    sketches = (_asset("sketch.js"),) if any(drawn) else ()
    charts = (_charts(), _asset("charts.js")) if not all(drawn) else ()
    scripts = (*map(_asset, _SCRIPTS), *sketches, *charts)
    spelled = "".join((content, document.title, *map(_asset, (*_STYLES, *_SCRIPTS, "sketch.js", "charts.js"))))
    style = _face(page_font(spelled) if font is None else font) + "".join(map(_asset, _STYLES))
    page = (
        _environment()
        .get_template("page.html")
        .render(
            title=document.title,
            issuer=document.issuer,
            made_on=made_on.isoformat(),
            policy=content_policy(scripts, style),
            style=style,
            scripts=scripts,
            content=content,
        )
    )
    path.write_text(page, encoding="utf-8", newline="\n")


def _content(document: Document) -> str:
    report = plain(document)
    return (
        _environment()
        .get_template("content.html")
        .render(
            report=report,
            front=sections(report["front"]),
            body=sections(report["body"]),
            notes=notes(report),
            drawings={
                key: own_ids(svg(figure.chart), f"drawing-{place}-")
                for place, (key, figure) in enumerate(document.figures.items(), start=1)
            },
            charts={
                key: None if isinstance(figure.chart, Drawing) else script_json(figure.chart)
                for key, figure in document.figures.items()
            },
        )
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("reports.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["table"] = table_html
    return environment


@cache
def _asset(name: str) -> str:
    return files("reports.web").joinpath("assets", name).read_text(encoding="utf-8")


@cache
def _charts() -> str:
    """Vega, Vega-Lite and Vega-Embed in one script."""
    return javascript_bundle("window.vegaEmbed = vegaEmbed;")


def _face(font: PageFont) -> str:
    source = data_uri(font.content, "font/woff2")
    return f'@font-face{{font-family:"{FAMILY}";font-weight:{font.weights};src:url({source}) format("woff2")}}\n'
