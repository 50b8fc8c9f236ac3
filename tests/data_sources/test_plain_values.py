"""Plain columns, read all at once, have the values that the careful reader gives them, and nothing is wrong in them."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_series_equal

from data_sources.plain_values import plain_values
from data_sources.quarantine import Findings
from data_sources.values import read_values
from tests.data_sources.support import BY_NAME

RESPONSES = BY_NAME["survey_responses"]
COLUMNS = [
    *((BY_NAME["complaints"], name) for name in ("record_id", "category", "received_on", "at_fault")),
    *((BY_NAME["annual_ratios"], name) for name in ("numerator", "firm")),
    (BY_NAME["firm_register"], "firm_id"),
    *((RESPONSES, name) for name in ("status", "seconds", "stock_tips")),
]
CLOSED = {"category": ("交易系统", "其他"), **RESPONSES.allowed({})}
CELLS = {
    "identifier": ["G1", " G2", "13912345678", "Ｇ３", "#N/A", " "],
    "text": ["交易系统", "其他 ", "其它", "不存在", "已完成", "#REF!", "a#b", "　", ""],
    "code": ["9111000010000000", "91a", "#N/A"],
    "date": ["2017-03-05", "2017-02-30", "2017/3/5", "42799"],
    "number": ["1", "-1.5", "1,000", "12%", "x"],
    "count": ["1", "-12", "1.0", "1.5", "x"],
    "flag": ["是", "否", "Y", "?"],
}


@pytest.mark.parametrize(("source", "name"), COLUMNS, ids=lambda value: value if isinstance(value, str) else value.name)
@given(data=st.data())
def test_plain_columns_have_the_values_of_the_careful_reader(source, name, data):
    column = source.column(name)
    frame = pl.DataFrame({name: data.draw(st.lists(st.sampled_from([*CELLS[column.kind], None])))}, {name: pl.String})
    closed = {name: CLOSED[name]} if name in CLOSED else {}
    found = plain_values([column], frame, closed)
    findings = Findings(frame.with_row_index("_row"))
    expected = read_values(column, frame[name], closed.get(name), findings)
    if name in found:
        assert_series_equal(found[name], expected)
        assert findings.found.is_empty()


@pytest.mark.parametrize(
    ("source", "name", "cells", "values"),
    [
        (BY_NAME["complaints"], "record_id", ["G1", " G2", None], ["G1", "G2", None]),
        (BY_NAME["complaints"], "received_on", ["2017-03-05", None], [date(2017, 3, 5), None]),
        (BY_NAME["complaints"], "at_fault", ["是", "否"], [True, False]),
        (BY_NAME["complaints"], "category", ["其他", None], ["其他", None]),
        (RESPONSES, "stock_tips", ["存在", None], ["存在", None]),
        (RESPONSES, "seconds", ["17"], [17]),
    ],
)
def test_columns_written_the_plain_way_are_plain(source, name, cells, values):
    closed = {name: CLOSED[name]} if name in CLOSED else {}
    found = plain_values([source.column(name)], pl.DataFrame({name: cells}), closed)
    assert found[name].to_list() == values


def test_columns_that_are_typed_already_are_left_to_the_careful_reader():
    frame = pl.DataFrame({"received_on": [date(2017, 3, 5)]})
    assert plain_values([BY_NAME["complaints"].column("received_on")], frame, {}) == {}
