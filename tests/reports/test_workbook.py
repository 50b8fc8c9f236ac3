"""The distributions as a workbook of their own."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from reports.workbook import write_distribution_workbook
from tests.reports.small import evaluation


@pytest.mark.parametrize("node", [None, "1.1"])
def test_a_workbook_has_summary_bands_and_charts(tmp_path: Path, node: str | None) -> None:
    path = tmp_path / "分布.xlsx"
    write_distribution_workbook(path, evaluation(), node)
    workbook = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    assert workbook.sheetnames == ["汇总", "得分分布", "分布图"]
    nodes = [node] if node else ["total", "base", "bonus", "1", "1.1", "1.2", "2", "2.1", "2.2"]
    summary = workbook["汇总"]
    (table,) = summary.tables.values()
    rows = list(summary[table.ref])
    assert [cell.value for cell in rows[0]][:5] == ["指标", "名称", "级别", "权重", "公司数"]
    assert [row[0].value for row in rows[1:]] == nodes
    drawn = workbook["分布图"]._charts
    assert len(drawn) == len([at for at in nodes if at != "bonus"])


def test_the_same_evaluation_gives_the_same_bytes(tmp_path: Path) -> None:
    one, other = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    for path in (one, other):
        write_distribution_workbook(path, evaluation())
    assert one.read_bytes() == other.read_bytes()


def test_charts_are_printed_two_abreast_and_four_a_page(tmp_path: Path) -> None:
    path = tmp_path / "分布.xlsx"
    write_distribution_workbook(path, evaluation())
    with zipfile.ZipFile(path) as archive:
        charts = archive.read("xl/worksheets/sheet3.xml").decode()
        drawn = archive.read("xl/drawings/drawing1.xml").decode().count("<xdr:graphicFrame ")
    assert drawn == 8
    assert charts.count("<brk ") == 1, "two rows of two charts a page, never one across two pages"
