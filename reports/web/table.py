"""A table of a report as HTML: cell by cell in plain code, for a page has thousands of cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_WIDE, _BROAD = 8, 5  # more columns than so many
_WHOLE_HEADER = 7  # characters that a header keeps in one line, of a table that is not wide
_WHOLE_HEADER_WIDE = 5


def table_html(block: Mapping[str, Any]) -> Markup:
    """The table with its caption and notes, in a box that scrolls sideways.

    The first cell of a row is its header, if it says something and is no number.

    Args:
        block: of kind `table` (`reports.document.plain`).
    """
    columns: Sequence[Mapping[str, Any]] = block["columns"]
    kinds = [_kind(column) for column in columns]
    label, caption = escape(block["label"]), escape(block["caption"])
    name = f"{label} {caption}"
    width = "wide" if len(columns) > _WIDE else "broad" if len(columns) > _BROAD else ""
    rows = "\n".join(_row(row, kinds) for row in block["rows"])
    notes = "".join(f'<p class="remark">{escape(note)}</p>\n' for note in block["notes"])
    over = f'<caption><span><span class="label">{label}</span>{caption}</span></caption>'
    parts = (
        f'<div class="table {width}" id="part-{escape(block["key"])}">',
        f'<div class="scroll" role="region" tabindex="0" aria-label="{name}">',
        f"<table>\n{over}\n<thead>\n<tr>{_header(columns, kinds)}</tr>\n</thead>",
        f"<tbody>\n{rows}\n</tbody>\n</table>\n</div>\n{notes}</div>",
    )
    return Markup("\n".join(parts))  # noqa: S704  (every text in it is escaped)


def _kind(column: Mapping[str, Any]) -> str:
    return "number" if column["number"] else "short" if column["keep"] else "text"


def _header(columns: Sequence[Mapping[str, Any]], kinds: Sequence[str]) -> str:
    most = _WHOLE_HEADER if len(columns) <= _WIDE else _WHOLE_HEADER_WIDE
    headers = [column["header"] for column in columns]
    whole = [" whole" if len(header) < most else "" for header in headers]
    cells = zip(kinds, whole, headers, strict=True)
    return "".join(f'<th scope="col" class="{kind}{kept}">{escape(header)}</th>' for kind, kept, header in cells)


def _row(cells: Sequence[str], kinds: Sequence[str]) -> str:
    spelled = [f'<td class="{kind}">{escape(cell)}</td>' for kind, cell in zip(kinds, cells, strict=True)]
    if cells and cells[0] and kinds[0] != "number":
        spelled[0] = f'<th scope="row" class="{kinds[0]}">{escape(cells[0])}</th>'
    return f"<tr>{''.join(spelled)}</tr>"
