"""Canonical rows are read column by column: that changes nothing, however many there are and wherever they lie."""

import datetime
import random
import tempfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from data_sources.limits import Limits
from data_sources.notations import SEEN
from data_sources.readings import canonical, runs
from data_sources.readings.canonical import CANONICAL, CanonicalReadings
from data_sources.readings.intake import read_readings
from data_sources.readings.source import READINGS
from data_sources.readings.texts import Texts
from tests.data_sources.readings.support import CATALOGUE, read, refused, table, write
from tests.data_sources.readings.test_laws_of_readings import ROW
from tests.data_sources.readings.test_laws_of_readings import write as write_rows
from tests.data_sources.support import HUAXIA

TINY = Limits(batch_rows=3, block_bytes=60, held_bytes=0)
REGISTER = (
    "统一社会信用代码,公司全称,公司简称,曾用名,成立日期,经纪业务资格,合并至\n"
    f"{HUAXIA},甲证券股份有限公司,甲证券,,1995-01-01,是,\n"
)
CELLS = {
    "firm": ["甲证券", "甲证券", "甲证券股份有限公司", " 甲证券", "乙证券", "", "#N/A", None],
    "indicator": ["2.1.1", "2.1.1", "1.1.1", "5.1.1", "5.1.2", "5.4.2", "4.2.2", "4.2.4", "百岁老人", " 2.1.1 ",
                  "#REF!"],
    "system": [None, None, "", "-", "普通柜台", "普通交易柜台", "工商银行", "#N/A", "甲"],
    "date": ["2019-08-29", "2019-08-30", "2019-08-31", "2019-10-01", "2019/8/29", "2019-08", "201908", "x", "", None],
    "value": ["5", "5", "61", "61.0", "0", "-0", "1", "12.5%", "1,200", "１２", "0.75", "18:30", "1:30:00", "1e3",
              "1e0005", "正常", "异常", "异常：断网", "-", "-5", "101", "9" * 20, "nan", "#DIV/0!", "", None],
    "text": [None, None, None, None, "", "无", "断网", "13812345678", "#N/A"],
}  # fmt: skip
TITLES = {"firm": "证券公司", "indicator": "指标", "system": "系统", "date": "日期", "value": "数值", "text": "说明"}


def messy(seed, rows):
    rng = random.Random(seed)
    cells = {title: [rng.choice(CELLS[name]) for _ in range(rows)] for name, title in TITLES.items()}
    days = [str(datetime.date(2019, 1, 1) + datetime.timedelta(rng.randrange(700))) for _ in range(rows)]
    cells["日期"] = [day if rng.random() < 0.7 else cell for day, cell in zip(days, cells["日期"], strict=True)]
    return pl.DataFrame(cells, dict.fromkeys(TITLES.values(), pl.String))


def none_canonical(self, looked, first):
    return CANONICAL.to_frame(), pl.repeat(False, looked.cells.height, dtype=pl.Boolean, eager=True), SEEN.to_frame()


def assert_same(one, other):
    assert one.intake == other.intake
    assert_frame_equal(one.firms, other.firms)
    assert_frame_equal(table(one), table(other))
    assert list(one.quarantine) == list(other.quarantine)
    for name in one.quarantine:
        assert_frame_equal(one.quarantine[name], other.quarantine[name])


def row_by_row(path, **options):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(CanonicalReadings, "split", none_canonical)
        return read_readings(path, CATALOGUE, **options)


@settings(max_examples=20, deadline=None)
@given(st.lists(ROW, max_size=12), st.lists(ROW, max_size=12), st.booleans())
def test_whether_rows_are_plain_changes_nothing(first, second, registered):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_rows(folder, "readings_1.csv", first)
        write_rows(folder, "readings_2.csv", second)
        if registered:
            (folder / "证券公司名录.csv").write_text(REGISTER, encoding="utf-8")
        assert_same(read(folder), row_by_row(folder))


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("firm", [None, "甲证券"])
def test_whether_rows_are_plain_changes_nothing_in_typed_files(tmp_path, seed, firm):
    cells = messy(seed, 400)
    if seed % 2:
        cells = cells.with_columns(pl.col("日期").str.to_date("%Y-%m-%d", strict=False))
    if seed % 3 == 1:
        cells = cells.with_columns(pl.col("数值").cast(pl.Float64, strict=False))
    if seed % 3 == 2:
        cells = cells.drop("证券公司", "说明").with_columns(pl.col("指标").cast(pl.Categorical))
    cells.head(150).write_parquet(tmp_path / "readings_1.parquet")
    cells[150:].write_parquet(tmp_path / "readings_2.parquet")
    assert_same(read(tmp_path, firm=firm), row_by_row(tmp_path, firm=firm))


