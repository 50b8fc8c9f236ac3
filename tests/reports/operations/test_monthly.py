"""The monthly report of one firm: what it tells, and what it never tells."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import openpyxl
import polars as pl
import pytest
from bs4 import BeautifulSoup

from reports.document import Document, Paragraph
from reports.operations.firm_month import FirmMonth
from reports.operations.month_workbook import write_month
from reports.operations.monthly import monthly_report
from reports.operations.tables import Tables
from reports.table import Table
from reports.web import write_html
from scoring.operations.monitoring import monitor
from tests.reports.conftest import Snapshot
from tests.reports.operations.sample import FIRMS, LAST_DAY, MONTH, OWN, tables
from tests.scoring.operations.made import CATALOGUE, COUNTER, DAYS, RECORDS, SECONDS, noisy, series, together
from tests.support.documents import table_of, text_of, told, unannounced


@pytest.fixture(scope="module")
def own(sample: Tables) -> FirmMonth:
    return FirmMonth.of(sample, OWN, MONTH)


@pytest.fixture(scope="module")
def report(own: FirmMonth) -> Document:
    return monthly_report(own)


def test_a_month_as_it_is_told(snapshot: Snapshot, report: Document) -> None:
    snapshot("operations_month", *told(report))
    assert unannounced(report) == []


def test_no_other_firm_is_named_in_any_form(tmp_path: Path, own: FirmMonth, report: Document) -> None:
    write_html(report, tmp_path / "month.html", made_on=LAST_DAY)
    write_month(own, tmp_path / "month.xlsx")
    page = (tmp_path / "month.html").read_text(encoding="utf-8")
    book = openpyxl.load_workbook(tmp_path / "month.xlsx")
    cells = "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    for text in (text_of(report), BeautifulSoup(page, "html.parser").get_text(), page, cells):
        assert FIRMS[OWN] in text
        for firm_id, firm in FIRMS.items():
            if firm_id != OWN:
                assert firm not in text
                assert f'"{firm_id}"' not in text


def test_what_others_report_changes_nothing_but_peers(sample: Tables, own: FirmMonth) -> None:
    alone = Tables(
        **{
            name: value.filter(pl.col("firm_id") == OWN)
            if isinstance(value, pl.DataFrame) and "firm_id" in value.columns and name != "effects"
            else value
            for name, value in vars(sample).items()
        }
    )
    assert text_of(monthly_report(FirmMonth.of(alone, OWN, MONTH))) == text_of(monthly_report(own))


def test_alerts_stand_under_their_level_with_what_has_to_follow(report: Document, sample: Tables) -> None:
    text = text_of(report)
    for response in sample.catalogue.response:
        assert all(step in text for step in response.path)
    assert [row[0] for row in table_of(report, "严重级预警").rows] == ["5.4.2 中登非担保交收状态"]
    assert [row[2:4] for row in table_of(report, "关注级预警").rows] == [
        ("92.00%", "90.00%"),
        ("1,480秒", "1,210秒"),
    ]


def test_days_of_one_cause_are_one_row(report: Document) -> None:
    rows = table_of(report, "提示级预警").rows
    assert rows[0][:4] == ("2.1.1 主数据库服务器CPU利用率", "8月5日–9日（5天）", "24.50–24.90%", "20.00%")


def test_a_month_without_alerts_says_so() -> None:
    sample = tables(tables().alerts.clear())
    text = text_of(monthly_report(FirmMonth.of(sample, OWN, MONTH)))
    assert "当月读数没有触发预警" in text
    assert "本月没有严重级预警" in text
    assert "预警所用的参数" not in text


def test_the_limit_of_a_relation_is_told_in_the_unit_of_the_other_indicator(sample: Tables) -> None:
    relation = next(one for one in sample.catalogue.relation if one.operator == "zero_with")
    row = sample.alerts.head(1).with_columns(
        indicator=pl.lit(relation.left),
        kind=pl.lit("relation"),
        parameter=pl.lit(f"relation.{relation.id}"),
        value=pl.lit(0.0),
        limit=pl.lit(93.0),
    )
    shown = table_of(monthly_report(FirmMonth.of(tables(row), OWN, MONTH)), "提示级预警").rows[0]
    assert shown[3] == f"93{sample.catalogue.indicator[relation.right].unit}"
    assert sample.catalogue.indicator[relation.left].unit != sample.catalogue.indicator[relation.right].unit


def test_what_is_missing_names_who_owes_it(report: Document) -> None:
    rows = table_of(report, "应报而未收到的读数").rows
    assert [(row[0], row[3], row[4]) for row in rows] == [
        ("系统运维岗", "3", "8月5日–7日（3天）"),
        ("融资融券业务岗", "1", "8月31日"),
        ("清算岗", "1", "8月30日"),
    ]
    assert "缺5个，由系统运维岗、融资融券业务岗和清算岗补报" in text_of(report)


def test_a_month_with_everything_owes_nothing(sample: Tables) -> None:
    text = text_of(monthly_report(FirmMonth.of(sample, "F2", MONTH)))
    assert "没有缺漏" in text
    assert "没有缺口" in text


def test_every_indicator_with_a_value_stands_in_atable_of(report: Document, sample: Tables) -> None:
    shown = {
        row[0].split(" ")[0]
        for item in told(report)
        if isinstance(item, Table) and "本月数与同业水平" in item.title
        for row in item.rows
    }
    numeric = {leaf for leaf in sample.catalogue.leaves if sample.catalogue.indicator[leaf].kind != "text"}
    assert shown == numeric


def test_flagged_days_of_clearing_are_told_and_drawn(report: Document) -> None:
    text = text_of(report)
    assert "普通交易柜台1天" in text
    assert "2019年8月14日 11,061,318 条 1,234 秒（偏离正常波动范围）" in text
    assert "2019年1月15日" not in text


def test_proposals_are_marked_for_the_editor(report: Document) -> None:
    proposals = [block for block in report.body if isinstance(block, Paragraph) and block.role == "editor"]
    assert len(proposals) == 6  # three alerts of levels 1 and 2, one line on level 3, clearing, what is missing


def test_the_causes_that_people_wrote_are_told_but_not_the_normal_states(report: Document) -> None:
    text = text_of(report)
    assert "异常：中登文件下发延迟" in text
    assert "客户银证转账冲正形成大额透支，次日已补足" in text
    assert "异常：乙二证券" not in text


def test_a_first_month_compares_with_nothing(sample: Tables) -> None:
    document = monthly_report(FirmMonth.of(sample, OWN, date(2018, 7, 1)))
    rows = table_of(document, "账户质量控制：本月数与同业水平").rows
    assert {row[3:5] for row in rows} == {("—", "—")}
    assert not [figure.caption for figure in document.figures.values() if "个月" in figure.caption]
    assert "本月为" in text_of(document)


def test_the_same_month_gives_the_same_bytes(tmp_path: Path, own: FirmMonth) -> None:
    for name in ("one", "two"):
        write_month(own, tmp_path / f"{name}.xlsx")
        write_html(monthly_report(own), tmp_path / f"{name}.html", made_on=LAST_DAY)
    for form in ("xlsx", "html"):
        assert (tmp_path / f"one.{form}").read_bytes() == (tmp_path / f"two.{form}").read_bytes()


def test_the_workbook_lists_every_alert_of_the_month(tmp_path: Path, own: FirmMonth) -> None:
    write_month(own, tmp_path / "month.xlsx")
    book = openpyxl.load_workbook(tmp_path / "month.xlsx")
    assert book.sheetnames == ["概况", "预警", "本月数", "逐月", "清算", "清算上限", "报送缺口"]
    dates = [row[0].value for row in book["预警"].iter_rows() if str(row[0].value).startswith("2019-")]
    assert len(dates) == own.alerts.height == 9


def test_a_month_rests_on_nothing_that_came_later() -> None:
    """Clearing takes twice the time per record from some days before the end of the month on: that it stays so is known
    in the month after.
    """
    month, slow, after = date(2018, 11, 1), date(2018, 11, 28), date(2018, 12, 1)
    records = noisy(1e6, 0.3)
    slower = np.array([2.0 if day >= slow else 1.0 for day in DAYS])
    seconds = (600 + 1.2e-3 * records + np.random.default_rng(8).normal(0, 60, len(DAYS))) * slower
    readings = together(series(SECONDS, seconds, COUNTER), series(RECORDS, records, COUNTER))
    whole, until = (scored(one) for one in (readings, readings.filter(pl.col("date") < after)))
    told_later, told_then = (FirmMonth.of(each, "F1", month) for each in (whole, until))
    assert told_later.systems == told_then.systems
    assert told_later.clearing.equals(told_then.clearing)
    assert not whole.clearing.filter(pl.col("date") < after).equals(until.clearing)
    assert told_later.modelled == told_then.modelled == max(day for day in DAYS if day < after)
    assert whole.clearing_models["slope"][0] > 1.5 * told_later.models["slope"][0]


def scored(readings: pl.DataFrame) -> Tables:
    found = monitor(readings.lazy(), CATALOGUE)
    frames = {"alerts": found.alerts, "clearing": found.clearing, "clearing_models": found.models}
    firms = pl.DataFrame({"firm_id": ["F1"], "firm": ["甲"]})
    return replace(tables(), catalogue=CATALOGUE, firms=firms, readings=readings, monthly=found.monthly, **frames)
