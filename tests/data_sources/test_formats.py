from datetime import date, datetime

import polars as pl
import pytest
import xlsxwriter
import xlwt

from data_sources.errors import EncodingError, SheetError
from tests.data_sources.support import HUAXIA, read

HEADER = ["预警编号", "证券公司", "预警日期", "预警级别", "预警事项"]
ROWS = [["Y1", "华夏证券", "2017年3月5日", "提示关注", "某事"], ["Y2", " 华夏证券", "2017/3/6", " 一般预警 ", "别的事"]]
TEXT = "\n".join(",".join(cells) for cells in [HEADER, *ROWS])
EXPECTED = [
    ("Y1", HUAXIA, HUAXIA, date(2017, 3, 5), "提示关注", "某事"),
    ("Y2", HUAXIA, HUAXIA, date(2017, 3, 6), "一般预警", "别的事"),
]


def warnings(folder, **changes):
    records = read(folder, **changes)
    assert records.quarantine["fund_warnings"].is_empty(), records.quarantine["fund_warnings"].rows()
    return records.tables["fund_warnings"].collect().rows()


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("gb18030"),
        TEXT.encode("utf-16"),
        TEXT.replace("\n", "\r\n").encode("gb18030"),
        TEXT.replace(",", "\t").encode(),
        TEXT.replace(",", ";").encode(),
        ("2017 年资金监控预警,,,,\n\n" + TEXT).encode(),
        TEXT.replace("预警编号,证券公司,预警日期", "record_id,券商简称,occurred_on").encode(),
        TEXT.replace("预警日期", "预警日期（年 月 日）*").encode(),
        TEXT.replace("\nY2", "\n,,,,\n\n　,,,,\nY2").encode(),
        "\n".join(line + ",," for line in TEXT.splitlines()).encode(),
    ],
)
def test_text_files_are_read_however_they_were_saved(tmp_path, content):
    (tmp_path / "fund_warnings.csv").write_bytes(content)
    assert warnings(tmp_path) == EXPECTED


def write_xlsx(path, sheets):
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, cells in enumerate(rows):
                sheet.write_row(number, 0, cells)


def test_a_workbook_with_its_dates_and_numbers_and_a_percentage_that_is_no_amount(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "年报风控指标.xlsx") as book:
        sheet = book.add_worksheet("Sheet1")
        day = book.add_format({"num_format": "yyyy/m/d"})
        percent = book.add_format({"num_format": "0.0%"})
        sheet.write_row(2, 1, ["指标名称", "证券公司", "分子", "分母", "截止日期"])
        sheet.write_row(3, 1, ["资本杠杆率", "华夏证券"])
        sheet.write_number(3, 3, 0.125)
        sheet.write_string(3, 4, "1,200.5")
        sheet.write_datetime(3, 5, datetime(2017, 12, 31), day)
        sheet.write_row(4, 1, ["融资融券余额占比", "华夏证券"])
        sheet.write_number(4, 3, 0.125, percent)
        sheet.write_number(4, 4, 1)
        sheet.write_datetime(4, 5, datetime(2017, 12, 31), day)
    records = read(tmp_path)
    (refused,) = records.quarantine["annual_ratios"].rows(named=True)
    assert (refused["row"], refused["column"], refused["value"]) == (5, "分子", "12.5%")
    assert records.tables["annual_ratios"].collect().rows() == [
        ("年报风控指标.xlsx[Sheet1]#4", HUAXIA, HUAXIA, "资本杠杆率", 0.125, 1200.5, date(2017, 12, 31))
    ]


