#!/bin/sh
# fastexcel 0.21.0 reads the numbers of an XLSX column as text with nine decimals: 0.7887233511 becomes 0.788723351, and
# 0.0000000123 becomes 0.000000012. Expected: as text all stored digits, as the same column has when it is read as numbers.
# What follows: a small ratio read as text has lost its digits; take the numbers, or the digits of the sheet's own XML.
set -eu
away=$(mktemp -d); trap 'rm -rf "$away"' EXIT
python3 -m venv "$away/env"
"$away/env/bin/pip" install --quiet fastexcel==0.21.0 polars==2.1.0 xlsxwriter==3.3.0
"$away/env/bin/python" - "$away/numbers.xlsx" <<'PYTHON'
import sys

import fastexcel
import xlsxwriter

path = sys.argv[1]
stored = [0.7887233511, 0.0000000123, 0.5]
with xlsxwriter.Workbook(path) as book:
    book.add_worksheet("S").write_column(0, 0, stored)
sheet = fastexcel.read_excel(path)
as_text = sheet.load_sheet("S", header_row=None, dtypes="string").to_polars().to_series().to_list()
as_numbers = sheet.load_sheet("S", header_row=None).to_polars().to_series().to_list()
print("fastexcel", fastexcel.__version__, "stored", stored, "as text", as_text, "as numbers", as_numbers)
assert as_numbers == stored, "numbers are not what is stored any more"
assert as_text == ["0.788723351", "0.000000012", "0.5"], "texts are other than they were"
PYTHON
