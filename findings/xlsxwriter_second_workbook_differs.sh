#!/bin/sh
# XlsxWriter 3.3.1 changes the dictionary of options that it is given: it writes the name of the theme's font into the caller's
# own `default_format_properties`. A second workbook made with the same dictionary therefore has other styles than the first,
# and other bytes, though nothing else differs. Expected: options are read only, and equal input gives equal files.
# What follows: whoever promises files that are the same byte by byte has to give every workbook options of its own.
set -eu
away=$(mktemp -d); trap 'rm -rf "$away"' EXIT
python3 -m venv "$away/env"
"$away/env/bin/pip" install --quiet XlsxWriter==3.3.1
"$away/env/bin/python" - "$away" <<'PYTHON'
import copy
import hashlib
import sys
import zipfile
from datetime import datetime
from importlib.metadata import version

import xlsxwriter

options = {"default_format_properties": {"font_name": "Noto Sans CJK SC", "font_size": 10}}
before = copy.deepcopy(options)
styles = []
for number in (1, 2):
    path = f"{sys.argv[1]}/{number}.xlsx"
    with xlsxwriter.Workbook(path, options) as book:
        book.set_properties({"created": datetime(2024, 1, 1)})
        book.add_worksheet().write(0, 0, 1, book.add_format({"bold": True}))
    with zipfile.ZipFile(path) as packed:
        styles.append(hashlib.sha256(packed.read("xl/styles.xml")).hexdigest()[:12])
print("XlsxWriter", version("XlsxWriter"), "options", before, "→", options, "styles", styles)
assert options != before, "the options are left as they are now"
PYTHON
