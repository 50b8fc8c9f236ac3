"""Typed Parquet checked by an engine gives what reading it row by row gives."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

import polars as pl
import pytest

from data_sources.errors import IntakeError
from data_sources.limits import Limits
from indicator_tree.mapping import Mapping
from tests.data_sources.bulk_rows import ROWS
from tests.data_sources.stage.support import sheet
from tests.data_sources.support import read
from tests.support.bulk import insist_on_same, write

SOUND = pl.DataFrame(
    {
        "工单编号": ["GD1"],
        "公司": ["华夏证券"],
        "投诉类别": ["其他"],
        "受理日期": [date(2017, 5, 1)],
        "办结日期": [date(2017, 6, 1)],
        "是否存在过错": [False],
    }
)


SMALL = Limits(batch_rows=50, piece_rows=70, hashes=60, block_bytes=40, held_bytes=0)


@pytest.mark.parametrize("source", ROWS)
@pytest.mark.parametrize("parts", [1, 3])
def test_an_address_gives_what_its_files_in_the_folder_give(tmp_path: Path, source: str, parts: int) -> None:
    address = write(tmp_path / "files", source, ROWS[source], parts)
    (tmp_path / "elsewhere").mkdir()
    expected = read(tmp_path / "files")
    assert expected.quarantine[source].height
    insist_on_same(expected, read(tmp_path / "elsewhere", addresses={source: address}), source)


def test_canonical_rows_are_not_read_one_by_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    address = write(tmp_path / "elsewhere", "complaints", SOUND)
    (tmp_path / "records").mkdir()
    monkeypatch.setattr("data_sources.bulk.marking.read_cells", None)
    found = read(tmp_path / "records", addresses={"complaints": address})
    assert found.tables["complaints"].collect()["record_id"].to_list() == ["GD1"]


def test_a_folder_named_after_a_source_is_read_as_one(tmp_path: Path) -> None:
    records = tmp_path / "records"
    write(records / "12386投诉工单", "a", SOUND)
    write(records / "12386投诉工单" / "month=06", "b", SOUND.with_columns(pl.lit("GD2").alias("工单编号")))
    found = read(records, required={"complaints"})
    assert sorted(found.tables["complaints"].collect()["record_id"]) == ["GD1", "GD2"]
    assert [(entry.file, entry.used) for entry in found.intake[1:]] == [("a_1.parquet", 1), ("month=06/b_1.parquet", 1)]
    assert found.ignored == ()


DATED = pl.col("受理日期").cast(pl.Datetime)
WRONG = {
    "a date with a time": ("complaints", SOUND.with_columns(DATED), "受理日期（received_on）是 Datetime"),
    "a date as text": (
        "complaints",
        SOUND.with_columns(pl.col("受理日期").cast(pl.String)),
        "应为日期（Date，不带时间）",
    ),
    "a flag as a number": (
        "complaints",
        SOUND.with_columns(pl.col("是否存在过错").cast(pl.Int64)),
        "是否存在过错（at_fault）是 Int64，应为布尔值（Boolean）",
    ),
    "no such column": ("complaints", SOUND.drop("投诉类别"), "缺少列 投诉类别（category）"),
    "no such source": ("complaint", SOUND, "没有可从地址读入的来源 complaint；可用：fund_warnings"),
    "the register": ("firm_register", SOUND, "没有可从地址读入的来源 firm_register"),
    "names of persons": ("integrity_measures", SOUND, "当事人里的人名须遮盖"),
    "fingerprints": ("survey_responses", SOUND, "受访者编号只能保存指纹"),
}


@pytest.mark.parametrize(("source", "table", "message"), WRONG.values(), ids=WRONG)
def test_what_an_engine_cannot_check_is_told(tmp_path: Path, source: str, table: pl.DataFrame, message: str) -> None:
    address = write(tmp_path / "elsewhere", "complaints", table)
    (tmp_path / "records").mkdir()
    with pytest.raises(IntakeError) as told:
        read(tmp_path / "records", addresses={source: address})
    assert message in str(told.value)


MAPPINGS = {
    "a value of a closed column": {"category": {"其它": "其他", "交易系统": "其他"}},
    "a blank of a closed column": {"category": {"": "其他"}},
    "a firm": {"firm": {"北海证券股份": "北海证券", "华夏证券": "北海证券"}},
    "a flag": {"at_fault": {"true": "否"}},
    "a blank flag": {"at_fault": {"": "否"}},
    "a date": {"closed_on": {"2017-03-05": "2017-03-06"}, "received_on": {"": "2017-01-01"}},
}


@pytest.mark.parametrize("values", MAPPINGS.values(), ids=MAPPINGS)
def test_what_a_mapping_says_of_cells_holds_at_an_address_too(
    tmp_path: Path, values: dict[str, dict[str, str]]
) -> None:
    mapping = Mapping(values={"complaints": values})
    rows = ROWS["complaints"].with_columns(
        pl.when(pl.int_range(pl.len()) % 7 == 0).then(date(2017, 3, 5)).otherwise("办结日期").alias("办结日期")
    )
    address = write(tmp_path / "files", "complaints", rows)
    (tmp_path / "elsewhere").mkdir()
    expected = read(tmp_path / "files", mapping=mapping)
    plain = read(tmp_path / "elsewhere", addresses={"complaints": address})
    assert not expected.quarantine["complaints"].equals(plain.quarantine["complaints"]) or not expected.tables[
        "complaints"
    ].collect().equals(plain.tables["complaints"].collect())
    insist_on_same(
        expected, read(tmp_path / "elsewhere", mapping=mapping, addresses={"complaints": address}), "complaints"
    )


def test_what_a_mapping_says_of_open_texts_is_refused_at_an_address(tmp_path: Path) -> None:
    address = write(tmp_path / "elsewhere", "fund_warnings", SOUND)
    (tmp_path / "records").mkdir()
    mapping = Mapping(values={"fund_warnings": {"matter": {"旧": "新"}}})
    with pytest.raises(IntakeError, match="映射逐值说明了预警事项的含义，而它可以写任何文字；请把文件放进数据文件夹"):
        read(tmp_path / "records", mapping=mapping, addresses={"fund_warnings": address})


ADDRESSES = {
    "nowhere": ("nowhere/*.parquet", "没有 Parquet 文件"),
    "an unknown kind": ("ftp://host/a.parquet", "不认识 ftp://"),
    "damaged": ("damaged.parquet", "读不到"),
}


@pytest.mark.parametrize(("address", "message"), ADDRESSES.values(), ids=ADDRESSES)
def test_an_address_that_cannot_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str, message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("damaged.parquet").write_bytes(b"PAR1 and no more")
    Path("records").mkdir()
    with pytest.raises(IntakeError, match=message):
        read(tmp_path / "records", addresses={"complaints": address})


UNLIKE = {
    "called otherwise": SOUND.rename({"工单编号": "编号"}),
    "in another order": SOUND.select("投诉类别", "公司", "工单编号", *SOUND.columns[3:]),
    "of another type": SOUND.with_columns(DATED),
    "one more": SOUND.with_columns(pl.lit("无").alias("备注")),
    "one less": SOUND.drop("办结日期"),
}


@pytest.mark.parametrize("other", UNLIKE.values(), ids=UNLIKE)
def test_files_of_other_columns_do_not_lie_at_one_address(tmp_path: Path, other: pl.DataFrame) -> None:
    folder = tmp_path / "records" / "complaints"
    write(folder, "a", SOUND)
    other.write_parquet(folder / "b_1.parquet")
    with pytest.raises(IntakeError, match=r"b_1\.parquet 的列与 a_1\.parquet 的不同"):
        read(tmp_path / "records")


@pytest.mark.parametrize("other", [other for name, other in UNLIKE.items() if name != "one less"])
def test_large_files_of_other_columns_give_what_small_ones_give(tmp_path: Path, other: pl.DataFrame) -> None:
    write(tmp_path / "records", "complaints", SOUND)
    other = other.with_columns(pl.lit("GD2").alias("工单编号" if "工单编号" in other.columns else "编号"))
    other.write_parquet(tmp_path / "records" / "complaints_2.parquet")
    expected, found = read(tmp_path / "records"), read(tmp_path / "records", limits=SMALL)
    insist_on_same(expected, found, "complaints")
    assert found.tables["complaints"].collect()["record_id"].sort().to_list() == ["GD1", "GD2"]


def test_an_address_without_a_row_has_no_record(tmp_path: Path) -> None:
    write(tmp_path / "records" / "complaints", "a", SOUND.clear())
    found = read(tmp_path / "records")
    assert found.tables["complaints"].collect().is_empty()
    assert [(entry.file, entry.read) for entry in found.intake[1:]] == [("a_1.parquet", 0)]


def test_a_source_in_two_places_is_told(tmp_path: Path) -> None:
    address = write(tmp_path / "elsewhere", "complaints", SOUND)
    write(tmp_path / "records", "complaints", SOUND)
    with pytest.raises(IntakeError, match="既在数据文件夹的文件里"):
        read(tmp_path / "records", addresses={"complaints": address})


def test_personal_numbers_are_masked_in_what_is_kept_out(tmp_path: Path) -> None:
    named = SOUND.with_columns(pl.lit("13912345678").alias("工单编号"), pl.lit("张三 13912345678").alias("公司"))
    address = write(tmp_path / "elsewhere", "complaints", named)
    (tmp_path / "records").mkdir()
    lines = read(tmp_path / "records", addresses={"complaints": address}).quarantine["complaints"]
    assert lines.height == 2
    assert not [cell for row in lines.rows() for cell in row if "12345678" in str(cell)]


def test_a_day_with_a_time_is_still_read_from_the_folder(tmp_path: Path) -> None:
    noon = pl.lit(datetime(2017, 5, 1, 12)).alias("受理日期")
    write(tmp_path / "records", "complaints", SOUND.with_columns(noon))
    assert read(tmp_path / "records").tables["complaints"].collect()["received_on"].to_list() == [date(2017, 5, 1)]


@pytest.mark.parametrize("source", ROWS)
@pytest.mark.parametrize("parts", [1, 3])
def test_large_files_of_the_folder_give_what_small_ones_give(tmp_path: Path, source: str, parts: int) -> None:
    write(tmp_path / "files", source, ROWS[source], parts)
    expected = read(tmp_path / "files")
    found = read(tmp_path / "files", limits=SMALL)
    insist_on_same(expected, found, source)
    assert found.intake == expected.intake


def test_canonical_rows_of_large_files_are_not_read_one_by_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "records", "complaints", SOUND)
    read(tmp_path / "records")  # which writes the register
    monkeypatch.setattr("data_sources.bulk.marking.read_cells", None)
    found = read(tmp_path / "records", limits=SMALL)
    assert found.tables["complaints"].collect()["record_id"].to_list() == ["GD1"]


def test_a_number_is_found_again_in_a_file_of_another_kind(tmp_path: Path) -> None:
    write(tmp_path / "records", "complaints", SOUND)
    SOUND.write_csv(tmp_path / "records" / "complaints_2.csv")
    found = read(tmp_path / "records", limits=SMALL)
    reason = "工单编号重复：内容也与 complaints_1.parquet 第 2 行相同，只计一次"
    assert found.quarantine["complaints"].select("file", "row", "reason").rows() == [("complaints_2.csv", 2, reason)]


def test_a_file_that_changes_while_it_is_read_is_told(tmp_path: Path) -> None:
    write(tmp_path / "records", "complaints", ROWS["complaints"])

    def change(file: str, *_: object) -> None:
        if file == "complaints_1.parquet":
            SOUND.write_parquet(tmp_path / "records" / file)

    with pytest.raises(IntakeError, match=r"读入期间文件被改动|读到中途出错"):
        read(tmp_path / "records", limits=SMALL, progress=change)


def test_of_several_large_files_the_damaged_one_is_named(tmp_path: Path) -> None:
    write(tmp_path / "records", "complaints", ROWS["complaints"], 3)
    file = tmp_path / "records" / "complaints_2.parquet"
    whole = file.read_bytes()
    file.write_bytes(whole[:1000] + bytes(2000) + whole[3000:])
    with pytest.raises(IntakeError, match=r"complaints_2\.parquet：不是完好的 Parquet 文件"):
        read(tmp_path / "records", limits=SMALL)


def test_a_file_that_goes_while_it_is_read_is_told(tmp_path: Path) -> None:
    write(tmp_path / "records", "complaints", ROWS["complaints"])
    file = tmp_path / "records" / "complaints_1.parquet"

    def remove(name: str, done: int, whole: int, rows: int) -> None:
        if rows:
            file.unlink(missing_ok=True)

    with pytest.raises(IntakeError, match=r"complaints_1\.parquet"):
        read(tmp_path / "records", limits=SMALL, progress=remove)


@pytest.mark.parametrize("there", ["address", "folder"])
def test_progress_is_told_piece_by_piece_up_to_the_last_byte(tmp_path: Path, there: str) -> None:
    address = write(tmp_path / "files", "complaints", ROWS["complaints"], 2)
    (tmp_path / "elsewhere").mkdir()
    told: list[tuple[str, int, int, int]] = []
    where = {"addresses": {"complaints": address}} if there == "address" else {}
    folder = tmp_path / ("elsewhere" if where else "files")
    read(folder, limits=SMALL, progress=lambda *each: told.append(each), **where)
    assert len({rows for *_, rows in told}) > 2
    assert [done for _, done, _, _ in told] == sorted(done for _, done, _, _ in told)
    assert told[-1][1] == told[-1][2]


def test_progress_tells_files_of_the_same_name_in_folders_apart(tmp_path: Path) -> None:
    for month in ("month=05", "month=06"):
        write(tmp_path / "files" / month, "complaints", ROWS["complaints"])
    (tmp_path / "records").mkdir()
    told: list[tuple[str, int, int, int]] = []
    where = {"complaints": str(tmp_path / "files")}
    read(tmp_path / "records", addresses=where, progress=lambda *each: told.append(each))
    assert {"month=05/complaints_1.parquet", "month=06/complaints_1.parquet"} <= {file for file, *_ in told}
    assert told[-1][1] == told[-1][2]


NOBODY = dict.fromkeys(SOUND.columns)
NO_RECORDS = {
    "a total under the numbers": NOBODY | {"工单编号": "合计"},
    "a total under the firms": NOBODY | {"公司": "总计："},
    "a note": NOBODY | {"工单编号": "注：以上为全年数据。"},
    "a header again": NOBODY | {name: name for name in ("工单编号", "公司", "投诉类别")},
}


@pytest.mark.parametrize("row", NO_RECORDS.values(), ids=NO_RECORDS)
@pytest.mark.parametrize("there", ["address", "large"])
def test_rows_that_are_no_records_are_excluded_wherever_they_are_read(
    tmp_path: Path, row: dict[str, str | None], there: str
) -> None:
    others = [SOUND.with_columns(pl.lit(f"GD{number}").alias("工单编号")) for number in range(8)]
    table = pl.concat([*others, pl.DataFrame([row], SOUND.schema, orient="row")])
    address = write(tmp_path / "files", "complaints", table)
    (tmp_path / "elsewhere").mkdir()
    expected = read(tmp_path / "files")
    assert [(entry.used, entry.excluded) for entry in expected.intake if entry.source == "complaints"] == [(8, 1)]
    if there == "address":
        found = read(tmp_path / "elsewhere", addresses={"complaints": address})
    else:
        found = read(tmp_path / "files", limits=SMALL)
    insist_on_same(expected, found, "complaints")


@pytest.mark.parametrize(
    "text", ["电话13912345678", "身份证 11010119900307001X。", "a@example.org", "１３９１２３４５６７８"]
)
def test_numbers_of_persons_in_open_texts_are_covered_wherever_they_are_read(tmp_path: Path, text: str) -> None:
    table = pl.DataFrame(
        {
            "预警编号": ["Y1", "Y2"],
            "公司": ["华夏证券"] * 2,
            "预警日期": [date(2017, 5, 1)] * 2,
            "预警级别": ["提示关注"] * 2,
            "预警事项": [text, "资金划付"],
        }
    )
    address = write(tmp_path / "files", "fund_warnings", table)
    (tmp_path / "elsewhere").mkdir()
    expected = read(tmp_path / "files")
    matters = expected.tables["fund_warnings"].collect()["matter"].to_list()
    assert "*" in matters[0]
    assert matters[1] == "资金划付"
    insist_on_same(expected, read(tmp_path / "elsewhere", addresses={"fund_warnings": address}), "fund_warnings")
    insist_on_same(expected, read(tmp_path / "files", limits=SMALL), "fund_warnings")


@pytest.mark.parametrize("column", ["受理日期", "办结日期"])
@pytest.mark.parametrize("days", [-719_163, 2_932_897, 2**31 - 1, -(2**31)])
@pytest.mark.parametrize("there", ["small", "large", "address"])
def test_a_date_of_no_calendar_is_told_with_its_column(tmp_path: Path, column: str, days: int, there: str) -> None:
    wrong = SOUND.with_columns(pl.lit("GD2").alias("工单编号"), pl.lit(days, pl.Int32).cast(pl.Date).alias(column))
    address = write(tmp_path / "files", "complaints", pl.concat([SOUND, wrong]))
    (tmp_path / "elsewhere").mkdir()
    folder, addresses = (
        (tmp_path / "elsewhere", {"complaints": address}) if there == "address" else (tmp_path / "files", {})
    )
    with pytest.raises(IntakeError, match=rf"complaints_1\.parquet：第 3 行列 {column} 的日期不在公元 1 年至 9999 年"):
        read(folder, addresses=addresses, limits=SMALL if there == "large" else Limits())


@pytest.mark.parametrize("day", [date.min, date.max])
def test_the_first_and_the_last_day_of_the_calendar_are_read(tmp_path: Path, day: date) -> None:
    table = SOUND.with_columns(pl.lit(day).alias("办结日期"), pl.lit(date(2017, 5, 1)).alias("受理日期"))
    address = write(tmp_path / "files", "complaints", pl.concat([table, SOUND.with_columns(工单编号=pl.lit("GD2"))]))
    (tmp_path / "elsewhere").mkdir()
    expected = read(tmp_path / "files")
    assert sum(entry.read for entry in expected.intake if entry.source == "complaints") == 2
    insist_on_same(expected, read(tmp_path / "elsewhere", addresses={"complaints": address}), "complaints")


OTHER_TYPES = {
    "a duration": (
        pl.Series("x", [timedelta(hours=25, minutes=3), -timedelta(seconds=5), None]),
        ["25:03:00", "-00:00:05", None],
    ),
    "texts that are not said to be texts": (pl.Series("x", ["甲".encode(), b"\xff", None]), ["甲", "ff", None]),
    "arrays": (
        pl.Series("x", [[1, 2], [3, 4], None], dtype=pl.Array(pl.Int64, 2)),
        ['{"x":[1,2]}', '{"x":[3,4]}', None],
    ),
    "lists": (pl.Series("x", [[1, 2], [], None]), ["1、2", "", None]),
    "lists of lists": (pl.Series("x", [[[1]], [[2]], None]), ['{"x":[[1]]}', '{"x":[[2]]}', None]),
    "a time": (pl.Series("x", [time(9, 30), None, None]), ["09:30:00", None, None]),
}


@pytest.mark.parametrize(("cells", "texts"), OTHER_TYPES.values(), ids=OTHER_TYPES)
def test_cells_of_types_that_no_column_has_are_texts(tmp_path: Path, cells: pl.Series, texts: list[str | None]) -> None:
    cells.to_frame().write_parquet(tmp_path / "a.parquet")
    shown = sheet(tmp_path / "a.parquet")
    assert shown.head.to_series().to_list() == ["x", *texts]


def test_a_moment_of_no_calendar_is_told(tmp_path: Path) -> None:
    wrong = SOUND.with_columns(pl.lit(2**63 - 1, pl.Int64).cast(pl.Datetime("us", "Asia/Shanghai")).alias("受理日期"))
    write(tmp_path / "files", "complaints", wrong)
    with pytest.raises(IntakeError, match="第 2 行列 受理日期 的日期不在公元 1 年至 9999 年之间"):
        read(tmp_path / "files")