def test_an_error_cell_of_a_workbook_is_not_taken_for_an_empty_one(tmp_path):
    header = ["工单编号", "证券公司", "投诉类别", "受理日期", "办结日期", "是否存在过错"]
    with xlsxwriter.Workbook(tmp_path / "complaints.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(1, 1, header)
        sheet.write_row(2, 1, ["G1", "华夏证券", "其他", "2017-03-05"])
        sheet.write_formula(2, 5, "=NA()", value="#N/A")
        sheet.write(2, 6, "否")
    found = read(tmp_path).quarantine["complaints"]
    assert found.select("row", "column", "value").rows() == [(3, "办结日期", "#N/A")]
    assert "错误值" in found["reason"].item()


def test_an_old_workbook(tmp_path):
    book = xlwt.Workbook()
    sheet = book.add_sheet("表一")
    for number, cells in enumerate([HEADER, *ROWS]):
        for position, cell in enumerate(cells):
            sheet.write(number, position, cell)
    sheet.write(3, 0, 20170003)
    sheet.write(3, 1, HUAXIA)
    sheet.write(3, 2, date(2017, 3, 7), xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    sheet.write(3, 3, "重大预警")
    sheet.write(3, 4, "某事")
    book.save(str(tmp_path / "资金监控预警.xls"))
    assert sorted(warnings(tmp_path)) == [
        ("20170003", HUAXIA, HUAXIA, date(2017, 3, 7), "重大预警", "某事"),
        *EXPECTED,
    ]


def test_a_typed_parquet_file(tmp_path):
    pl.DataFrame(
        {
            "record_id": ["Y1", "Y2"],
            "firm": [HUAXIA, "华夏证券"],
            "occurred_on": [date(2017, 3, 5), date(2017, 3, 6)],
            "level": pl.Series(["提示关注", "一般预警"], dtype=pl.Categorical),
            "matter": ["某事", "别的事"],
        }
    ).write_parquet(tmp_path / "fund_warnings.parquet")
    assert warnings(tmp_path) == EXPECTED


@pytest.mark.parametrize(
    "names",
    [
        ("fund_warnings_1", "fund_warnings-2"),
        ("资金监控预警（一）", "资金监控预警 2017"),
        ("资金监控预警2017年", "2017年资金监控预警_2"),
        ("资金监控预警_上半年", "fund_warnings_final"),
        ("资金监控预警（最终版）", "资金监控预警 - 副本"),
        ("FUND_WARNINGS上半年", "2017_fund_warnings.v2"),
    ],
)
def test_several_files_of_a_source_are_one_table(tmp_path, names):
    for name, cells in zip(names, ROWS, strict=True):
        (tmp_path / f"{name}.csv").write_text("\n".join(map(",".join, [HEADER, cells])), encoding="utf-8")
    assert warnings(tmp_path) == EXPECTED


def test_a_workbook_with_a_sheet_per_source(tmp_path):
    complaints = [["工单编号", "证券公司", "投诉类别", "受理日期", "办结日期", "是否存在过错"]]
    complaints += [["G1", "华夏证券", "开户、转户(销户)", "2017-03-05", "", "否"]]
    write_xlsx(
        tmp_path / "全部.xlsx", {"fund_warnings": [HEADER, *ROWS], "12386投诉工单": complaints, "备注": [["无"]]}
    )
    assert warnings(tmp_path) == EXPECTED
    records = read(tmp_path)
    assert records.tables["complaints"].collect()["category"].to_list() == ["开户、转户（销户）"]
    assert records.ignored == ("全部.xlsx[备注]（说明）",)


def test_a_workbook_whose_sheet_cannot_be_told_is_an_error(tmp_path):
    write_xlsx(tmp_path / "资金监控预警.xlsx", {"上半年": [HEADER[:2]], "下半年": [HEADER[:2]]})
    with pytest.raises(SheetError, match=r"没有一个名为“资金监控预警”或“fund_warnings”，.*找到：上半年、下半年"):
        read(tmp_path)


def test_all_sheets_that_fit_the_source_of_their_file_are_read(tmp_path):
    write_xlsx(
        tmp_path / "资金监控预警.xlsx",
        {"填表说明": [["请逐行填写"]], "上半年": [HEADER, ROWS[0]], "下半年": [HEADER, ROWS[1]], "汇总": [["次数", 2]]},
    )
    assert warnings(tmp_path) == EXPECTED
    assert read(tmp_path).ignored == (
        "资金监控预警.xlsx[填表说明]（说明）",
        "资金监控预警.xlsx[汇总]（名称和表头都与来源对不上）",
    )


def test_files_of_no_source_are_named_and_left_alone(tmp_path):
    (tmp_path / "fund_warnings.csv").write_text(TEXT, encoding="utf-8")
    (tmp_path / "说明.docx").write_bytes(b"x")
    (tmp_path / "客户名单.csv").write_text("x,y\n1,2\n", encoding="utf-8")
    (tmp_path / "附图.png").write_bytes(b"\x89PNG\r\n")
    (tmp_path / "~$fund_warnings.xlsx").write_bytes(b"x")
    (tmp_path / "Thumbs.db").write_bytes(b"x")
    assert read(tmp_path).ignored == (
        "客户名单.csv（名称和表头都与来源对不上）",
        "说明.docx（文字处理文档，不是数据文件）",
        "附图.png（图片，不是数据文件）",
    )


def test_progress_is_told_after_every_file(tmp_path):
    (tmp_path / "fund_warnings.csv").write_text(TEXT, encoding="utf-8")
    told = []
    read(tmp_path, progress=lambda *step: told.append(step))
    assert list(dict.fromkeys(name for name, _, _, _ in told)) == ["firm_register.csv", "fund_warnings.csv"]
    assert told[-1][1] == told[-1][2]
    assert told[-1][3] == 6 + TEXT.count("\n")


@pytest.mark.parametrize("name", ["fund_warningsold", "资金监控预警x", "监控补充", "第2批"])
def test_a_file_whose_name_says_nothing_is_read_by_its_header_with_a_remark(tmp_path, name):
    (tmp_path / f"{name}.csv").write_text(TEXT, encoding="utf-8")
    assert warnings(tmp_path, required=["fund_warnings"]) == EXPECTED
    remarks = read(tmp_path).remarks
    assert remarks == (f"{name}.csv：文件名没有说明来源，表头只与“资金监控预警”（fund_warnings）相符，已按此读入",)


@pytest.mark.parametrize(
    "name", ["我的资金监控预警", "附件3：资金监控预警（终稿）", "资金监控预警 (1)", "2017年度_FUND_WARNINGS_2"]
)
def test_a_file_whose_name_holds_that_of_a_source_is_read_without_a_word(tmp_path, name):
    (tmp_path / f"{name}.csv").write_text(TEXT, encoding="utf-8")
    assert warnings(tmp_path, required=["fund_warnings"]) == EXPECTED
    assert read(tmp_path).remarks == ()


def test_a_sheet_whose_name_says_nothing_is_read_by_its_header_with_a_remark(tmp_path):
    write_xlsx(tmp_path / "全部.xlsx", {"资金监控预警": [HEADER, ROWS[0]], "补充": [["标题"], HEADER, ROWS[1]]})
    assert warnings(tmp_path) == EXPECTED
    assert [remark.split("：")[0] for remark in read(tmp_path).remarks] == ["全部.xlsx[补充]"]


def test_a_workbook_belongs_to_the_source_with_whose_name_it_begins(tmp_path):
    write_xlsx(tmp_path / "fund_warnings_A.xlsx", {"Sheet1": [HEADER, *ROWS]})
    assert warnings(tmp_path) == EXPECTED


def test_a_file_that_fits_two_sources_is_taken_for_the_one_of_more_columns(tmp_path):
    header = "拨测编号,证券公司,轮次,拨测日期,能否接通,有人接听,态度良好,有效答复\n"
    (tmp_path / "拨测.csv").write_text(header, encoding="utf-8")
    assert [entry.source for entry in read(tmp_path).intake] == ["firm_register", "phone_checks"]


def test_a_table_that_cannot_be_read_is_an_error_whatever_its_name(tmp_path):
    (tmp_path / "乱码.csv").write_bytes(b"\xff\xff")
    with pytest.raises(EncodingError, match=r"乱码\.csv"):
        read(tmp_path)


def test_notes_are_left_alone_whatever_they_hold(tmp_path):
    (tmp_path / "fund_warnings.csv").write_text(TEXT, encoding="utf-8")
    notes = {"说明.txt": '资金监控预警，证券公司 "', "README.txt": "", "乱码.txt": b"\xff\xff".decode("latin-1")}
    for name, text in notes.items():
        (tmp_path / name).write_text(text, encoding="latin-1" if name == "乱码.txt" else "utf-8")
    assert [text.split("：")[0] for text in read(tmp_path).ignored] == [
        "README.txt（空文件）",
        "乱码.txt（读不出",
        "说明.txt（读不出",
    ]
