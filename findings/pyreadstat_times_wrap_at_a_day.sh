#!/bin/sh
# pyreadstat 1.3.7 reads durations of SPSS files (formats TIME and DTIME, which hold seconds) as times of a day: 25 hours come
# out as 01:00, a day and four hours as 04:00, a minute less than nothing as 23:59, without a word. Quarters and months
# (QYR, MOYR) of the same seconds since 1582 as a DATE, which it converts, stay numbers.
# Expected: durations, or an error for what is no time of a day. What follows: how long a call or an answer took has to be
# read with `disable_datetime_conversion=True` and converted by the format that the file states.
set -eu
away=$(mktemp -d); trap 'rm -rf "$away"' EXIT
python3 -m venv "$away/env"
"$away/env/bin/pip" install --quiet pyreadstat==1.3.7 polars==2.1.0
"$away/env/bin/python" - "$away/calls.sav" <<'PYTHON'
import sys
from datetime import date, time

import polars as pl
import pyreadstat

path, quarter = sys.argv[1], 13_727_232_000.0  # seconds from 1582-10-14 to 2017-10-13
written = pl.DataFrame(
    {"lasted": [90_000.0, -60.0], "open_for": [100_800.0, 60.0], "quarter": [quarter] * 2, "day": [quarter] * 2}
)
formats = {"lasted": "TIME8", "open_for": "DTIME12", "quarter": "QYR6", "day": "DATE11"}
pyreadstat.write_sav(written, path, variable_format=formats)
read, _ = pyreadstat.read_sav(path, output_format="polars")
as_stored, _ = pyreadstat.read_sav(path, output_format="polars", disable_datetime_conversion=True)
print("pyreadstat", pyreadstat.__version__, read.to_dict(as_series=False))
assert as_stored["lasted"].to_list() == [90_000.0, -60.0], "durations are not stored as they were given"
assert read["lasted"].to_list() == [time(1), time(23, 59)], "durations of more than a day are told now"
assert read["open_for"].to_list() == [time(4), time(0, 1)], "days and times are told now"
assert read["day"].to_list() == [date(2017, 10, 13)] * 2, "dates are read otherwise now"
assert read["quarter"].to_list() == [quarter] * 2, "quarters are dates now"
PYTHON
