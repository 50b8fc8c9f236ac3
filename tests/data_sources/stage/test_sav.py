"""SPSS data of survey platforms."""

from datetime import date, datetime

import polars as pl
import pyreadstat
import pytest

from data_sources.errors import UnreadableFileError
from tests.data_sources.stage.support import marks, rows, sheet, sheets

LONG = "很" * 39


def write(path, columns, **more):
    pyreadstat.write_sav(pl.DataFrame(columns), str(path), **more)
    return path


def test_wordings_stand_above_the_names_and_labels_for_codes(tmp_path):
    path = write(
        tmp_path / "a.sav",
        {"firm": ["甲证券", "乙证券"], "q1": [1.0, 2.0], "n": [0.1, None]},
        column_labels={"q1": "8、您觉得满意吗？"},
        variable_value_labels={"q1": {1.0: "满意", 2.0: "不满意"}},
    )
    found = sheet(path)
    assert found.head.rows() == [
        ("firm", "8、您觉得满意吗？", "n"), ("firm", "q1", "n"), ("甲证券", "满意", "0.1"), ("乙证券", "不满意", None)
    ]  # fmt: skip
    assert (rows(found), found.first, found.remarks) == ([["甲证券", "满意", "0.1"], ["乙证券", "不满意", None]], 3, ())


@pytest.mark.parametrize(
    "labels", [{1.0: "满意", 2.0: "满意"}, {1.0: f"{LONG}甲", 2.0: "短"}, {1.0: f"{LONG}甲甲", 2.0: f"{LONG}甲乙"}]
)
def test_labels_that_do_not_tell_codes_apart_or_may_be_cut_leave_the_codes(tmp_path, labels):
    found = sheet(write(tmp_path / "a.sav", {"q1": [1.0, 2.0, 3.0]}, variable_value_labels={"q1": labels}))
    assert rows(found) == [["1"], ["2"], ["3"]]
    assert "按编码读入" in found.remarks[0]


def test_values_declared_missing_are_empty_and_told(tmp_path):
    found = sheet(
        write(tmp_path / "a.sav", {"q1": [1.0, 99.0, 98.0]}, missing_ranges={"q1": [98, {"lo": 99, "hi": 99}]})
    )
    assert rows(found) == [["1"], [None], [None]]
    assert found.remarks == ("a.sav：变量 q1 有 2 个值在文件里声明为缺失，按空白读入",)


def test_dates_and_long_numbers(tmp_path):
    columns = {"d": [date(2017, 3, 5)], "t": [datetime(2017, 3, 5, 8, 30)], "n": [2.01801e17]}
    found = sheet(write(tmp_path / "a.zsav", columns, compress=True))
    assert rows(found) == [["2017-03-05", "2017-03-05 08:30:00", "201801000000000000"]]
    assert marks(found) == [(3, 2, "cut")]


def test_a_damaged_file_is_an_error(tmp_path):
    path = write(tmp_path / "a.sav", {"q1": ["甲"] * 50})
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(UnreadableFileError, match="不是完好的 SPSS 文件"):
        sheets(path)
