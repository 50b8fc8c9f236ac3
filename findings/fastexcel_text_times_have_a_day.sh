#!/bin/sh
# fastexcel 0.21.0 reads a cell of the format h:mm that holds 0.5 (noon) as the text 1899-12-31 12:00:00, and one of
# [h]:mm:ss that holds 1.5 (36 hours) as 1900-01-01 12:00:00. Expected: 12:00 and 36:00:00, what
# the sheet shows. What follows: times and durations of operations' readings have to be told by the number format.
set -eu
away=$(mktemp -d); trap 'rm -rf "$away"' EXIT
python3 -m venv "$away/env"
"$away/env/bin/pip" install --quiet fastexcel==0.21.0 polars==2.1.0 xlsxwriter==3.3.0
"$away/env/bin/python" - "$away/times.xlsx" <<'PYTHON'
import sys

import fastexcel
import xlsxwriter

path = sys.argv[1]
with xlsxwriter.Workbook(path) as book:
    sheet = book.add_worksheet("S")
    sheet.write_number(0, 0, 0.5, book.add_format({"num_format": "h:mm"}))
    sheet.write_number(1, 0, 1.5, book.add_format({"num_format": "[h]:mm:ss"}))
found = fastexcel.read_excel(path).load_sheet("S", header_row=None, dtypes="string").to_polars().to_series().to_list()
print("fastexcel", fastexcel.__version__, "reads", found)
assert found[0] == "1899-12-31 12:00:00", "a time of day is read otherwise"
assert found[1] == "1900-01-01 12:00:00", "a duration is read otherwise"
PYTHON
