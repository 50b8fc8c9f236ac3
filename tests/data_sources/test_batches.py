"""Large files are read batch by batch: that changes nothing, and leaves nothing behind."""

import gc
import random
import tempfile
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from data_sources.errors import EncodingError, SpillError, UnreadableFileError
from data_sources.limits import Limits
from data_sources.stage import text_files
from tests.data_sources.support import HUAXIA, read
from tests.data_sources.test_laws import ROW, read_or_refused, write

TINY = Limits(batch_rows=3, block_bytes=40, held_bytes=0)
TITLES = "工单编号,证券公司,投诉类别,受理日期,办结日期,是否存在过错\n"


@pytest.fixture(autouse=True)
def spill_folder(tmp_path_factory, monkeypatch):
    folder = tmp_path_factory.mktemp("spill")
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def assert_same(one, other):
    assert one.intake == other.intake
    assert list(one.quarantine) == list(other.quarantine)
    for name in one.quarantine:
        assert_frame_equal(one.quarantine[name], other.quarantine[name])
        assert_frame_equal(one.quarantined(name).collect(), other.quarantined(name).collect())
    for name, table in one.tables.items():
        assert_frame_equal(table.collect().sort("record_id"), other.tables[name].collect().sort("record_id"))


@settings(max_examples=15)
@given(st.lists(ROW, max_size=12), st.lists(ROW, max_size=12), st.integers(1, 90))
def test_the_size_of_a_batch_changes_nothing(first, second, size):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, "complaints_1.csv", first)
        write(folder, "complaints_2.csv", second)
        whole = read_or_refused(folder)
        pieces = read_or_refused(folder, limits=Limits(batch_rows=3, block_bytes=size, held_bytes=0))
        if isinstance(whole, str):
            assert pieces == whole
        else:
            assert_same(whole, pieces)


@pytest.mark.parametrize("rows", [1, 3, 7, 1000])
def test_the_size_of_a_batch_changes_nothing_in_a_typed_file(tmp_path, rows):
    rng = random.Random(rows)
    columns = {
        "record_id": pl.Series([rng.choice(["G1", "G2", "Ｇ３", None, f"G{n}"]) for n in range(40)]),
        "firm": pl.Series([rng.choice(["华夏证券", "北海西部", "新设证券", "华夏政券", None]) for _ in range(40)]),
        "category": pl.Series([rng.choice(["交易系统", "其它", "其他", " "]) for _ in range(40)], dtype=pl.Categorical),
        "received_on": pl.Series([rng.choice([date(2017, 3, 5), date(2016, 3, 5), None]) for _ in range(40)]),
        "closed_on": pl.Series([rng.choice([date(2017, 6, 5), date(2016, 6, 5), None]) for _ in range(40)]),
        "at_fault": pl.Series([rng.choice([True, False, None]) for _ in range(40)]),
    }
    empty = pl.DataFrame(columns).clear(1)
    pl.concat([pl.DataFrame(columns), empty, pl.DataFrame(columns)]).write_parquet(
        tmp_path / "complaints.parquet", row_group_size=11
    )
    whole = read(tmp_path)
    assert whole.intake[0].read == 80
    assert whole.quarantine["complaints"].height > 40
    assert_same(whole, read(tmp_path, limits=Limits(batch_rows=rows, block_bytes=40, held_bytes=0)))


@pytest.mark.parametrize("limits", [Limits(), TINY])
def test_a_double_is_found_across_batches_and_files(tmp_path, limits):
    rows = [f"G{n},华夏证券,其他,2017-03-05,,否\n" for n in range(20)]
    again = ["Ｇ3,华中证券,其他,2017/3/5,,否\n", *rows[7:9], "G50,华夏证券,其他,2016-03-05,,否\n"]
    (tmp_path / "complaints_1.csv").write_text(TITLES + "".join([*rows, again[-1], rows[0]]), encoding="utf-8")
    (tmp_path / "complaints_2.csv").write_text(TITLES + "".join([*again, again[0]]), encoding="utf-8")
    records = read(tmp_path, limits=limits)
    found = records.quarantine["complaints"]
    assert found.select("file", "row", "value", "kind").rows() == [
        ("complaints_1.csv", 22, "2016-03-05", "excluded"),
        ("complaints_1.csv", 23, "G0", "excluded"),
        ("complaints_2.csv", 2, "Ｇ3", "excluded"),
        ("complaints_2.csv", 3, "G7", "excluded"),
        ("complaints_2.csv", 4, "G8", "excluded"),
        ("complaints_2.csv", 5, "G50", "excluded"),
        ("complaints_2.csv", 6, "Ｇ3", "excluded"),
    ]
    assert found["reason"][-2] == "工单编号重复：内容也与 complaints_1.csv 第 22 行相同，只计一次"
    assert [(e.read, e.used, e.rejected, e.excluded) for e in records.intake[:2]] == [(22, 20, 0, 2), (5, 0, 0, 5)]
    assert sorted(records.tables["complaints"].collect()["record_id"]) == sorted(f"G{n}" for n in range(20))


