"""Cells by what an office's mapping says that they mean, each column by its own."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from data_sources.mapping import mapped_sources
from indicator_tree.mapping import Mapping
from tests.data_sources.support import ALL, VOCABULARY, read

COMPLAINTS = "投诉编号,证券公司,投诉日期,办结日期,投诉类别,是否有过错\n"


def complaint(folder: Path, cells: str, **values: dict[str, str]) -> dict[str, Any]:
    """The one complaint of a folder, read with a mapping of values."""
    (folder / "complaints.csv").write_text(COMPLAINTS + cells + "\n", encoding="utf-8")
    sources = mapped_sources(ALL, Mapping(values={"complaints": values}), VOCABULARY)
    return read(folder, sources=sources).tables["complaints"].collect().row(0, named=True)


@pytest.mark.parametrize(
    ("cell", "value"), [("有过错", True), (" 有过错 ", True), ("无", False), ("", False), ("是", True)]
)
def test_a_cell_means_what_the_mapping_says(tmp_path: Path, cell: str, value: bool) -> None:
    cells = f"T1,华夏证券,2017-03-05,2017-04-05,其他,{cell}"
    assert complaint(tmp_path, cells, at_fault={"有过错": "是", "无": "否", "": "否"})["at_fault"] is value


def test_a_cell_of_another_column_does_not(tmp_path: Path) -> None:
    cells = "T1,华夏证券,2017-03-05,2017-04-05,其他,是"
    assert complaint(tmp_path, cells, category={"是": "其他"})["at_fault"] is True


def test_a_day_and_a_category(tmp_path: Path) -> None:
    cells = "T1,华夏证券,三月五日,2017-04-05,系统,是"
    row = complaint(tmp_path, cells, received_on={"三月五日": "2017-03-05"}, category={"系统": "交易系统"})
    assert (row["received_on"], row["category"]) == (date(2017, 3, 5), "交易系统")
