"""What a person is told of readings: what is missing of whom, what to look at, why readings were refused."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest

from indicator_tree.catalogue import load_catalogue
from ipscore import ops_catalogue, ops_check, ops_template
from ipscore.acceptance import Acceptance, Decisions, accept_readings
from ipscore.errors import RejectedRowsError, TargetError, UnknownNodeError
from reports.table import Table
from reports.terminal import console, show

CATALOGUE = load_catalogue()
DAY = date(2019, 8, 30)
AUGUST = (date(2019, 8, 1), date(2019, 8, 31))
ROWS = """证券公司,指标,系统,日期,数值,说明
甲证券,2.1.1,,2019-08-30,12.5%,
甲证券,2.1.2,,2019-08-30,120,
甲证券,客户大额透支累计次数,,2019-08,3,
甲证券,累计客户透支次数,,2019-08,2,
甲证券,5.4.2,,2019-08-30,异常,
甲证券,清算完成时点,普通柜太,2019-08-30,18:30,
"""


def told(*items: Table | str) -> str:
    out = io.StringIO()
    show(*items, to=console(out, width=160))
    return out.getvalue()


@pytest.fixture
def checked(tmp_path: Path) -> ops_check.CheckedReadings:
    (tmp_path / "a.csv").write_text(ROWS, encoding="utf-8")
    return ops_check.check(tmp_path / "a.csv", CATALOGUE)


def test_what_is_missing_is_told_per_owner(checked: ops_check.CheckedReadings) -> None:
    text = told(*ops_check.check_tables(checked))
    assert "账户管理岗：尚缺的读数" in text
    assert "1.1.12 证券账户使用信息核对" in text
    operations = text.split("系统运维岗：尚缺的读数")[1].split("尚缺的读数")[0]
    assert "2.1.1 " not in operations
    assert "2.1.2 " in operations  # it was refused, so it is still to come


def test_why_a_reading_was_refused_is_told(checked: ops_check.CheckedReadings) -> None:
    text = told(*ops_check.check_tables(checked))
    assert "超出合理范围 0 至 100（%），请核对单位与位数" in text
    assert "是否想写“普通交易柜台”？" in text.replace("\n", "").replace(" ", "")
    assert not checked.sound
    with pytest.raises(RejectedRowsError, match="检查不通过：") as error:
        accept_readings(checked.records, Decisions(), "检查不通过")
    assert "（readings）：2 行不合格\n" in str(error.value)
    assert error.value.message.endswith("--accept-rejected readings=2")
    [counted] = [line.split() for line in text.splitlines() if line.startswith("a.csv ") and "readings" in line]
    assert counted == ["a.csv", "readings", "6", "4", "2", "0"]


def test_what_to_look_at_is_told(checked: ops_check.CheckedReadings) -> None:
    rest = told(*ops_check.check_tables(checked)).split("待核对的读数")[1]
    assert "大额透支次数不得多于透支次数" in rest
    assert "客户大额透支累计次数大于零，应填写大额透支原因" in rest
    assert "中登非担保交收状态异常，应写明原因" in rest


def test_one_of_several_firms_is_checked_alone(tmp_path: Path) -> None:
    rows = "证券公司,指标,日期,数值\n甲证券,5.2.1,2019-08-29,5\n乙证券,5.2.1,2019-08-30,5\n"
    (tmp_path / "a.csv").write_text(rows, encoding="utf-8")
    both = ops_check.check(tmp_path / "a.csv", CATALOGUE)
    one = ops_check.check(tmp_path / "a.csv", CATALOGUE, firm="乙证券")
    assert (both.readings.height, one.readings.height) == (2, 1)
    assert set(one.found["firm_id"]) == {"乙证券"}


def test_years_without_holidays_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("证券公司,指标,日期,数值\n甲证券,5.2.1,2031-08-29,5\n", encoding="utf-8")
    text = told(*ops_check.check_tables(ops_check.check(tmp_path / "a.csv", CATALOGUE)))
    assert "指标目录没有 2031 年的休市日" in text


def test_readings_that_lack_nothing_pass(tmp_path: Path) -> None:
    small = load_catalogue(Path(__file__).parents[1] / "indicator_tree" / "catalogue" / "small.toml")
    rows = ["1.1.1,,2019-08,3", "1.1.2,,2019-08,0", "1.1.4,,2019-08-30,正常"]
    rows += [f"1.2.{n},{system},2019-08-30,60" for n in (1, 2, 3) for system in ("甲系统", "乙系统")]
    (tmp_path / "a.csv").write_text("指标,系统,日期,数值\n" + "\n".join(rows) + "\n", encoding="utf-8")
    found = ops_check.check(tmp_path / "a.csv", small, firm="甲证券", period=(DAY, AUGUST[1]))
    assert found.sound
    text = told(*ops_check.check_tables(found))
    assert "检查通过" in text
    assert "没有退回的读数" in text
    assert accept_readings(found.records, Decisions(), "检查不通过")[1] == Acceptance()


def test_templates_are_written_and_never_over_others(tmp_path: Path) -> None:
    forms = ops_template.write(tmp_path, CATALOGUE, AUGUST, owners=["交收岗"], firm="甲证券")
    assert [form.path.name for form in forms] == ["运营指标读数_交收岗.xlsx"]
    with pytest.raises(TargetError, match=r"已有 运营指标读数_交收岗.xlsx，不会覆盖"):
        ops_template.write(tmp_path, CATALOGUE, AUGUST)
    assert len(list(tmp_path.iterdir())) == 1


def test_what_an_empty_template_lacks_is_told_to_its_firm(tmp_path: Path) -> None:
    ops_template.write(tmp_path, CATALOGUE, AUGUST, owners=["交收岗"], firm="甲证券")
    checked = ops_check.check(tmp_path, CATALOGUE, period=AUGUST)
    owed = told(*ops_check.check_tables(checked)).split("交收岗：尚缺的读数")[1]
    lines = [line.split() for line in owed.splitlines() if line.startswith("5.")]
    trading_days = "22"
    assert [line[3] for line in lines if line[0] == "5.4.1"] == [trading_days, trading_days]
    assert {line[0] for line in lines} == {"5.2.1", "5.4.1", "5.4.2"}


@pytest.mark.parametrize(
    ("owners", "period", "error", "says"),
    [
        (["交收刚"], AUGUST, ops_template.UnknownOwnerError, "没有责任岗位 交收刚.*是否指 交收岗"),
        (["交收岗"], AUGUST[::-1], TargetError, "起始日 2019-08-31 晚于截止日 2019-08-01"),
    ],
)
def test_templates_that_cannot_be_written(tmp_path, owners, period, error, says) -> None:
    with pytest.raises(error, match=says):
        ops_template.write(tmp_path, CATALOGUE, period, owners=owners)


def test_the_catalogue_is_told() -> None:
    text = told(*ops_catalogue.tables(CATALOGUE))
    assert "5 大类、78 项指标" in text
    assert "文件正文称五大类共 76 个指标" in text
    assert all(CATALOGUE.indicator[code].name in text for code in CATALOGUE.leaves)
    assert "运营部门按职责分工提交主管部门解决" in text


@pytest.mark.parametrize(
    ("node", "says"),
    [
        ("2.1.1", ["不低于 20%", "3 级 提示", "公布", "第一部分第2节"]),
        ("主数据库服务器内存利用率", ["高于 80%", "高于 95%", "假定", "由公司自行设定"]),
        ("4.2.3", ["单笔透支金额 不低于 1,000,000 元", "大额透支次数不得多于透支次数"]),
        ("清算完成时点", ["高于 23:00", "高于 次日02:00", "法人清算系统、普通交易柜台、融资融券柜台、股票期权柜台"]),
        ("5.4.2", ["手工填报", "状态：正常、异常，正常值为“正常”"]),
        ("股票期权业务", ["4.7.1", "4.7.2", "4.7.3"]),
        ("5", ["5.1.1", "5.4.7"]),
    ],
)
def test_an_indicator_is_told(node: str, says: list[str]) -> None:
    text = told(*ops_catalogue.tables(CATALOGUE, node))
    assert [part for part in says if part not in text] == []


def test_an_indicator_that_is_not_there_names_the_likely_one() -> None:
    with pytest.raises(UnknownNodeError, match=r"没有这项指标，是否指“融资融券业务·本月末总体维持担保比例”（4.3.7）"):
        ops_catalogue.tables(CATALOGUE, "总体维持担保比例")
