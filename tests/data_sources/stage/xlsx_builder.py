"""XLSX packages written by hand, so that a test says exactly what stands in them."""

import io
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def package(
    rows="",
    *,
    before="",
    after="",
    sheets=None,
    formats=(),
    strings="",
    workbook="",
    calculation="",
    states=(),
    main=MAIN,
    office=OFFICE,
    prefix="",
    target="worksheets/",
    compression=zipfile.ZIP_DEFLATED,
):
    """The bytes of a workbook.

    Args:
        rows: the XML within `sheetData` of the only sheet.
        before: XML before `sheetData`.
        after: XML behind `sheetData`.
        sheets: sheet name → the whole XML of the sheet, in place of `rows`.
        formats: number formats of the styles 1, 2, …: codes, or numbers of formats.
        strings: the XML within `sst`; no part for an empty one.
        workbook: XML at the beginning of the workbook's part.
        calculation: XML at its end.
        states: visibility of the sheets.
        main: the namespace.
        office: the namespace of relationship ids.
        prefix: of the names of elements, with its colon; of `rows`, `before` and `after` by the caller.
        target: of the relationships, before the sheet's file name.
        compression: of the package's parts.
    """
    p = prefix
    names = f'xmlns{":" + p[:-1] if p else ""}="{main}"'
    if sheets is None:
        sheet = f"<{p}worksheet {names}>{before}<{p}sheetData>{rows}</{p}sheetData>{after}</{p}worksheet>"
        sheets = {"Sheet1": sheet}
    states = [*states, *["visible"] * (len(sheets) - len(states))]
    entries = "".join(
        f'<{p}sheet name="{name}" sheetId="{i}" state="{state}" r:id="rId{i}"/>'
        for i, (name, state) in enumerate(zip(sheets, states, strict=True), 1)
    )
    codes = "".join(
        f'<{p}numFmt numFmtId="{200 + i}" formatCode="{_quoted(code)}"/>'
        for i, code in enumerate(formats)
        if isinstance(code, str)
    )
    styles = "".join(
        f'<{p}xf numFmtId="{200 + i if isinstance(code, str) else code}"/>' for i, code in enumerate(formats)
    )
    relations = "".join(
        f'<Relationship Id="rId{i}" Type="{office}/worksheet" Target="{target}sheet{i}.xml"/>'
        for i in range(1, len(sheets) + 1)
    )
    relations += f'<Relationship Id="rId90" Type="{office}/styles" Target="styles.xml"/>'
    relations += (
        f'<Relationship Id="rId91" Type="{office}/sharedStrings" Target="sharedStrings.xml"/>' if strings else ""
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" '
        'ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>',
        "xl/workbook.xml": f'<{p}workbook {names} xmlns:r="{office}">{workbook}<{p}sheets>{entries}</{p}sheets>'
        f"{calculation}</{p}workbook>",
        "xl/styles.xml": f"<{p}styleSheet {names}><{p}numFmts>{codes}</{p}numFmts>"
        f'<{p}cellStyleXfs><{p}xf numFmtId="9"/></{p}cellStyleXfs>'
        f'<{p}cellXfs><{p}xf numFmtId="0"/>{styles}</{p}cellXfs></{p}styleSheet>',
    }
    if strings:
        parts["xl/sharedStrings.xml"] = f"<{p}sst {names}>{strings}</{p}sst>"
    parts |= {f"xl/worksheets/sheet{i}.xml": sheet for i, sheet in enumerate(sheets.values(), 1)}
    return zipped(parts, compression)


def zipped(parts, compression=zipfile.ZIP_DEFLATED):
    """The bytes of a package of these parts."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", compression) as book:
        for name, text in parts.items():
            book.writestr(name, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + text)
    return content.getvalue()


def _quoted(code):
    return code.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")