@pytest.mark.parametrize("limits", [TINY, Limits(batch_rows=50, held_bytes=2000), Limits(held_bytes=0)])
def test_how_much_is_in_memory_changes_nothing(tmp_path, monkeypatch, limits):
    monkeypatch.setattr(runs, "_PIECE", 4)
    messy(1, 200).write_parquet(tmp_path / "readings_1.parquet")
    messy(2, 60).write_csv(tmp_path / "readings_2.csv")
    assert_same(read(tmp_path), read_readings(tmp_path, CATALOGUE, limits=limits))


@pytest.mark.parametrize("room", ["_FIRMS", "_NAMES"])
def test_names_that_find_no_room_are_looked_at_row_by_row(tmp_path, monkeypatch, room):
    messy(3, 300).write_parquet(tmp_path / "readings.parquet")
    whole = read(tmp_path)
    monkeypatch.setattr(canonical, room, 2)
    assert_same(whole, read(tmp_path))


def test_texts_keep_their_numbers_while_there_is_room():
    texts = Texts(2)

    def numbers(*cells):
        column = pl.Series("cell", cells, dtype=pl.String)
        return texts.numbers(column, column.to_frame().select(texts.number("cell")).to_series()).to_list()

    assert numbers("b", None, "b") == [0, 2, 0]
    assert numbers("a", "b", "c") == [1, 0, 3]
    assert numbers("c", "a", None) == [3, 1, 2]
    before = pl.Series("cell", [0, None, None, None], dtype=pl.UInt32)
    assert texts.numbers(pl.Series("cell", ["b", "a", "c", None]), before).to_list() == [0, 1, 3, 2]
    assert texts.known.to_list() == ["b", "a"]


@pytest.mark.parametrize("cell", ["5", "５"])
def test_a_reading_that_is_told_twice_counts_once(tmp_path, cell):
    records = read(write(tmp_path / "a.csv", "甲证券,2.1.1,,2019-08-30,5,", f"甲证券,2.1.1,,2019-08-30,{cell},"))
    assert table(records)["value"].to_list() == [5.0]
    [line] = records.quarantine["readings"].rows(named=True)
    assert (line["row"], line["column"], line["value"]) == (3, "证券公司", "甲证券")
    assert line["reason"].endswith("重复：内容也与 a.csv 第 2 行相同，只计一次")
    assert (records.intake[0].read, records.intake[0].used, records.intake[0].excluded) == (2, 1, 1)


@pytest.mark.parametrize("cell", ["6", "６"])
def test_readings_at_odds_are_refused_both(tmp_path, cell):
    rows = ["甲证券,2.1.1,,2019-08-29,5,", "甲证券,2.1.1,,2019-08-30,5,", f"甲证券,2.1.1,,2019/8/30,{cell},"]
    records = read(write(tmp_path / "a.csv", *rows))
    assert table(records)["date"].to_list() == [datetime.date(2019, 8, 29)]
    assert [line["row"] for line in records.quarantine["readings"].iter_rows(named=True)] == [3, 4]
    assert all("不一致" in reason for _, reason in refused(records))


def test_readings_of_a_firm_come_together_and_in_order(tmp_path):
    days = pl.date_range(datetime.date(2019, 7, 1), datetime.date(2019, 8, 30), eager=True)
    days = days.filter(days.dt.weekday() <= 5).cast(pl.String)
    rows = [f"公司{firm},{code},,{day},{firm},x" for day in days for code in ("2.1.2", "2.1.1") for firm in (3, 1, 2)]
    rows = [row.removesuffix("x") if number % 7 else row for number, row in enumerate(rows)]
    records = read_readings(write(tmp_path / "a.csv", *rows), CATALOGUE, limits=Limits(30, held_bytes=0))
    batches = list(records.by_firm())
    assert [batch["firm_id"].unique().to_list() for batch in batches] == [["公司1"], ["公司2"], ["公司3"]]
    whole = pl.concat(batches)
    assert whole.schema == READINGS
    assert_frame_equal(whole, table(records))
    assert_frame_equal(whole, whole.sort("firm_id", "indicator", "system", "date"))
    assert whole.height == len(rows)


def test_a_part_of_the_readings_can_be_asked_for(tmp_path):
    rows = [f"公司{firm},2.1.1,,2019-08-{day},{day}," for firm in (1, 2) for day in (28, 29, 30)]
    lazy = read(write(tmp_path / "a.csv", *rows)).tables["readings"]
    assert lazy.head(4).select("value").collect()["value"].to_list() == [28, 29, 30, 28]
    assert lazy.filter(pl.col("value") > 28).select("firm_id").collect().height == 4
    lazy.sink_parquet(tmp_path / "out.parquet")
    assert_frame_equal(pl.read_parquet(tmp_path / "out.parquet"), lazy.collect())
