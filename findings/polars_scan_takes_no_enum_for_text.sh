#!/bin/sh
# Polars 2.1.0 can be told by `ScanCastOptions(categorical_to_string="allow")` to read a column of categories where the schema
# says text, and then does so for Categorical, but not for Enum, which is a schema error; yet both are the same dictionary of
# texts in the Parquet file, and only Polars' own note in the file's metadata tells them apart: the same file from DuckDB, with
# an ENUM column, is text without any option.
# Expected: both are texts. What follows: a folder in which one month was written with Enum and another with text cannot be
# scanned as one table by that option; such columns have to be cast file by file.
set -eu
away=$(mktemp -d); trap 'rm -rf "$away"' EXIT
python3 -m venv "$away/env"
"$away/env/bin/pip" install --quiet polars==2.1.0 duckdb==2.0.0
"$away/env/bin/python" - "$away" <<'PYTHON'
import sys

import duckdb
import polars as pl

folder, levels = sys.argv[1], ["提示", "关注", "严重"]
for name, kind in (("categorical", pl.Categorical), ("enum", pl.Enum(levels))):
    pl.DataFrame({"level": pl.Series(levels, dtype=kind)}).write_parquet(f"{folder}/{name}.parquet")
duckdb.sql(f"create type level as enum {tuple(levels)}")
duckdb.sql(f"copy (select '提示'::level as level) to '{folder}/duckdb.parquet'")
options = pl.ScanCastOptions(categorical_to_string="allow")
read = {}
for name in ("categorical", "enum", "duckdb"):
    try:
        scanned = pl.scan_parquet(f"{folder}/{name}.parquet", schema={"level": pl.String}, cast_options=options)
        read[name] = scanned.collect()["level"].to_list()
    except pl.exceptions.SchemaError as error:
        read[name] = str(error)
print("polars", pl.__version__, "duckdb", duckdb.__version__, read)
assert read["categorical"] == levels, "a Categorical is no text any more"
assert read["duckdb"] == levels[:1], "an ENUM of DuckDB is no text any more"
assert isinstance(read["enum"], str), "an Enum is text now"
PYTHON
