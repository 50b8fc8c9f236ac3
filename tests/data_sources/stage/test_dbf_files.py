"""DBF tables, written by a library and by hand."""

import struct
from datetime import date, datetime

import dbf
import pytest

from data_sources.errors import UnreadableFileError
from tests.data_sources.stage.support import marks, rows, sheet, sheets


def by_hand(fields, records, *, version=3, code_page=0, count=None, behind=b"\x1a"):
    """A DBF from (name, type, length, decimals) and records as bytes, the mark of deletion first."""
    head = b"".join(
        struct.pack(
            "<11sc4xBB14x", name if isinstance(name, bytes) else name.encode("gbk"), kind.encode(), size, decimals
        )
        for name, kind, size, decimals in fields
    )
    length = 1 + sum(size for _, _, size, _ in fields)
    number = len(records) if count is None else count
    start = struct.pack("<B3BIHH17xB2x", version, 117, 3, 5, number, 33 + len(head), length, code_page)
    return start + head + b"\r" + b"".join(records) + behind


def text(value, size):
    return value.encode("gbk").ljust(size)[:size]


def put(tmp_path, content):
    (tmp_path / "a.dbf").write_bytes(content)
    return tmp_path / "a.dbf"


FIELDS = [("公司", "C", 10, 0), ("日期", "D", 8, 0), ("数", "N", 6, 1), ("是否", "L", 1, 0)]


@pytest.mark.parametrize("code_page", [0, 0x4D, 0x03, 0x57])
def test_texts_are_gbk_whatever_little_the_code_page_says(tmp_path, code_page):
    records = [b" " + text("喆甲证券", 10) + b"20170305" + b" 45.50"[:6] + b"T", b" " + text("", 10) + b" " * 14 + b"?"]
    found = sheet(put(tmp_path, by_hand(FIELDS, records, code_page=code_page)))
    assert rows(found) == [["公司", "日期", "数", "是否"], ["喆甲证券", "2017-03-05", "45.50", "true"], [None] * 4]


def test_deleted_records_are_left_out_and_told_and_rows_keep_their_numbers(tmp_path):
    records = [mark + text(name, 10) + b" " * 15 for mark, name in ((b" ", "甲"), (b"*", "乙"), (b" ", "丙"))]
    found = sheet(put(tmp_path, by_hand(FIELDS, records)))
    assert [row[0] for row in rows(found)] == ["公司", "甲", None, "丙"]
    assert found.remarks == ("a.dbf：有 1 条记录在 DBF 里标记为已删除，没有读入",)


def test_what_does_not_fit_its_column_stays_as_it_is(tmp_path):
    records = [b" " + text("甲", 10) + b"20171399" + b"******" + b"F"]
    assert rows(sheet(put(tmp_path, by_hand(FIELDS, records))))[1] == ["甲", "20171399", "******", "false"]


def test_names_cut_at_ten_bytes_lose_half_a_character_and_that_is_told(tmp_path):
    name = "x是否存在过错".encode("gbk")[:10]
    found = sheet(
        put(tmp_path, by_hand([(name, "C", 2, 0), ("公司", "C", 4, 0)], [b" " + text("是", 2) + text("甲", 4)]))
    )
    assert rows(found) == [["x是否存在", "公司"], ["是", "甲"]]
    assert found.remarks == ("a.dbf：DBF 的列名最多 10 个字节，可能被截短：x是否存在",)


def test_shares_of_two_decimals_are_told(tmp_path):
    records = [b" " + value.encode().rjust(6) for value in ("0.46", "0.85")]
    assert "百分数的更多位数已经丢失" in sheet(put(tmp_path, by_hand([("率", "N", 6, 2)], records))).remarks[0]
    records = [b" " + value.encode().rjust(6) for value in ("45.60", "85.00")]
    assert sheet(put(tmp_path, by_hand([("率", "N", 6, 2)], records))).remarks == ()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (by_hand(FIELDS, [b" " * 26], count=2), "文件头说有 2 条记录，文件里只有 1 条，没有传完整"),
        (by_hand(FIELDS, [b" " * 26] * 3, count=1), "后面却还有内容"),
        (by_hand([("N______", "C", 2, 0)], []), "中文列名已经丢失"),
        (by_hand([("备注", "M", 10, 0)], [b" " + b"1".rjust(10)], version=0x83), "备注列的内容在另一个文件"),
        (by_hand(FIELDS, [], version=4), "dBASE 7"),
    ],
)
def test_a_file_that_is_not_whole_is_an_error(tmp_path, content, says):
    with pytest.raises(UnreadableFileError, match=says):
        sheets(put(tmp_path, content))


def test_an_empty_table_has_its_header(tmp_path):
    assert rows(sheet(put(tmp_path, by_hand(FIELDS, [])))) == [["公司", "日期", "数", "是否"]]


def test_types_of_foxpro(tmp_path):
    table = dbf.Table(str(tmp_path / "a.dbf"), "n I; m Y; d B; t T; s C(4); memo M", dbf_type="vfp", codepage="cp936")
    table.open(dbf.READ_WRITE)
    table.append((-7, 12.5, 0.25, datetime(2017, 3, 5, 8, 30), "甲", "长文本"))
    table.close()
    found = sheet(tmp_path / "a.dbf")
    assert rows(found) == [
        ["N", "M", "D", "T", "S", "MEMO"],
        ["-7", "12.5", "0.25", "2017-03-05 08:30:00", "甲", "长文本"],
    ]
    assert marks(found) == []


def test_a_table_of_dbase_with_long_texts(tmp_path):
    table = dbf.Table(
        str(tmp_path / "a.dbf"), "s C(6); d D; n N(8,2); f F(8,2); l L; memo M", dbf_type="db3", codepage="cp936"
    )
    table.open(dbf.READ_WRITE)
    table.append(("甲证券", date(2017, 3, 5), 1.5, 2.25, False, "长文本"))
    table.close()
    assert rows(sheet(tmp_path / "a.dbf"))[1] == ["甲证券", "2017-03-05", "1.50", "2.25", "false", "长文本"]
