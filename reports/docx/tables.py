"""Tables: caption above, header repeated on every page, rows in one piece, notes below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.docx.oxml import node, paragraph, run, sized
from reports.docx.widths import fit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from docx.oxml.xmlchemy import BaseOxmlElement

    from reports.docx.widths import Widths
    from reports.table import Table

SHORT = 10
"""Tables with at most so many rows are kept on one page."""

_TWIPS = 20


def table(content: Table, styles: Mapping[str, str], width: float) -> Iterator[BaseOxmlElement]:
    """A table and what stands below it, `width` points wide."""
    layout = fit(content, width)
    widths = [round(part * _TWIPS) for part in layout.widths]
    short = len(content.rows) <= SHORT
    heads = (
        _cell(
            width,
            content.columns[index].header,
            styles["表格表头"],
            layout,
            keep=True,
            right=content.columns[index].number,
        )
        for width, index in zip(widths, layout.columns, strict=True)
    )
    rows = [_row(heads, header=True)]
    text_styles = [styles["表格数字" if content.columns[index].number else "表格文字"] for index in layout.columns]
    for position, row in enumerate(content.rows):
        keep = short and position < len(content.rows) - 1
        cells = (
            _cell(width, row[index], style, layout, keep=keep)
            for width, index, style in zip(widths, layout.columns, text_styles, strict=True)
        )
        rows.append(_row(cells))
    grid = node("w:tblGrid", None, *(node("w:gridCol", {"w:w": str(part)}) for part in widths))
    yield node("w:tbl", None, _properties(styles["报告表格"], widths, content.title), grid, *rows)
    if content.notes:
        side = str(round((width * _TWIPS - sum(widths)) / 2))
        margins = {"w:left": side, "w:right": side}
        for note in content.notes:
            yield paragraph(styles["表格附注"], (run(note),), (node("w:ind", margins),))
    yield _gap(styles["表格附注"])


def _properties(style: str, widths: Sequence[int], title: str) -> BaseOxmlElement:
    look = {"firstRow": "1", "lastRow": "0", "firstColumn": "0", "lastColumn": "0", "noHBand": "1", "noVBand": "1"}
    return node(
        "w:tblPr",
        None,
        node("w:tblStyle", {"w:val": style}),
        node("w:tblW", {"w:w": str(sum(widths)), "w:type": "dxa"}),
        node("w:jc", {"w:val": "center"}),
        node("w:tblLayout", {"w:type": "fixed"}),
        node("w:tblLook", {"w:val": "0620"} | {f"w:{key}": value for key, value in look.items()}),
        node("w:tblCaption", {"w:val": title}),
    )


def _row(cells: Iterator[BaseOxmlElement], *, header: bool = False) -> BaseOxmlElement:
    marks = [node("w:cantSplit"), *([node("w:tblHeader")] if header else [])]
    return node("w:tr", None, node("w:trPr", None, *marks), *cells)


def _cell(width: int, text: str, style: str, layout: Widths, *, keep: bool, right: bool = False) -> BaseOxmlElement:
    properties = node(
        "w:tcPr",
        None,
        node("w:tcW", {"w:w": str(width), "w:type": "dxa"}),
        node("w:vAlign", {"w:val": "center"}),
    )
    about = [*([node("w:keepNext")] if keep else []), *([node("w:jc", {"w:val": "right"})] if right else [])]
    return node("w:tc", None, properties, paragraph(style, (sized(run(text), layout.size),), about))


def _gap(style: str) -> BaseOxmlElement:
    """Air below a table; Word also wants a paragraph between two tables and at the end."""
    exact = node("w:spacing", {"w:before": "0", "w:after": "0", "w:line": "200", "w:lineRule": "exact"})
    return paragraph(style, (), (exact,))
