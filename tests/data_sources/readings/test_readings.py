import datetime
import shutil
import tomllib
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from polars.testing import assert_frame_equal

from data_sources.limits import Limits
from data_sources.readings.intake import read_readings
from data_sources.readings.source import READINGS
from data_sources.readings.template import Asked, write_reading_templates
from tests.data_sources.readings.support import CATALOGUE, HEADER, read, refused, table, write
from tests.data_sources.support import HUAXIA

HERE = Path(__file__).parent
RANGES = tomllib.loads((HERE / "ranges.toml").read_text(encoding="utf-8"))
DAY = "2019-08-30"
CELLS = [
    ("2.1.2", "12.5", 12.5),
    ("2.1.2", "12.5%", 12.5),
    ("2.1.2", "１２．５％", 12.5),
    ("2.1.2", "7%", 7.0),
    ("3.1.2", "0.25", 0.25),
    ("1.1.1", "181,171", 181_171.0),
    ("1.1.1", "3.0", 3.0),
    ("4.2.2", "1,234,567.89", 1_234_567.89),
    ("4.2.2", "1e6", 1_000_000.0),
    ("5.1.1", "5400", 5400.0),
    ("5.1.1", "1:30:00", 5400.0),
    ("5.1.1", "1:30", 5400.0),
    ("5.1.2", "18:30", 66_600.0),
    ("5.1.2", "18：30：05", 66_605.0),
    ("5.1.2", "18时30分", 66_600.0),
    ("5.1.2", "次日 02:00", 93_600.0),
    ("5.1.2", "26:00", 93_600.0),
    ("5.1.2", "1899-12-31 18:30:00", 66_600.0),
    ("5.1.2", "0.75", 64_800.0),
    ("5.1.2", "66600", 66_600.0),
]
STATES = [
    ("正常", "", 0.0, "正常"),
    ("正常", "无", 0.0, "正常"),
    ("", "正常", 0.0, "正常"),
    ("0", "", 0.0, "正常"),
    ("异常", "通信中断", 1.0, "异常：通信中断"),
    ("异常：通信中断", "", 1.0, "异常：通信中断"),
    ("异常:通信中断", "", 1.0, "异常：通信中断"),
    ("", "异常：通信中断", 1.0, "异常：通信中断"),
    ("1", "异常：通信中断", 1.0, "异常：通信中断"),
    ("1", "", 1.0, "异常"),
    ("异常", "", 1.0, "异常"),
]


def row(code, value, *, words="", firm="甲证券"):
    names = CATALOGUE.splits(code)
    system = "" if names is None else (names or ("工商银行",))[0]
    day = DAY if CATALOGUE.indicator[code].frequency == "daily" else "2019-08"
    return f'{firm},{code},{system},{day},"{value}","{words}"'


@pytest.mark.parametrize(("code", "cell", "value"), CELLS)
def test_a_cell_is_read_as_its_indicator_wants(tmp_path, code, cell, value):
    records = read(write(tmp_path / "a.csv", row(code, cell)))
    assert table(records)["value"].to_list() == [value], refused(records)


@pytest.mark.parametrize(("cell", "words", "value", "text"), STATES)
def test_a_state_and_its_cause_may_stand_in_either_cell(tmp_path, cell, words, value, text):
    records = read(write(tmp_path / "a.csv", row("5.4.2", cell, words=words)))
    assert table(records).select("value", "text").rows() == [(value, text)], refused(records)


def test_every_plausible_range_has_cells_on_both_sides():
    assert list(RANGES) == [code for code in CATALOGUE.leaves if CATALOGUE.indicator[code].plausible is not None]


def test_what_is_in_range_is_read_and_what_is_out_of_it_is_refused(tmp_path):
    inside = [(code, cell) for code, cells in RANGES.items() for cell in cells["read"]]
    outside = [(code, cell) for code, cells in RANGES.items() for cell in cells["refused"]]
    firms = [f"公司{number}" for number in range(len(inside))]
    records = read(write(tmp_path / "in.csv", *(row(*one, firm=firm) for one, firm in zip(inside, firms, strict=True))))
    assert refused(records) == []
    found = {(line["firm_id"], line["indicator"]): line["value"] for line in table(records).iter_rows(named=True)}
    assert found == {(firm, code): float(cell) for (code, cell), firm in zip(inside, firms, strict=True)}
    bad = read(write(tmp_path / "out.csv", *(row(*one) for one in outside)))
    assert table(bad).is_empty()
    assert [value for _, value in refused(bad) if "超出合理范围" not in value] == []
    assert bad.intake[0].rejected == len(outside)


