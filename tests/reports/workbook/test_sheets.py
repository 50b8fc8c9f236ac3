"""What the sheets of the workbook say: the numbers of the run and its findings, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import polars.selectors as cs
import pytest

from scoring.places import quartiles
from tests.reports.small import SMALL, evaluation
from tests.reports.workbook.books import BREAKDOWN, RULEBOOKS, cells, findings_of, records, tables, write

SHEETS = ["概览", "得分分布", "分布图", "公司得分", "统计", "较上年", "数据依据", "记录分类", "数据字典"]


def test_the_sheets_stand_in_order(tmp_path: Path) -> None:
    assert write(tmp_path / "1.xlsx").sheetnames == SHEETS


def test_without_a_previous_year_there_is_no_comparison(tmp_path: Path) -> None:
    book = write(tmp_path / "1.xlsx", previous_title=None)
    assert book.sheetnames == [name for name in SHEETS if name != "较上年"]
    assert tables(book["概览"])[0][0] == ("指标", "名称", "均分")
    linked = [cell.hyperlink.location for cell in cells(book) if cell.hyperlink]
    assert linked == [f"'{name}'!A1" for name in book.sheetnames[1:]]


@pytest.mark.parametrize("rules", RULEBOOKS)
def test_every_number_comes_from_the_run_or_its_findings(tmp_path: Path, rules: str) -> None:
    scored = evaluation(RULEBOOKS[rules])
    findings = replace(findings_of(scored), breakdown=BREAKDOWN)
    frames = [scored.scores, scored.summary, scored.distribution, quartiles(scored), *findings.frames.values()]
    known = {
        float(f"{value:.16G}")  # as many digits as the file holds
        for frame in frames
        for column in frame.select(cs.numeric()).iter_columns()
        for value in column.drop_nulls().to_list()
    }
    shown = [cell for cell in cells(write(tmp_path / "1.xlsx", scored, findings=findings)) if cell.data_type == "n"]
    assert len(shown) > 100
    assert [(cell.parent.title, cell.coordinate, cell.value) for cell in shown if cell.value not in known] == []


def test_the_matrix_has_every_firm_in_the_order_of_ranks_with_all_its_scores(tmp_path: Path) -> None:
    scored = evaluation()
    rows = records(write(tmp_path / "1.xlsx")["公司得分"])
    total = scored.scores.filter(pl.col("node") == "total").sort("score", descending=True)
    assert [row["公司"] for row in rows] == total["firm"].to_list()
    names = dict(scored.summary.select("node", "name").iter_rows())
    for row in rows:
        own = scored.scores.filter(pl.col("firm_id") == row["代码"])
        for node, score in own.select("node", "score").iter_rows():
            header = names[node] if node in ("total", "base", "bonus") else f"{node}\n{names[node]}"
            assert row[header] == pytest.approx(score) if score is not None else row[header] is None


def test_a_firm_without_a_score_has_an_empty_cell(tmp_path: Path) -> None:
    row = next(row for row in records(write(tmp_path / "1.xlsx")["公司得分"]) if row["公司"] == "乙证券")
    assert row["2.1\n资本杠杆率"] is None


def test_the_distribution_has_a_table_per_set_of_bands(tmp_path: Path) -> None:
    standard, solvency = tables(write(tmp_path / "1.xlsx")["得分分布"])
    assert standard[0][3:6] == ("[90,100]", "[60,90)", "[0,60)")
    assert [row[0] for row in standard[1:]] == ["total", "base", "1", "1.1", "1.2"]
    assert solvency[0][3:5] == ("达标", "不达标")
    warnings = standard[4]
    assert warnings[3:6] == (2, 0, 1)
    assert warnings[6:9] == pytest.approx((2 / 3, 0, 1 / 3))


def test_limits_of_firms_are_told_where_answers_of_a_sample_count(tmp_path: Path) -> None:
    scored = evaluation(RULEBOOKS["with survey"])
    told = scored.distribution.filter(pl.col("firms_low").is_not_null())
    assert told.height
    standard = tables(write(tmp_path / "1.xlsx", scored)["得分分布"])[0]
    node, band, low, high = told.select("node", "band", "firms_low", "firms_high").row(0)
    row = next(row for row in standard if row[0] == node)
    assert row[standard[0].index(f"{band}\n可能")] == f"{low}–{high}"


def test_the_change_stands_only_where_the_year_before_is_known(tmp_path: Path) -> None:
    rows = {row["指标"]: row for row in records(write(tmp_path / "1.xlsx")["较上年"])}
    assert rows["1.1"]["上年均分"] == 90.125
    assert rows["1.1"]["变化（分）"] == pytest.approx(rows["1.1"]["本年均分"] - 90.125)
    assert (rows["1.2"]["上年均分"], rows["1.2"]["变化（分）"], rows["1.2"]["变化率"]) == (None, None, None)


def test_a_rulebook_without_bonus_has_no_row_and_no_column_of_it(tmp_path: Path) -> None:
    scored = evaluation()
    without = replace(scored, rulebook=scored.rulebook.model_copy(update={"bonus": None}))
    book = write(tmp_path / "1.xlsx", without)
    assert not [row for row in records(book["统计"]) if row["指标"] == "bonus"]
    assert "加分" not in tables(book["公司得分"])[0][0]


def test_sources_and_columns_go_by_their_chinese_names(tmp_path: Path) -> None:
    findings = replace(findings_of(evaluation()), breakdown=BREAKDOWN)
    book = write(tmp_path / "1.xlsx", findings=findings)
    first, second = records(book["记录分类"])
    assert (first["指标"], first["来源"], first["分类列"], first["计量"]) == ("全部", "资金监控预警", "全部", "记录数")
    assert (second["指标"], second["分类列"], second["取值"]) == ("1.1", "预警级别", "提示关注")
    assert records(book["数据依据"])[0]["来源"] == "资金监控预警"


def test_registered_firms_without_a_row_of_their_own_are_listed_with_the_reason(tmp_path: Path) -> None:
    said = {cell.value for cell in cells(write(tmp_path / "1.xlsx")) if cell.parent.title == "概览"}
    assert {"甲证券西部（与甲证券合并评价）", "戊证券（成立不满一年，不参与评价）"} <= said


def test_the_dictionary_explains_columns_indicators_and_tables(tmp_path: Path) -> None:
    columns, indicators, data = tables(write(tmp_path / "1.xlsx")["数据字典"])
    explained = {(row[0], row[1]) for row in columns[1:]}
    assert {
        ("公司得分", "名次"),
        ("公司得分", "各指标（代码与名称）"),
        ("较上年", "变化率"),
        ("得分分布", "各分段"),
    } <= explained
    assert all(row[3] for row in columns[1:])
    assert [row[0] for row in indicators[1:]] == ["1", "1.1", "1.2", "2", "2.1", "2.2", "bonus"]
    assert indicators[2][:5] == ("1.1", "预警", 2, "受到预警的次数与级别", "监测月报")
    assert {"scores", "ledger", "findings_changes", "quarantine"} <= {row[0] for row in data[1:]}
    assert [row for row in data[1:] if not row[3]] == []


def test_findings_without_rows_leave_their_table_out(tmp_path: Path) -> None:
    empty = {name: frame.clear() for name, frame in findings_of(evaluation()).frames.items() if name != "changes"}
    book = write(tmp_path / "1.xlsx", findings=replace(findings_of(evaluation(SMALL)), **empty))
    assert tables(book["数据依据"]) == []
    said: list[Any] = [cell.value for cell in cells(book) if cell.parent.title == "记录分类"]
    assert said[-1] == "（无）"


def test_changes_that_round_to_nothing_bear_no_sign(tmp_path: Path) -> None:
    scored = evaluation()
    changes = findings_of(scored).changes.with_columns(points=pl.lit(-0.004), relative=pl.lit(0.00004))
    book = write(tmp_path / "1.xlsx", findings=replace(findings_of(scored), changes=changes))
    formats = {cell.number_format for cell in cells(book) if cell.value in (-0.004, 0.00004)}
    assert formats == {"0.00;0.00", "0.00%;0.00%"}
