"""What is asked of typed rows is what the pandera schema of their contract asks, row by row."""

import itertools
from datetime import date

import pandera.errors
import polars as pl
import pytest

from data_sources import SOURCES
from data_sources.accounts.contracts import TABLES
from data_sources.contract_checks import check_contract
from data_sources.quarantine import Findings
from surveys import sources
from surveys.questionnaire import load_questionnaire

ALL = (*SOURCES, *sources(load_questionnaire("investor_2017")), *TABLES)
VALUES = {
    "text": [None, "甲"],
    "identifier": [None, "A1"],
    "code": [None, "91110000EXAMPLE00F", "911100007109241000"],
    "date": [None, date(2017, 3, 1), date(2017, 3, 2), date(2016, 1, 1)],
    "number": [None, -1.0, 0.0, 1.5],
    "count": [None, -1, 0, 1, 24],
    "flag": [None, True, False],
    "secret": [None, 1],
}


def rows_of(source):
    """Rows in which every value stands beside every value of the columns next to it, each length by itself."""
    kinds = [VALUES[column.kind] if not column.coded else [None, *column.options] for column in source.columns]
    wide = max(map(len, kinds))
    pairs = list(itertools.product(range(wide), repeat=2))
    cells = {
        column.name: [values[pair[at % 2] % len(values)] for pair in pairs]
        for at, (column, values) in enumerate(zip(source.columns, kinds, strict=True))
    }
    return pl.DataFrame(cells, {column.name: column.dtype for column in source.columns})


@pytest.mark.parametrize("source", ALL, ids=lambda source: source.name)
def test_rows_break_a_contract_where_pandera_says_so(source):
    rows = rows_of(source)
    findings = Findings(rows.with_row_index("_row"))
    check_contract(rows, source, findings)
    told = set(findings.found.filter(pl.col("kind") == "rejected").select("column", "index").iter_rows())
    try:
        source.schema.validate(rows, lazy=True)
        wanted = set()
    except pandera.errors.SchemaErrors as error:
        wanted = set(error.failure_cases.select("column", pl.col("index").cast(pl.UInt32)).iter_rows())
    assert told == wanted


@pytest.mark.parametrize("source", ALL, ids=lambda source: source.name)
def test_every_check_of_a_contract_is_broken_by_one_of_these_rows(source):
    rows = rows_of(source)
    findings = Findings(rows.with_row_index("_row"))
    check_contract(rows, source, findings)
    assert set(findings.found["reason"]) >= {check.error for column in source.columns for check in column.checks}


def test_a_contract_becomes_a_schema_with_all_that_it_says():
    for source in ALL:
        for column, (name, defined) in zip(source.columns, source.schema.columns.items(), strict=True):
            assert (name, defined.dtype.type, defined.nullable) == (column.name, column.dtype, not column.required)
            assert (defined.title, defined.description) == (column.title, column.description)
            assert defined.metadata["aliases"] == column.aliases
            assert [check.name for check in defined.checks] == [check.name for check in column.checks]