@pytest.mark.parametrize(
    "name",
    [
        "1.1.6",
        "百岁老人",
        "1.1.6 开立的年满一百周岁的老年人的客户号（户）",
        "账户质量控制·开立的年满一百周岁的老年人的客户号",
    ],
)
def test_an_indicator_has_several_names(tmp_path, name):
    records = read(write(tmp_path / "a.csv", f"甲证券,{name},,2019-08,5,"))
    assert table(records)["indicator"].to_list() == ["1.1.6"], refused(records)


@pytest.mark.parametrize("name", ["普通交易柜台", "普通柜台系统", "普通柜台", " 普通交易柜台 "])
def test_a_system_has_several_names(tmp_path, name):
    records = read(write(tmp_path / "a.csv", f"甲证券,5.1.1,{name},{DAY},5,"))
    assert table(records)["system"].to_list() == ["普通交易柜台"], refused(records)


@pytest.mark.parametrize(
    "day", ["2019-08", "2019/08", "2019年8月", "201908", "2019-08-31", "2019年8月30日", "2019-08-30"]
)
def test_a_month_has_several_names(tmp_path, day):
    records = read(write(tmp_path / "a.csv", f"甲证券,1.1.1,,{day},5,"))
    assert table(records)["date"].to_list() == [datetime.date(2019, 8, 31)], refused(records)


def test_personal_numbers_in_causes_are_covered(tmp_path):
    records = read(
        write(
            tmp_path / "a.csv",
            row("5.4.2", "异常", words="已联系 13812345678"),
            row("4.2.4", "", words="11010119900307001X 透支"),
        )
    )
    assert table(records)["text"].to_list() == ["11**************** 透支", "异常：已联系 138********"]


def test_a_register_names_the_firms(tmp_path):
    header = "统一社会信用代码,公司全称,公司简称,曾用名,成立日期,经纪业务资格,合并至"
    register = f"{header}\n{HUAXIA},甲证券股份有限公司,甲证券,,1995-01-01,是,\n"
    (tmp_path / "证券公司名录.csv").write_text(register, encoding="utf-8")
    write(tmp_path / "运营指标读数.csv", f"甲证券股份有限公司,2.1.1,,{DAY},5,", f"乙证券,2.1.1,,{DAY},5,")
    records = read(tmp_path)
    assert records.firms.rows() == [(HUAXIA, "甲证券")]
    assert table(records)["firm_id"].to_list() == [HUAXIA]
    assert refused(records) == [("证券公司", "证券公司名录里没有这家公司，是否指：甲证券？")]


def test_the_firm_of_a_file_without_one_can_be_given(tmp_path):
    (tmp_path / "a.csv").write_text(f"指标,日期,数值\n2.1.1,{DAY},5\n", encoding="utf-8")
    assert table(read(tmp_path / "a.csv", firm="甲证券"))["firm_id"].to_list() == ["甲证券"]


def test_formats_and_encodings_give_the_same_readings(tmp_path):
    rows = [
        "甲证券,2.1.1,,2019-08-30,12.5,",
        "甲证券,5.1.1,普通柜台,2019-08-30,90,",
        "甲证券,5.4.2,,2019-08-30,异常,断网",
    ]
    path = write(tmp_path / "a.csv", *rows)
    (tmp_path / "gb.csv").write_bytes(path.read_text(encoding="utf-8").encode("gb18030"))
    cells = [line.split(",") for line in [HEADER, *rows]]
    pl.DataFrame(cells[1:], cells[0], orient="row").write_parquet(tmp_path / "a.parquet")
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet("任意")
        for at, line in enumerate(cells):
            sheet.write_row(at, 0, line)
    first, *others = [table(read(tmp_path / name)) for name in ("a.csv", "gb.csv", "a.parquet", "a.xlsx")]
    assert first.schema == READINGS
    assert first.height == 3
    for other in others:
        assert_frame_equal(first, other)