@pytest.mark.parametrize("limits", [Limits(), TINY])
def test_of_rows_at_odds_under_one_number_none_counts(tmp_path, limits):
    first = [
        "G1,华夏证券,其他,2017-03-05,,否\n",
        "G2,华夏证券,其他,2017-03-05,,否\n",
        "G3,华夏证券,其他,2016-03-05,,否\n",
    ]
    second = [first[0], "G1,华夏证券,其他,2017-03-05,,是\n", "G3,华夏证券,其他,2017-03-05,,否\n"]
    (tmp_path / "complaints_1.csv").write_text(TITLES + "".join(first), encoding="utf-8")
    (tmp_path / "complaints_2.csv").write_text(TITLES + "".join(second), encoding="utf-8")
    records = read(tmp_path, limits=limits)
    found = records.quarantine["complaints"].filter(kind="rejected")
    one, two = "complaints_1.csv 第 {} 行".format, "complaints_2.csv 第 {} 行".format
    assert [f"{file} 第 {row} 行" for file, row in found.select("file", "row").rows()] == [
        one(2), one(4), two(2), two(3), two(4)
    ]  # fmt: skip
    assert found["reason"].to_list() == [
        f"同一工单编号的内容不一致：与 {other}不同，请核对后保留一条"
        for other in (two(3), two(4), two(3), one(2), one(4))
    ]
    assert records.tables["complaints"].collect()["record_id"].to_list() == ["G2"]
    assert [(e.read, e.used, e.rejected, e.excluded) for e in records.intake[:2]] == [(3, 1, 2, 0), (3, 0, 3, 0)]


def test_a_double_by_its_key_is_found_across_batches(tmp_path):
    header = "拨测编号,证券公司,轮次,拨测日期,能否接通,有人接听,态度良好,有效答复\n"
    rows = [f"B{n},{name},{n % 6},2017-10-18,否,,,\n" for n in range(1, 12) for name in ["华夏证券"]]
    (tmp_path / "phone_checks.csv").write_text(header + "".join(rows), encoding="utf-8")
    assert_same(read(tmp_path), read(tmp_path, limits=TINY))
    found = read(tmp_path, limits=TINY).quarantine["phone_checks"].filter(pl.col("reason").str.contains("重复"))
    assert found.is_empty()
    found = read(tmp_path, limits=TINY).quarantine["phone_checks"].filter(pl.col("reason").str.contains("内容不一致"))
    assert found.select("row", "column", "value").rows() == [
        (n, "证券公司", "华夏证券") for n in (2, 3, 4, 5, 6, 8, 9, 10, 11, 12)
    ]


def test_many_doubles_are_compared_some_at_a_time(tmp_path, monkeypatch):
    monkeypatch.setattr("data_sources.duplicates._AT_ONCE", 4)
    rows = "".join(f"G{n % 30},华夏证券,其他,2017-03-05,,否\n" for n in range(90))
    (tmp_path / "complaints.csv").write_text(TITLES + rows, encoding="utf-8")
    records = read(tmp_path, limits=TINY)
    assert (records.intake[0].used, records.intake[0].excluded) == (30, 60)
    assert records.quarantine["complaints"]["row"].to_list() == list(range(32, 92))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("block", [1, 2, 3, 5, 7, 64, 4096])
def test_a_block_may_end_anywhere(tmp_path, encoding, block):
    text = TITLES + "\n".join(f'G{n},"华夏\n证券","其他",2017-03-05,,{"否" if n else "𠮷"}' for n in range(4))
    (tmp_path / "complaints.csv").write_bytes(text.encode(encoding))
    records = read(tmp_path, limits=Limits(batch_rows=3, block_bytes=block, held_bytes=0))
    assert records.tables["complaints"].collect()["record_id"].to_list() == ["G1", "G2", "G3"]
    assert records.quarantine["complaints"].select("row", "value").rows() == [(2, "𠮷")]
    assert_same(read(tmp_path), records)


def test_a_batch_without_a_sound_row_is_kept_out_whole(tmp_path):
    good, bad = "G{},华夏证券,其他,2017-03-05,,否\n", "G{},华夏政券,其它,2017-13-05,,?\n"
    rows = "".join((bad if 10 <= n < 30 else good).format(n) for n in range(40))
    (tmp_path / "complaints.csv").write_text(TITLES + rows, encoding="utf-8")
    records = read(tmp_path, limits=TINY)
    assert (records.intake[0].used, records.intake[0].rejected) == (20, 20)
    assert_same(read(tmp_path), records)
    (tmp_path / "complaints.csv").write_text(TITLES + bad.format(1) * 9, encoding="utf-8")
    records = read(tmp_path, limits=TINY)
    assert records.tables["complaints"].collect().height == 0
    assert records.quarantine["complaints"].height == 36


