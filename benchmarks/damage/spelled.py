"""Office files written by hand, to spell them as other writers do."""

from __future__ import annotations

import struct
import zipfile
from datetime import date
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from pathlib import Path

_EPOCH = date(1899, 12, 30)
_TRANSITIONAL = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
)
_STRICT = (
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def column_name(position: int) -> str:
    """A, B, …, AA for positions from 0 on."""
    name = ""
    position += 1
    while position:
        position, letter = divmod(position - 1, 26)
        name = chr(65 + letter) + name
    return name


def xlsx(path: Path, cells: list[list[Any]], *, prefix: str = "", strict: bool = False) -> None:
    """A workbook of one sheet; texts stand in the cells, elements have a prefix, namespaces are Strict if asked for."""
    main, relations = _STRICT if strict else _TRANSITIONAL
    p = f"{prefix}:" if prefix else ""
    declared = f'xmlns{":" if prefix else ""}{prefix}="{main}"'
    rows = ""
    for number, row in enumerate(cells, 1):
        written = "".join(_cell(cell, f"{column_name(at)}{number}", p, strict) for at, cell in enumerate(row))
        rows += f'<{p}row r="{number}">{written}</{p}row>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET_TYPES}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_SHEET_TYPES}.styles+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SHEET_TYPES}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1"'
        f' Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1"'
        f' Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2"'
        f' Type="{relations}/styles" Target="styles.xml"/></Relationships>',
        "xl/workbook.xml": f'<{p}workbook {declared} xmlns:r="{relations}"><{p}sheets>'
        f'<{p}sheet name="Sheet1" sheetId="1" r:id="rId1"/></{p}sheets></{p}workbook>',
        "xl/styles.xml": f"<{p}styleSheet {declared}>"
        f'<{p}fonts count="1"><{p}font/></{p}fonts>'
        f'<{p}fills count="1"><{p}fill><{p}patternFill patternType="none"/></{p}fill></{p}fills>'
        f'<{p}borders count="1"><{p}border/></{p}borders>'
        f'<{p}cellStyleXfs count="1"><{p}xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></{p}cellStyleXfs>'
        f'<{p}cellXfs count="2"><{p}xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        f'<{p}xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></{p}cellXfs>'
        f"</{p}styleSheet>",
        "xl/worksheets/sheet1.xml": f"<{p}worksheet {declared}><{p}sheetData>{rows}</{p}sheetData></{p}worksheet>",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, _DECLARATION + text)


def _cell(cell: Any, at: str, p: str, strict: bool) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        if strict:
            return f'<{p}c r="{at}" s="1" t="d"><{p}v>{cell.isoformat()}</{p}v></{p}c>'
        return f'<{p}c r="{at}" s="1"><{p}v>{(cell - _EPOCH).days}</{p}v></{p}c>'
    if isinstance(cell, (int, float)):
        return f'<{p}c r="{at}"><{p}v>{cell}</{p}v></{p}c>'
    return f'<{p}c r="{at}" t="inlineStr"><{p}is><{p}t>{escape(str(cell))}</{p}t></{p}is></{p}c>'


def spreadsheet_2003(cells: list[list[Any]]) -> str:
    """An XML Spreadsheet 2003 of one sheet."""
    rows = "".join(f"<Row>{''.join(map(_cell_2003, row))}</Row>" for row in cells)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<?mso-application progid="Excel.Sheet"?>\n'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
        ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles><Style ss:ID="day">'
        '<NumberFormat ss:Format="Short Date"/></Style></Styles>'
        f'<Worksheet ss:Name="Sheet1"><Table>{rows}</Table></Worksheet></Workbook>'
    )


def _cell_2003(cell: Any) -> str:
    if cell is None:
        return "<Cell/>"
    if isinstance(cell, date):
        return f'<Cell ss:StyleID="day"><Data ss:Type="DateTime">{cell.isoformat()}T00:00:00.000</Data></Cell>'
    kind = "Number" if isinstance(cell, (int, float)) else "String"
    return f'<Cell><Data ss:Type="{kind}">{escape(str(cell))}</Data></Cell>'


def dbf(path: Path, cells: list[list[Any]]) -> None:
    """A dBase III table in GBK whose code page is left empty, as clearing systems write it."""
    header, *rows = cells
    columns = [_field([row[at] for row in rows]) for at in range(len(header))]
    names = [name.encode("gbk") for name in header]
    assert all(len(name) <= 10 for name in names), header
    fields = b"".join(
        name.ljust(11, b"\0") + kind.encode() + bytes(4) + bytes((size, decimals)) + bytes(14)
        for name, (kind, size, decimals) in zip(names, columns, strict=True)
    )
    size = 1 + sum(size for _, size, _ in columns)
    start = struct.pack("<4BIHH20x", 3, 118, 12, 31, len(rows), 32 + len(fields) + 1, size)
    body = b"".join(
        b" " + b"".join(_stored(cell, *column) for cell, column in zip(row, columns, strict=True)) for row in rows
    )
    path.write_bytes(start + fields + b"\r" + body + b"\x1a")


def _field(cells: list[Any]) -> tuple[str, int, int]:
    given = [cell for cell in cells if cell is not None]
    if given and all(isinstance(cell, date) for cell in given):
        return "D", 8, 0
    if given and all(isinstance(cell, (int, float)) for cell in given):
        decimals = 2 if any(isinstance(cell, float) for cell in given) else 0
        return "N", 18, decimals
    return "C", max([len(str(cell).encode("gbk")) for cell in given], default=1), 0


def _stored(cell: Any, kind: str, size: int, decimals: int) -> bytes:
    if cell is None:
        return b" " * size
    if kind == "D":
        return f"{cell:%Y%m%d}".encode()
    if kind == "N":
        return f"{cell:.{decimals}f}".rjust(size).encode()
    return str(cell).encode("gbk").ljust(size)
