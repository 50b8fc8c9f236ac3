"""The evaluation of the effect: with and without names, and what the document says otherwise."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from reports.charts.change_courses import MOST
from reports.effect_comparison import ContradictionRow
from reports.operations.effect import effect_report
from reports.operations.effect_view import Effect
from reports.operations.effect_workbook import write_effect
from reports.operations.tables import Tables
from scoring.effects import industry_change, tally_improved
from tests.reports.conftest import Snapshot
from tests.reports.operations.sample import FIRMS, LAST_DAY, MONTHS
from tests.support.documents import table_of, text_of, told, unannounced

DIFFERENCE = ContradictionRow("股票期权的最优变化", "正文“提升52.53%”，图3 为 -47.47%", "-47.47%", "误作改善幅度。")


def _cells(path: Path) -> str:
    book = openpyxl.load_workbook(path)
    return "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)


def test_an_effect_as_it_is_told(snapshot: Snapshot, sample: Tables) -> None:
    document = effect_report(Effect(sample, {}, (DIFFERENCE,)))
    snapshot("operations_effect", *told(document))
    assert unannounced(document) == []


@pytest.mark.parametrize("named", [False, True])
def test_firms_are_named_only_where_asked(tmp_path: Path, sample: Tables, named: bool) -> None:
    effect = Effect(sample, FIRMS if named else {})
    write_effect(effect, tmp_path / "effect.xlsx", LAST_DAY)
    for text in (text_of(effect_report(effect)), _cells(tmp_path / "effect.xlsx")):
        assert any(firm in text for firm in FIRMS.values()) == named


def test_the_best_improved_firm_is_told_with_its_first_and_last_value(sample: Tables) -> None:
    best = sample.effects.row(by_predicate=pl.col("indicator") == "1.1.1", named=True)
    row = table_of(effect_report(Effect(sample, FIRMS)), "账户质量控制：改善最大的公司").rows[0]
    assert row[0] == "1.1.1 15位证件号码的客户账户"
    assert row[2] == FIRMS[best["firm_id"]]
    assert row[3:5] == (f"{best['first']:,.0f}", f"{best['last']:,.0f}")


def test_the_number_of_improved_indicators_is_the_tally(sample: Tables) -> None:
    improved = sample.tally.filter(node="")["improved"].item()
    assert f"其中{improved}项的行业末月均值好于报送期均值" in text_of(effect_report(Effect(sample, {})))


def test_efficiency_is_told_month_by_month(sample: Tables) -> None:
    table = table_of(effect_report(Effect(sample, {})), "整体清算效率")
    assert [column.header for column in table.columns] == [
        "月份",
        "法人清算系统",
        "普通交易柜台",
        "融资融券柜台",
        "股票期权柜台",
    ]
    assert [row[0] for row in table.rows][::13] == ["2018年7月", "2019年8月"]


@pytest.mark.parametrize("months", [1, 2])
def test_a_single_month_has_no_course_to_draw(sample: Tables, months: int) -> None:
    catalogue = sample.catalogue
    directions = pl.DataFrame(
        [(leaf, catalogue.indicator[leaf].direction) for leaf in catalogue.leaves],
        schema=["indicator", "direction"],
        orient="row",
    )
    monthly = sample.monthly.filter(pl.col("month").is_in(MONTHS[-months:]))
    pooled = sample.pooled.filter(pl.col("month").is_in(MONTHS[-months:]))
    short = replace(sample, industry=industry_change(monthly, directions), pooled=pooled)
    figures = effect_report(Effect(short, {})).figures
    drawn = [key for key in figures if key.startswith(("fig-trend-", "fig-industry-", "fig-efficiency-"))]
    assert {key.split("-")[1] for key in drawn} == (set() if months == 1 else {"trend", "industry", "efficiency"})


def _of_one_indicator(sample: Tables, values: list[float]) -> Tables:
    """The same with one indicator of which less is better, reported by one firm in the last months."""
    months = MONTHS[-len(values) :]
    monthly = pl.DataFrame({"firm_id": "A", "indicator": "2.1.2", "system": "", "month": months, "value": values})
    directions = pl.DataFrame({"indicator": ["2.1.2"], "direction": ["lower"]})
    industry = industry_change(monthly, directions)
    parents = {"2": None, "2.1": "2", "2.1.2": "2.1"}
    none = {"effects": sample.effects.clear(), "pooled": sample.pooled.clear()}
    return replace(sample, monthly=monthly, industry=industry, tally=tally_improved(industry, parents), **none)


@pytest.mark.parametrize(
    ("values", "change", "told", "said"),
    [
        ([3.0, 1.0], "-50.00%", "改善", "其中1项的行业末月均值好于报送期均值"),
        ([1.0, 3.0], "+50.00%", "变差", "末月3.00%，上升50.00%"),
        ([0.1, 0.1, 0.1], "0.00%", "不变", "没有变差的指标。"),
        ([5.0], "—", "—", "报送了2019年8月的运营管理信息，只有一个月，不能比较。"),
    ],
)
def test_only_what_changed_is_better_or_worse(
    sample: Tables, values: list[float], change: str, told: str, said: str
) -> None:
    effect = Effect(_of_one_indicator(sample, values), {})
    document = effect_report(effect)
    [row] = table_of(document, "信息系统运行环境：行业均值").rows
    assert row[-2:] == (change, told)
    assert said in text_of(document)
    assert ("没有变差的指标。" in text_of(document)) == (told in ("改善", "不变"))


def test_a_single_month_names_no_worse_indicator_and_has_no_table_of_improved_ones(
    tmp_path: Path, sample: Tables
) -> None:
    effect = Effect(_of_one_indicator(sample, [5.0]), {})
    text = text_of(effect_report(effect))
    assert "只有一个月，没有可以比较的指标。" in text
    assert "没有一家公司的一项指标可以比较。" in text
    assert "改善的指标" not in text
    write_effect(effect, tmp_path / "effect.xlsx", LAST_DAY)


def test_the_course_of_a_class_is_that_of_its_quantities_that_changed_most(sample: Tables) -> None:
    effect = Effect(sample, {})
    rows = effect.trends("5")
    kinds = {effect.catalogue.indicator[row["indicator"]].kind for row in rows}
    assert len(rows) == MOST
    assert not kinds & {"state", "time"}
    left = [row for row in effect.courses_of("5") if row["improved"] is not None and row not in rows]
    quantities = [row for row in left if effect.catalogue.indicator[row["indicator"]].kind not in ("state", "time")]
    assert max(abs(row["change"]) for row in quantities) <= min(abs(row["change"]) for row in rows)
    first = rows[0]
    told = f"首月比报送期均值{'高' if first['first_change'] > 0 else '低'}{abs(first['first_change']):.2%}"
    assert told in text_of(effect_report(effect))


def test_contradictions_are_named_beside_the_computed_figure(tmp_path: Path, sample: Tables) -> None:
    effect = Effect(sample, {}, (DIFFERENCE,))
    text = text_of(effect_report(effect))
    assert "公布材料：正文“提升52.53%”，图3 为 -47.47%。本次算得：-47.47%。误作改善幅度。" in text
    write_effect(effect, tmp_path / "effect.xlsx", LAST_DAY)
    assert "公布差异" in openpyxl.load_workbook(tmp_path / "effect.xlsx").sheetnames


def test_without_contradictions_nothing_speaks_of_them(tmp_path: Path, sample: Tables) -> None:
    effect = Effect(sample, {})
    assert "公布材料" not in text_of(effect_report(effect))
    write_effect(effect, tmp_path / "effect.xlsx", LAST_DAY)
    assert "公布差异" not in openpyxl.load_workbook(tmp_path / "effect.xlsx").sheetnames


def test_what_became_worse_is_proposed_the_worst_first(sample: Tables) -> None:
    worse = Effect(sample, {}).worse
    assert worse
    assert all(row["improved"] is False for row in worse)
    sizes = [abs(row["change"]) for row in worse]
    assert sizes == sorted(sizes, reverse=True)
