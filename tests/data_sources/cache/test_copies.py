"""A copy gives what its file gives, and nothing is parsed again."""

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from data_sources.errors import IntakeError
from tests.data_sources.cache.support import (
    ALL_FILES,
    IN_BATCHES,
    ParsedError,
    assert_identical,
    cache_in,
    nothing_is_parsed,
    texts_in,
)
from tests.data_sources.support import ALL, VOCABULARY, read
from tests.data_sources.test_laws import ROW, read_or_refused, write

COMPLAINTS = "工单编号,证券公司,投诉类别,受理日期,办结日期,是否存在过错\n"
MEASURES = "措施编号,证券公司,决定日期,作出机构,措施类型,涉及事项,当事人,当事人类型,层级\n"


def read_with(folder, cache, limits=ALL_FILES, **changes):
    return read(folder, cache=cache_in(cache), limits=limits, **changes)


@settings(max_examples=10)
@given(st.lists(ROW, max_size=10), st.lists(ROW, max_size=10), st.sampled_from([ALL_FILES, IN_BATCHES]))
def test_a_copy_gives_what_its_file_gives(first, second, limits):
    with tempfile.TemporaryDirectory() as name:
        folder, cache = Path(name, "records"), Path(name, "cache")
        folder.mkdir()
        write(folder, "complaints_1.csv", first)
        write(folder, "complaints_2.csv", second)
        plain = read_or_refused(folder, limits=limits)
        for _ in ("making", "copied"):
            found = read_or_refused(folder, cache=cache_in(cache), limits=limits)
            if isinstance(plain, str):
                assert found == plain
            else:
                assert_identical(plain, found)


FAULTS = [
    "G1,华夏证券,其他,2017-03-05,,否",
    "G1,华夏证券,其他,2017-03-05,,否",  # the same again
    "G2,华夏证券,其他,2017-03-05,,否",
    "G2,华夏证券,交易系统,2017-03-05,,否",  # at odds
    "Ｇ3, 北海西部 ,其它,2017年3月5日,2017/4/1,√",
    "G4,华夏政券,其他,2017-03-05,,否",
    "G5,东方投行,其他,2017-03-05,,否",  # not evaluated
    "G6,华夏证券,其他,2016/3/5,,否",  # outside the period
    "G7,华夏证券,其他,2017-13-05,,否",
    "G8,华夏证券,其他,2017-03-05,2017-01-01,否",
    "110101199003071233,华夏证券,其他,2017-03-05,,否",
    "G9,,其他,2017-03-05,,#N/A",
    "G10,华夏证券,其他,2017-03-05,,否,,,,13812345678",  # too long
    ",,,,,",
    "G11,华夏证券,打给13812345678,42799,,否",
]