def test_readings_that_were_written_out_are_read_again(tmp_path):
    path = write(
        tmp_path / "a.csv",
        row("2.1.1", "12.5"),
        row("5.4.2", "异常", words="断网"),
        row("5.4.3", "正常"),
        row("5.1.2", "18:30"),
        row("5.3.1", "2", words="文件迟到"),
    )
    before = table(read(path))
    before.write_csv(tmp_path / "again.csv")
    before.write_parquet(tmp_path / "again.parquet")
    assert before.height == 5
    assert_frame_equal(before, table(read(tmp_path / "again.csv")))
    assert_frame_equal(before, table(read(tmp_path / "again.parquet")))


def test_a_wide_file_has_a_column_per_indicator(tmp_path):
    header = "公司,日期,2.1.1 主数据库服务器CPU利用率（%）,网络核心交换机CPU利用率,备注"
    wide = f"{header}\n甲证券,2019-08-29,5,61,x\n甲证券,2019-08-30,,120,y\n"
    (tmp_path / "wide.csv").write_text(wide, encoding="utf-8")
    records = read(tmp_path / "wide.csv")
    assert table(records).select("indicator", "value").rows() == [("2.1.1", 5.0), ("2.1.7", 61.0)]
    assert records.quarantine["readings"].select("row", "column", "value").rows() == [
        (3, "网络核心交换机CPU利用率", "120")
    ]
    [entry] = records.intake
    assert (entry.read, entry.used, entry.rejected, entry.dropped) == (3, 2, 1, ("备注",))


def test_a_template_holds_a_row_for_every_reading_that_is_due(tmp_path):
    asked = Asked(
        "示例证券", datetime.date(2019, 8, 1), datetime.date(2019, 8, 31), {"banks": ["工商银行", "建设银行"]}
    )
    forms = write_reading_templates(tmp_path, CATALOGUE, CATALOGUE.owners, asked)
    assert [form.path.stem for form in forms] == [f"运营指标读数_{owner}" for owner in CATALOGUE.owners]
    records = read(tmp_path)
    counts = {entry.file: (entry.read, entry.used, entry.rejected) for entry in records.intake}
    assert counts["运营指标读数_账户管理岗.xlsx"] == (12, 0, 0)
    assert counts["运营指标读数_存管业务岗.xlsx"] == (2 * 2 * 22, 0, 0)
    assert counts["运营指标读数_清算岗.xlsx"] == ((4 + 4 + 4 + 1 + 2 + 3 + 3 + 3 + 3) * 22, 0, 0)
    assert records.firms["firm"].to_list() == ["示例证券"]
    assert sum(read for read, _, _ in counts.values()) == sum(entry.excluded for entry in records.intake)


def test_templates_are_the_same_bytes_every_time(tmp_path):
    asked = Asked("示例证券", datetime.date(2019, 8, 1), datetime.date(2019, 8, 31), {})
    one, two = (write_reading_templates(tmp_path / name, CATALOGUE, ["交收岗"], asked)[0] for name in ("a", "b"))
    assert one.path.read_bytes() == two.path.read_bytes()


