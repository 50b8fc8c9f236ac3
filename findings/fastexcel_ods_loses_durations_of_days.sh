#!/bin/sh
# fastexcel 0.21.0 reads an OpenDocument cell of 36 hours (office:time-value="PT36H00M00S", as LibreOffice writes [HH]:MM:SS) as
# an empty cell, while one of 23 hours in the same column is a duration. In texts a tabulator and a line break (text:tab,
# text:line-break) are left out, and what stands around them grows together.
# Expected: 36 hours, and a blank between the words. What follows: durations of a day and more are lost without a word, and
# look like cells that nobody filled in; take them from the attributes of content.xml.
set -eu
away=$(mktemp -d); trap 'rm -rf "$away"' EXIT
python3 -m venv "$away/env"
"$away/env/bin/pip" install --quiet fastexcel==0.21.0 polars==2.1.0
"$away/env/bin/python" - "$away/calls.ods" <<'PYTHON'
import sys
import zipfile
from datetime import timedelta

import fastexcel

URN = "urn:oasis:names:tc:opendocument:xmlns:"
KIND = "application/vnd.oasis.opendocument.spreadsheet"


def cell(kind: str, text: str) -> str:
    return f'<table:table-cell office:value-type={kind}><text:p>{text}</text:p></table:table-cell>'


def write(path: str, cells: list[str]) -> None:
    spaces = " ".join(f'xmlns:{name}="{URN}{name}:1.0"' for name in ("office", "table", "text"))
    rows = "".join(f"<table:table-row>{each}</table:table-row>" for each in cells)
    body = f'<office:body><office:spreadsheet><table:table table:name="S">{rows}</table:table></office:spreadsheet></office:body>'
    entry = f'<m:file-entry m:full-path="/" m:media-type="{KIND}"/>'
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("mimetype", KIND)
        file.writestr("META-INF/manifest.xml", f'<m:manifest xmlns:m="{URN}manifest:1.0">{entry}</m:manifest>')
        file.writestr("content.xml", f'<office:document-content {spaces} office:version="1.3">{body}</office:document-content>')


path = sys.argv[1]
write(
    path,
    [
        cell('"time" office:time-value="PT36H00M00S"', "36:00:00"),
        cell('"time" office:time-value="PT23H00M30S"', "23:00:30"),
    ],
)
lasted = fastexcel.read_excel(path).load_sheet(0, header_row=None).to_polars().to_series().to_list()
write(path, [cell('"string"', "接通<text:tab/>未答<text:line-break/>重拨")])
told = fastexcel.read_excel(path).load_sheet(0, header_row=None).to_polars().to_series().to_list()
print("fastexcel", fastexcel.__version__, lasted, told)
assert lasted[0] is None, "36 hours are read now"
assert lasted[1] == timedelta(hours=23, seconds=30), "durations below a day are read otherwise now"
assert told == ["接通未答重拨"], "tabulators and line breaks are read now"
PYTHON