@pytest.mark.parametrize("limits", [ALL_FILES, IN_BATCHES], ids=["at once", "in batches"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_faults_are_told_from_a_copy_as_from_the_file(tmp_path, encoding, limits):
    folder = tmp_path / "records"
    folder.mkdir()
    text = "2017年度投诉\n" + COMPLAINTS + "\n".join(FAULTS).replace("Ｇ3", "G3√" if encoding == "gb18030" else "Ｇ3")
    (folder / "complaints.csv").write_text(text, encoding=encoding)
    plain = read(folder, limits=limits)
    assert plain.quarantine["complaints"].height > 10
    read_with(folder, tmp_path / "cache", limits)
    with nothing_is_parsed():
        copied = read_with(folder, tmp_path / "cache", limits)
    assert_identical(plain, copied)


def workbook(path, text, more=()):
    with xlsxwriter.Workbook(path) as book:
        for name, content in [("complaints", text), *more]:
            sheet = book.add_worksheet(name)
            for number, line in enumerate(content.splitlines()):
                sheet.write_row(number, 0, line.split(","))


def test_a_workbook_is_not_parsed_again(tmp_path):
    folder = tmp_path / "records"
    folder.mkdir()
    measures = MEASURES + "C1,华夏证券,2017-03-05,证监会,警示函,其他,张三、李四,人员,公司\n"
    workbook(folder / "all.xlsx", COMPLAINTS + "\n".join(FAULTS), [("integrity_measures", measures), ("备注", "甲,乙")])
    plain = read(folder)
    read_with(folder, tmp_path / "cache")
    with nothing_is_parsed():
        copied = read_with(folder, tmp_path / "cache")
    assert_identical(plain, copied)
    assert copied.ignored == ("all.xlsx[备注]（说明）",)
    assert "张*、李*" in texts_in(tmp_path / "cache")


def test_a_copy_holds_no_personal_number_and_of_bad_rows_only_what_is_told(tmp_path):
    folder = tmp_path / "records"
    folder.mkdir()
    (folder / "complaints.csv").write_text(COMPLAINTS + "\n".join(FAULTS), encoding="utf-8")
    read_with(folder, tmp_path / "cache")
    everything = " ".join(texts_in(tmp_path / "cache"))
    assert "G1" in everything
    assert "110101199003071233" not in everything
    assert "13812345678" not in everything
    assert "2017-13-05" in everything  # a line of the quarantine


def test_a_secret_is_kept_as_a_fingerprint_only(tmp_path):
    folder = tmp_path / "records"
    folder.mkdir()
    source = next(source for source in ALL if source.name == "survey_responses")
    titles = [column.title for column in source.columns]
    cells = [
        "SECRET-7" if column.kind == "secret" else {"firm": "华夏证券"}.get(column.name, column.example)
        for column in source.columns
    ]
    (folder / "survey_responses.csv").write_text(",".join(titles) + "\n" + ",".join(cells) + "\n", encoding="utf-8")
    plain = read(folder)
    read_with(folder, tmp_path / "cache")
    with nothing_is_parsed():
        assert_identical(plain, read_with(folder, tmp_path / "cache"))
    assert not any("SECRET" in path.read_bytes().decode("latin-1") for path in (tmp_path / "cache").rglob("*.*"))


def test_a_number_in_an_open_text_is_kept_covered(tmp_path):
    folder = tmp_path / "records"
    folder.mkdir()
    titles = "项目编号,证券公司,类别,方式,案例数,金额,完成日期\n"
    row = "S1,华夏证券,扶贫,联系人13812345678,1,1,2017-03-05"
    (folder / "social_projects.csv").write_text(titles + row + "\n", encoding="utf-8")
    plain = read(folder)
    read_with(folder, tmp_path / "cache")
    with nothing_is_parsed():
        assert_identical(plain, read_with(folder, tmp_path / "cache"))
    assert "联系人138********" in texts_in(tmp_path / "cache")


def test_a_file_with_personal_numbers_in_the_name_of_a_firm_is_not_kept(tmp_path):
    folder = tmp_path / "records"
    folder.mkdir()
    titles = "项目编号,证券公司,类别,方式,案例数,金额,完成日期\n"
    row = "S1,华夏证券13812345678,扶贫,捐赠,1,1,2017-03-05"
    (folder / "social_projects.csv").write_text(titles + row + "\n", encoding="utf-8")
    plain = read(folder)
    for _ in range(2):
        assert_identical(plain, read_with(folder, tmp_path / "cache"))
    kept = [entry for entry in (tmp_path / "cache").iterdir() if "social" in (entry / "entry.json").read_text("utf-8")]
    assert not kept


def test_a_small_file_and_a_parquet_file_are_not_kept(tmp_path):
    folder = tmp_path / "records"
    folder.mkdir()
    (folder / "complaints.csv").write_text(COMPLAINTS + FAULTS[0] + "\n", encoding="utf-8")
    read_with(folder, tmp_path / "cache", replace(ALL_FILES, converted_from_bytes=1 << 20))
    assert not (tmp_path / "cache").exists()


@pytest.mark.parametrize(
    ("what", "change"),
    [
        ("a byte of the file", lambda folder: (folder / "complaints.csv").write_text(COMPLAINTS + FAULTS[2], "utf-8")),
        (
            "its name for another source",
            lambda folder: (folder / "complaints.csv").rename(folder / "fund_warnings.csv"),
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_read_otherwise_is_read_anew(tmp_path, what, change):
    folder = tmp_path / "records"
    folder.mkdir()
    (folder / "complaints.csv").write_text(COMPLAINTS + FAULTS[0] + "\n", encoding="utf-8")
    read_with(folder, tmp_path / "cache")
    change(folder)
    with nothing_is_parsed(), pytest.raises(ParsedError):
        read_with(folder, tmp_path / "cache")


def test_another_vocabulary_is_another_copy(tmp_path):
    folder = tmp_path / "records"
    folder.mkdir()
    (folder / "complaints.csv").write_text(COMPLAINTS + FAULTS[0] + "\n", encoding="utf-8")
    read_with(folder, tmp_path / "cache")
    fewer = VOCABULARY | {"complaints": {"category": ("交易系统",)}}
    assert_identical(read(folder, vocabulary=fewer), read_with(folder, tmp_path / "cache", vocabulary=fewer))
    with nothing_is_parsed():
        assert read_with(folder, tmp_path / "cache").intake[0].rejected == 0


def test_an_error_leaves_no_half_copy(tmp_path):
    folder = tmp_path / "records"
    folder.mkdir()
    (folder / "complaints.csv").write_text(COMPLAINTS + FAULTS[0] + "\n", encoding="utf-8")
    (folder / "fund_warnings.csv").write_text("甲,乙\n1,2\n", encoding="utf-8")
    with pytest.raises(IntakeError):
        read_with(folder, tmp_path / "cache")
    assert not list((tmp_path / "cache").glob("*"))
