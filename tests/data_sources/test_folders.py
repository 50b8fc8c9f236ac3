"""Everything that a folder holds is read, refused, or listed as left out with the reason."""

import io
import os
import zipfile

import pytest
import xlsxwriter
import xlwt

from data_sources.errors import FolderError, IntakeError, MissingSourceError, SheetError, UnreadableFileError
from data_sources.limits import Limits
from indicator_tree.mapping import Mapping
from tests.data_sources.support import HUAXIA, REGISTER, read

HEADER = "工单编号,证券公司,投诉类别,受理日期,办结日期,是否存在过错"
PDF, PNG, OLE = b"%PDF-1.7", b"\x89PNG\r\n\x1a\n", bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600


def text(*numbers):
    return "\n".join([HEADER, *(f"{number},华夏证券,其他,2017-03-05,,否" for number in numbers)]) + "\n"


def packed(files, *, encoding="utf-8"):
    """A ZIP archive; names in GBK are written without the mark for UTF-8."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, inside in files.items():
            if encoding == "utf-8":
                archive.writestr(name, inside)
            else:
                info = zipfile.ZipInfo("x" * len(name.encode(encoding)))
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, inside)
    raw = content.getvalue()
    if encoding != "utf-8":
        for name in files:
            raw = raw.replace(b"x" * len(name.encode(encoding)), name.encode(encoding))
    return raw


def put(folder, files):
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


def numbers(records):
    return sorted(records.tables["complaints"].collect()["record_id"].to_list())


@pytest.mark.parametrize(
    ("files", "second"),
    [
        ({"投诉部/12386投诉工单_第2批.csv": text("G2")}, "投诉部/12386投诉工单_第2批.csv"),
        ({"投诉部/上海/第2批.txt": text("G2")}, "投诉部/上海/第2批.txt"),
        ({"12386投诉工单/2.csv": text("G2")}, "12386投诉工单/2.csv"),
        ({"打包.zip": packed({"12386投诉工单.csv": text("G2")})}, "打包.zip/12386投诉工单.csv"),
        ({"打包.zip": packed({"投诉/第二批.csv": text("G2")}, encoding="gbk")}, "打包.zip/投诉/第二批.csv"),
        ({"投诉部/打包.zip": packed({"a\\..\\..\\b.csv": text("G2")})}, "投诉部/打包.zip/a/b.csv"),
        ({"打包.bin": packed({"../../12386投诉工单.csv": text("G2")})}, "打包.bin/12386投诉工单.csv"),
        ({"投诉补充.csv": text("G2").encode("utf-16-le")}, "投诉补充.csv"),
        ({"投诉补充": text("G2").encode("gb18030")}, "投诉补充"),
        ({"投诉补充.csv": text("G2").replace(",", "|")}, "投诉补充.csv"),
        ({"投诉补充.csv": "sep=;\n" + text("G2").replace(",", ";")}, "投诉补充.csv"),
        ({"投诉补充.csv": text("G2").replace("\n", "\r")}, "投诉补充.csv"),
        ({"投诉补充.csv": text("G2") + "\x1a"}, "投诉补充.csv"),
        ({"投诉补充.xls": text("G2").replace(",", "\t").encode("gb18030")}, "投诉补充.xls"),
    ],
)
def test_a_second_batch_is_read_wherever_it_is(tmp_path, files, second):
    put(tmp_path, {"12386投诉工单.csv": text("G1"), **files})
    records = read(tmp_path)
    assert numbers(records) == ["G1", "G2"]
    assert [entry.file for entry in records.intake if entry.source == "complaints"] == ["12386投诉工单.csv", second]
    assert records.ignored == ()


def test_tabs_part_cells_though_one_of_them_is_full_of_commas(tmp_path):
    lines = "预警编号,证券公司,预警日期,预警级别,预警事项\nY1,华夏证券,2017-03-05,提示关注,事\n".replace(",", "\t")
    put(tmp_path, {"资金监控预警.txt": lines + "Y2\t华夏证券\t2017-03-06\t提示关注\ta,b,c,d,e,f,g,h\n"})
    assert read(tmp_path).tables["fund_warnings"].collect()["matter"].to_list() == ["事", "a,b,c,d,e,f,g,h"]


@pytest.mark.parametrize(
    ("files", "left_out"),
    [
        ({"说明.docx": b"abc"}, "说明.docx（文字处理文档，不是数据文件）"),
        ({"来函.pdf": PDF}, "来函.pdf（PDF，不是数据文件）"),
        ({"图/截图.png": PNG}, "图/截图.png（图片，不是数据文件）"),
        ({"备份/抄件.csv": text("G1")}, "备份/抄件.csv（与 12386投诉工单.csv 内容完全相同，只读一份）"),
        ({"a.zip": packed({"b.csv": text("G1")})}, "a.zip/b.csv（与 12386投诉工单.csv 内容完全相同，只读一份）"),
        ({"a.zip": packed({})}, "a.zip（空的压缩包）"),
        ({"名单.csv": "姓名,年龄\n甲,1\n"}, "名单.csv（名称和表头都与来源对不上）"),
        ({"12386投诉工单填写说明.txt": "逐行填写"}, "12386投诉工单填写说明.txt（说明）"),
        ({"空.csv": b""}, "空.csv（空文件）"),
        ({"数据.bin": b"\0\1\2\3" * 9}, "数据.bin（不认识的格式，不是数据文件）"),
    ],
)
def test_what_is_left_out_is_listed_with_the_reason(tmp_path, files, left_out):
    put(tmp_path, {"12386投诉工单.csv": text("G1"), **files})
    records = read(tmp_path)
    assert numbers(records) == ["G1"]
    assert records.ignored == (left_out,)


@pytest.mark.parametrize(
    "name",
    ["~$12386投诉工单.xlsx", ".DS_Store", "Thumbs.db", "desktop.ini", "__MACOSX/._12386投诉工单.csv", "mapping.toml"],
)
def test_what_programs_keep_for_themselves_is_no_record(tmp_path, name):
    inside = (
        packed({f"{name}": b"abc", "第2批.csv": text("G2")})
        if name != "mapping.toml"
        else packed({"2.csv": text("G2")})
    )
    put(tmp_path, {"12386投诉工单.csv": text("G1"), name: b"abc", "a.zip": inside})
    records = read(tmp_path)
    assert (numbers(records), records.ignored) == (["G1", "G2"], ())


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"打包.zip": b"abc"}, ["打包.zip", "损坏的压缩包", "重新打包"]),
        ({"12386投诉工单_第2批.zip": b"PK\x03\x04abc"}, ["12386投诉工单_第2批.zip", "压缩包", "重新打包"]),
        ({"a.rar": b"Rar!\x1a\x07\0"}, ["a.rar", "RAR", "请先解压"]),
        ({"a.7z": b"7z\xbc\xaf'\x1c"}, ["a.7z", "7Z", "请先解压"]),
        ({"a.csv.gz": b"\x1f\x8b\x08"}, ["a.csv.gz", "GZ", "请先解压"]),
        ({"a.zip": packed({"b.zip": packed({"c.csv": text("G2")})})}, ["a.zip/b.zip", "压缩包里的压缩包"]),
        ({"a.zip": packed({"大.csv": b"x" * (3 << 20)})}, ["a.zip", "解压后超过 2 MB"]),
        ({"补充.xlsx": b"PK\x03\x04abc"}, ["补充.xlsx", "不是完好的 Excel 工作簿"]),
        ({"补充.xls": OLE}, ["补充.xls", "不是完好的 Excel 工作簿"]),
        ({"补充.xlsx": OLE + "EncryptedPackage".encode("utf-16-le")}, ["补充.xlsx", "密码", "取消密码"]),
        ({"12386投诉工单2.docx": b"abc"}, ["12386投诉工单2.docx", "文字处理文档", "另存为 XLSX 或 CSV"]),
        ({"12386投诉工单2.pdf": PDF}, ["12386投诉工单2.pdf", "PDF", "另存为 XLSX 或 CSV"]),
        ({"12386投诉工单_备份.csv": text("G2")}, ["12386投诉工单_备份.csv", "备份", "mapping.toml"]),
        ({"旧/12386投诉工单.csv": text("G2")}, ["旧/12386投诉工单.csv", "“旧”", "mapping.toml"]),
        ({"补充.csv": "工单编号\x00\x00".encode()}, ["补充.csv", "空字节"]),
        (
            {"补充.csv": text("G2").encode() + "甲乙".encode() + b"\xff\n"},
            ["补充.csv：第 3 行", "按 UTF-8 在第 3 行第 7 个字节（FF 0A）处读不下去", "其余都是 UTF-8"],
        ),
        ({"補充.csv": "投訴編號,證券公司,類別,日期\n1,華夏證券,其他,2017\n".encode("big5")}, ["補充.csv", "Big5"]),
        (
            {"补充.xlsb": packed({"[Content_Types].xml": "application/vnd.ms-excel.sheet.binary.macroEnabled.main"})},
            ["XLSB"],
        ),
    ],
)
def test_what_might_hold_records_and_cannot_be_read_is_an_error(tmp_path, files, says):
    put(tmp_path, {"12386投诉工单.csv": text("G1"), **files})
    with pytest.raises(IntakeError) as error:
        read(tmp_path, limits=Limits(unpacked_bytes=2 << 20))
    assert all(part in str(error.value) for part in says), str(error.value)
    assert "改名" not in str(error.value)


def test_an_encrypted_archive_is_an_error(tmp_path):
    content = bytearray(packed({"12386投诉工单.csv": text("G2")}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    put(tmp_path, {"打包.zip": bytes(content)})
    with pytest.raises(UnreadableFileError, match="压缩包设有密码"):
        read(tmp_path)


def test_a_folder_without_end_is_an_error(tmp_path):
    put(tmp_path, {f"{number}.csv": f"a\n{number}\n" for number in range(5)})
    with pytest.raises(FolderError, match="4 个以上的文件"):
        read(tmp_path, limits=Limits(listed_files=4))
    put(tmp_path / "深", {"/".join("abcdefghi") + "/12386投诉工单.csv": text("G1")})
    with pytest.raises(IntakeError, match="子文件夹超过 8 层"):
        read(tmp_path)


def test_a_mapping_decides_before_any_name(tmp_path):
    put(tmp_path, {"12386投诉工单_备份.csv": text("G1"), "12386投诉工单.csv": text("G2"), "x.csv": text("G3")})
    files = {"12386投诉工单_备份.csv": "complaints", "12386投诉工单.csv": "", "x.csv": "complaints"}
    records = read(tmp_path, mapping=Mapping(files=files))
    assert numbers(records) == ["G1", "G3"]
    assert (records.ignored, records.remarks) == (("12386投诉工单.csv（mapping.toml 写明不读）",), ())


def test_a_folder_that_is_passed_over_is_no_record(tmp_path):
    put(tmp_path, {"12386投诉工单.csv": text("G1"), "run/12386投诉工单.csv": text("G2")})
    records = read(tmp_path, passed_over=lambda path: path.name == "run")
    assert (numbers(records), records.ignored) == (["G1"], ())


def workbook(path, pages):
    book = xlwt.Workbook()
    for name, (number, visibility) in pages.items():
        page = book.add_sheet(name)
        for row, line in enumerate(text(number).split()):
            for column, cell in enumerate(line.split(",")):
                page.write(row, column, cell)
        page.visibility = visibility
    book.save(str(path))


@pytest.mark.parametrize(("hidden", "how"), [("12386投诉工单_作废", 1), ("Sheet2", 2)])
def test_a_hidden_sheet_that_looks_like_a_source_is_not_read_and_told(tmp_path, hidden, how):
    workbook(tmp_path / "12386投诉工单.xls", {"Sheet1": ("G1", 0), hidden: ("G2", how)})
    records = read(tmp_path)
    assert numbers(records) == ["G1"]
    (remark,) = records.remarks
    assert remark.startswith(f"12386投诉工单.xls[{hidden}]：是隐藏的工作表，像是“12386投诉工单”，其中 1 行没有读入")
    assert numbers(read(tmp_path, mapping=Mapping(files={f"12386投诉工单.xls[{hidden}]": "complaints"}))) == [
        "G1",
        "G2",
    ]


def test_a_source_that_stands_in_a_hidden_sheet_alone_is_an_error(tmp_path):
    workbook(tmp_path / "全部.xls", {"其他": ("G1", 0), "12386投诉工单": ("G2", 1)})
    put(tmp_path, {"firm_register.csv": REGISTER})
    with pytest.raises(SheetError, match=r"只在这个隐藏的工作表里（1 行）；请取消隐藏"):
        read(tmp_path, required=["complaints"], mapping=Mapping(files={"全部.xls[其他]": ""}))


@pytest.mark.parametrize("name", ["12386投诉工单_作废", "12386投诉工单（旧）", "草稿12386投诉工单"])
def test_a_visible_sheet_that_no_longer_counts_by_its_name_stops(tmp_path, name):
    workbook(tmp_path / "全部.xls", {"12386投诉工单": ("G1", 0), name: ("G2", 0)})
    with pytest.raises(SheetError, match="不知道该不该算"):
        read(tmp_path)
    assert numbers(read(tmp_path, mapping=Mapping(files={f"全部.xls[{name}]": ""}))) == ["G1"]


def test_a_file_and_a_sheet_with_a_shorter_name_than_the_source_are_read_by_their_header(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "诚信档案.xlsx") as book:
        page = book.add_worksheet("措施")
        page.write_row(
            0,
            0,
            ["措施编号", "证券公司", "决定日期", "作出机构", "措施类型", "涉及事项", "当事人", "当事人类型", "层级"],
        )
        page.write_row(1, 0, ["M1", "华夏证券", "2017-03-05", "证监局", "警示函", "其他", "华夏证券", "公司", "公司"])
    records = read(tmp_path)
    assert records.tables["integrity_measures"].collect()["firm_id"].to_list() == [HUAXIA]
    assert "表头只与“诚信档案措施”（integrity_measures）相符" in records.remarks[0]


def test_a_header_that_fits_two_sources_is_an_error_that_shows_the_mapping(tmp_path):
    put(tmp_path, {"表.csv": "拨测编号,证券公司,能否接通,有人接听,态度良好,有效答复\n"})
    try:
        records = read(tmp_path)
    except IntakeError as error:
        assert '"表.csv" = ' in str(error)  # noqa: PT017
    else:
        assert records.intake[1].source == "phone_recodes"


def test_the_message_for_a_missing_source_gives_the_reason_and_no_advice_to_rename(tmp_path):
    put(tmp_path, {"12386投诉单.csv": "a,b\n1,2\n"})
    with pytest.raises(MissingSourceError) as error:
        read(tmp_path, required=["complaints"])
    assert "“12386投诉单.csv”或即此来源，但名称和表头都与来源对不上" in str(error.value)
    assert all(form in str(error.value) for form in ("XLS", "ET", "ODS", "DBF", "SAV", "ZIP"))
    assert "改名" not in str(error.value)


@pytest.mark.skipif(os.name == "nt", reason="names are not bytes there")
def test_a_name_of_another_encoding_is_shown(tmp_path):
    with open(os.path.join(os.fsencode(tmp_path), "12386投诉工单.csv".encode("gbk")), "w", encoding="utf-8") as file:
        file.write(text("G1"))
    assert "12386投诉工单.csv" in [entry.file for entry in read(tmp_path).intake]