def test_a_filled_template_is_read(tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    asked = Asked("示例证券", datetime.date(2019, 8, 30), datetime.date(2019, 8, 31), {})
    [form] = write_reading_templates(tmp_path, CATALOGUE, ["交收岗"], asked)
    book = openpyxl.load_workbook(form.path)
    sheet = book["运营指标读数"]
    for line, value in zip(sheet.iter_rows(min_row=2), [5, 0, 0, "正常"], strict=True):
        line[4].value = value
    shutil.rmtree(tmp_path)
    tmp_path.mkdir()
    book.save(form.path)
    found = table(read(tmp_path)).select("indicator", "system", "value")
    assert found.rows() == [
        ("5.2.1", "", 5.0),
        ("5.4.1", "使用最低备付额", 0.0),
        ("5.4.1", "透支金额", 0.0),
        ("5.4.2", "", 0.0),
    ]


@pytest.mark.parametrize(
    ("firm", "systems"),
    [("示例证券", {"banks": ["工商银行", "建设银行"], "mirrors": ["镜像一"]}), ("示例证券", {}), ("", {})],
    ids=["all is named", "banks and mirror sites are not", "nor is the firm"],
)
def test_a_form_whose_white_cells_are_filled_is_taken_whole(tmp_path, firm, systems):
    openpyxl = pytest.importorskip("openpyxl")
    asked = Asked(firm, datetime.date(2019, 8, 29), datetime.date(2019, 8, 31), systems)
    forms = write_reading_templates(tmp_path / "blank", CATALOGUE, CATALOGUE.owners, asked)
    (tmp_path / "filled").mkdir()
    for form in forms:
        book = openpyxl.load_workbook(form.path)
        sheet = book["运营指标读数"]
        white = [cell for line in sheet.iter_rows(min_row=2) for cell in line if not cell.protection.locked]
        assert len(white) == form.white
        assert [cell.border.left.style for cell in white].count("medium") == form.required
        assert all(cell.value is None for cell in white)
        for cell in white:
            cell.value = filled(sheet.cell(cell.row, 2).value, sheet.cell(1, cell.column).value)
        book.save(tmp_path / "filled" / form.path.name)
    for entry in read(tmp_path / "filled").intake:
        assert entry.used == entry.read > 0, entry


def filled(indicator, column):
    """What somebody could write into a white cell."""
    node = CATALOGUE.indicator[indicator.split(" ")[0]]
    if column != "数值":
        return {"证券公司": "示例证券", "系统": "工商银行", "说明": "通信中断"}[column]
    if node.states:
        return node.states[-1]
    return "18:30" if node.kind == "time" else 1


DAYS = ("2019-08-26", "2019-08-27", "2019-08-28", "2019-08-29", "2019-08-30")
PERCENTAGES = [
    ("a share of one beside percentages", ["85", "80", "0.85"], [2]),
    ("shares of one that are as many", ["0.85", "85"], [0]),
    ("a percentage without its sign beside signs", ["85%", "80%", "0.85"], [2]),
    ("a large number without a sign beside signs", ["85%", "80%", "12"], []),
    ("a small percentage with its sign", ["85", "80", "0.85%"], []),
    ("an indicator whose readings are small, with one that is not", ["0.02", "0.03", "0.05", "1.5"], []),
    ("percentages of all sizes", ["0.5", "3", "9", "60"], []),
    ("so small that a hundredfold is small, too", ["0.02", "85", "80"], []),
    ("nothing", ["0", "85", "0%"], []),
]


@pytest.mark.parametrize(
    "limits", [Limits(), Limits(batch_rows=1, block_bytes=40, held_bytes=0)], ids=["whole", "pieces"]
)
@pytest.mark.parametrize(("name", "cells", "bad"), PERCENTAGES, ids=[name for name, *_ in PERCENTAGES])
def test_percentages_of_one_indicator_are_written_in_one_way(tmp_path, name, cells, bad, limits):
    rows = [f"甲证券,2.1.2,,{day},{cell}," for day, cell in zip(DAYS, cells, strict=False)]
    others = [f"甲证券,2.1.1,,{day},0.85," for day in DAYS]
    wide = [f"甲证券,{day},{cell}" for day, cell in zip(DAYS, cells, strict=False)]
    (tmp_path / "wide.csv").write_text("\n".join(["公司,日期,2.1.2", *wide]) + "\n", encoding="utf-8")
    long = write(tmp_path / "long.csv", *rows, *others)
    for path, more in ((long, len(others)), (tmp_path / "wide.csv", 0)):
        records = read_readings(path, CATALOGUE, limits=limits)
        found = records.quarantine["readings"].select("row", "value", "kind").rows()
        assert found == [(at + 2, cells[at], "rejected") for at in bad]
        entry = records.intake[0]
        assert (entry.read, entry.used, entry.rejected) == (len(cells) + more, len(cells) + more - len(bad), len(bad))
        assert table(records).height == entry.used


def test_mixed_percentages_are_told_with_what_they_may_mean(tmp_path):
    rows = [f"甲证券,2.1.2,,{day},{cell}," for day, cell in zip(DAYS, ("85", "80", "0.85"), strict=False)]
    assert refused(read(write(tmp_path / "a.csv", *rows))) == [
        ("数值", "同一列里别的格都大得多：可能是 0.85%，也可能是它的一百倍；请核对，确是 0.85% 的写成 0.85%")
    ]


def test_a_share_of_one_that_repeats_a_key_leaves_the_other_reading(tmp_path):
    rows = ["甲证券,2.1.2,,2019-08-29,85,", "甲证券,2.1.2,,2019-08-30,80,", "甲证券,2.1.2,,2019-08-30,0.8,"]
    records = read(write(tmp_path / "a.csv", *rows))
    assert table(records)["value"].to_list() == [85.0, 80.0]
    assert records.intake[0].rejected == 1
