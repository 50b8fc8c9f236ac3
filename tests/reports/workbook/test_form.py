"""How the workbook is made: filters, frozen panes, print settings, charts, hostile text, determinism."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pypdf
import pytest
from openpyxl.utils import range_boundaries

from reports.workbook import write_report_workbook
from scoring import Evaluation
from tests.reports.small import WITH_SURVEY, A, B, C, evaluation
from tests.reports.workbook.books import RULEBOOKS, cells, findings_of, write
from tests.support.office import convert
from tests.support.programs import needs

HOSTILE = {A: '=HYPERLINK("http://evil.example","甲")', B: "+1+cmd|' /C calc'!A0", C: "@SUM(1)\t=2"}
WITHOUT_TABLE = {"分布图"}


def hostile() -> Evaluation:
    scored = evaluation(WITH_SURVEY)
    renamed = pl.col("firm_id").replace_strict(HOSTILE, default=pl.col("firm"))
    return replace(
        scored,
        firms=scored.firms.with_columns(firm=renamed, reason=pl.lit("-2+3")),
        scores=scored.scores.with_columns(firm=renamed),
    )


def test_text_from_outside_is_never_a_formula(tmp_path: Path) -> None:
    scored = hostile()
    findings = findings_of(scored)
    tallies = findings.tallies.with_columns(cause=pl.lit("=1+1"))
    book = write(tmp_path / "1.xlsx", scored, findings=replace(findings, tallies=tallies))
    texts = {cell.value: cell for cell in cells(book)}
    for text in (*HOSTILE.values(), "=1+1"):
        assert texts[text].data_type in ("s", "f"), text
        assert texts[text].quotePrefix, "stays text when the cell is edited"
    with zipfile.ZipFile(tmp_path / "1.xlsx") as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert not [sheet for sheet in sheets if re.search(r"<f[ >/]", sheet)]
    assert not [sheet for sheet in sheets if "evil.example" in sheet], "no link either"


def test_a_title_with_codes_of_page_headers_is_printed_as_it_is(tmp_path: Path) -> None:
    scored = evaluation()
    named = replace(scored, rulebook=scored.rulebook.model_copy(update={"title": "甲&D乙" + "长" * 300}))
    header = write(tmp_path / "1.xlsx", named)["概览"].oddHeader
    assert header.left.text.startswith("甲&&D乙")


@pytest.mark.parametrize("rules", RULEBOOKS)
def test_every_sheet_is_frozen_filtered_and_fits_the_page(tmp_path: Path, rules: str) -> None:
    for sheet in write(tmp_path / "1.xlsx", evaluation(RULEBOOKS[rules])):
        assert sheet.freeze_panes, sheet.title
        assert sheet.page_setup.orientation == "landscape"
        assert str(sheet.page_setup.paperSize) == "9"
        assert sheet.print_area
        assert sheet.print_title_rows
        assert sheet.oddFooter.center.text == "第 &P 页，共 &N 页"
        assert bool(sheet.tables) != (sheet.title in WITHOUT_TABLE or not _filled(sheet)), sheet.title
        assert all(table.autoFilter.ref == table.ref for table in sheet.tables.values())
        if sheet.title not in WITHOUT_TABLE:
            assert sheet.sheet_properties.pageSetUpPr.fitToPage
            right = range_boundaries(sheet.print_area.split("!")[1].replace("$", ""))[2]
            assert right >= sheet.max_column, "nothing is cut off"


def _filled(sheet: Any) -> bool:
    return "（无）" not in {cell.value for row in sheet.iter_rows() for cell in row}


def test_the_matrix_keeps_rank_and_firm_and_colours_every_column_with_differences(tmp_path: Path) -> None:
    scored = evaluation()
    same = pl.when(pl.col("node") == "1.1").then("max").otherwise("min")
    scored = replace(scored, summary=scored.summary.with_columns(min=same))
    sheet = write(tmp_path / "1.xlsx", scored)["公司得分"]
    (table,) = sheet.tables.values()
    head = range_boundaries(table.ref)[1]
    assert sheet.freeze_panes == f"C{head + 1}"
    assert sheet.print_title_cols == "$A:$B"
    scales = [rule for rules in sheet.conditional_formatting for rule in rules.rules if rule.type == "colorScale"]
    assert len(scales) == scored.summary.height - 1


def test_charts_draw_the_cells_of_their_node(tmp_path: Path) -> None:
    scored = evaluation()
    book = write(tmp_path / "1.xlsx")
    bands = book["得分分布"]
    charts = book["分布图"]._charts
    order = ["total", "base", *scored.rulebook.nodes]
    drawn = {}
    for chart in charts:
        (series,) = chart.series
        values = series.val.numRef.f.split("!")[1].replace("$", "")
        labels = series.cat.strRef.f.split("!")[1].replace("$", "")
        row = range_boundaries(values)[1]
        drawn[bands.cell(row, 1).value] = (
            [cell.value for cell in bands[labels][0]],
            [cell.value for cell in bands[values][0]],
        )
    assert set(drawn) == set(order)
    for node, (labels, firms) in drawn.items():
        of_node = scored.distribution.filter(pl.col("node") == node)
        assert labels == of_node["band"].to_list()
        assert firms == of_node["firms"].to_list()


def test_the_same_run_gives_the_same_bytes(tmp_path: Path) -> None:
    one, other = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    for path in (one, other):
        scored = evaluation(WITH_SURVEY)
        write_report_workbook(path, scored, findings_of(scored), previous_title="2016年度")
    assert one.read_bytes() == other.read_bytes()


@needs("soffice")
@pytest.mark.parametrize("kind", ["plain", "hostile"])
def test_libreoffice_opens_and_prints_it(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "工作簿.xlsx"
    write(path, evaluation() if kind == "plain" else hostile())
    pages = [page.extract_text() for page in pypdf.PdfReader(convert(path, "pdf", tmp_path)).pages]
    assert len(pages) >= 9
    assert "各公司得分与名次" in "".join(pages)
    assert "#NAME?" not in "".join(pages)