def test_an_unreadable_character_is_found_however_far_down(tmp_path):
    (tmp_path / "complaints.csv").write_bytes((TITLES + "G1,\n" * 9).encode("gb18030") + b"\xff\xff\n")
    for limits in (Limits(), TINY):
        with pytest.raises(EncodingError, match="第 11 行"):
            read(tmp_path, limits=limits)


def test_a_quotation_mark_in_a_wrong_place_stops_the_reading(tmp_path, spill_folder):
    good = "G1,华夏证券,其他,2017-03-05,,否\n" * 20
    (tmp_path / "complaints.csv").write_text(
        TITLES + good + 'G2,华夏"证券,,,,\n' + good + 'G3,华夏"证券,,,,\n', encoding="utf-8"
    )
    for limits in (Limits(), TINY):
        with pytest.raises(UnreadableFileError, match="引号没有成对"):
            read(tmp_path, limits=limits)
    assert not list(spill_folder.iterdir())


def test_a_cell_without_end_is_not_read_to_the_end(tmp_path, monkeypatch):
    monkeypatch.setattr(text_files, "_LONGEST", 100)
    monkeypatch.setattr(text_files, "_HEAD_BYTES", 100)
    (tmp_path / "complaints.csv").write_text(TITLES + 'G1,"' + "x\n" * 200 + '",\n', encoding="utf-8")
    with pytest.raises(UnreadableFileError, match="引号没有成对"):
        read(tmp_path, limits=TINY)


def large(tmp_path):
    rows = "".join(f"G{n},华夏证券,其他,2017-03-05,,否\n" for n in range(30))
    (tmp_path / "complaints.csv").write_text(TITLES + rows, encoding="utf-8")


def test_the_temporary_folder_goes_with_the_records(tmp_path, spill_folder):
    large(tmp_path)
    records = read(tmp_path, limits=TINY)
    assert len([one for one in spill_folder.iterdir() if one.is_dir()]) == 1
    assert records.tables["complaints"].filter(firm_id=HUAXIA).collect().height == 30
    del records
    gc.collect()
    assert not list(spill_folder.iterdir())
    records = read(tmp_path, limits=TINY)
    records.close()
    assert not list(spill_folder.iterdir())


@pytest.mark.parametrize("error", [KeyboardInterrupt, MemoryError])
def test_the_temporary_folder_goes_when_reading_is_broken_off(tmp_path, spill_folder, error):
    large(tmp_path)

    def stop(name, done, total, rows):
        if list(spill_folder.glob("*/*")):
            raise error

    with pytest.raises(error):
        read(tmp_path, limits=TINY, progress=stop)
    assert not list(spill_folder.iterdir())


def test_small_folders_leave_the_disk_alone(tmp_path, spill_folder):
    large(tmp_path)
    records = read(tmp_path)
    assert records.tables["complaints"].collect().height == 30
    assert not list(spill_folder.iterdir())


def test_a_full_disk_is_named(tmp_path, monkeypatch):
    large(tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    with pytest.raises(SpillError, match="TMPDIR"):
        read(tmp_path, limits=TINY)


def test_a_file_that_changes_while_it_is_read_is_an_error(tmp_path):
    large(tmp_path)

    def change(name, done, total, rows):
        if name == "complaints.csv":
            with (tmp_path / name).open("a") as file:
                file.write("G99")

    with pytest.raises(UnreadableFileError, match="被改动"):
        read(tmp_path, limits=TINY, progress=change)


def test_progress_is_told_within_a_large_file(tmp_path):
    large(tmp_path)
    told = []
    read(tmp_path, limits=TINY, progress=lambda *step: told.append(step))
    assert len({done for name, done, _, _ in told if name == "complaints.csv"}) > 5
    for counted in ([done for _, done, _, _ in told], [rows for _, _, _, rows in told]):
        assert counted == sorted(counted)
    assert told[-1][1:] == (told[-1][2], told[-1][2], 36)


def test_the_header_may_stand_below_a_title_in_another_batch(tmp_path):
    write(tmp_path, "complaints.csv", [["G1", "华夏证券", "其他", "2017-03-05", "", "否"]])
    path = tmp_path / "complaints.csv"
    path.write_text("2017 年的投诉\n\n\n\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    records = read(tmp_path, limits=Limits(batch_rows=3, block_bytes=9, held_bytes=0))
    assert records.tables["complaints"].collect()["record_id"].to_list() == ["G1"]
