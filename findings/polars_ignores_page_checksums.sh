#!/bin/sh
# Polars 2.1.0 reads a Parquet page whose bytes contradict the checksum (CRC) in the page's own header, and gives the wrong
# values without a word. DuckDB 2.0.0 does so too, and pyarrow 26.0.1 unless `page_checksum_verification=True` is given.
# Spark writes these checksums by default. Expected: an error, or at least a way to ask for one.
# What follows: whoever must not count damaged records has to hold the pages against their checksums before Polars reads them.
set -eu
away=$(mktemp -d); trap 'rm -rf "$away"' EXIT
python3 -m venv "$away/env"
"$away/env/bin/pip" install --quiet polars==2.1.0 pyarrow==26.0.1
"$away/env/bin/python" - "$away/a.parquet" <<'PYTHON'
import sys

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

path = sys.argv[1]
table = pa.table({"points": ["GD0000000001", "GD0000000002"]})
pq.write_table(table, path, write_page_checksum=True, compression="none", use_dictionary=False, write_statistics=False)
with open(path, "rb") as file:
    whole = file.read()
with open(path, "wb") as file:
    file.write(whole.replace(b"GD0000000001", b"GD0000000009", 1))
found = pl.read_parquet(path)["points"].to_list()
print("polars", pl.__version__, found)
try:
    pq.read_table(path, page_checksum_verification=True)
except OSError as error:
    print("pyarrow", pa.__version__, error)
assert found[0] == "GD0000000009", "the damage is told now"
PYTHON
