import random
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from data_sources.errors import EncodingError
from tests.data_sources.support import read

HEADER = ["工单编号", "证券公司", "投诉类别", "受理日期", "办结日期", "是否存在过错"]
MESSY = st.text(st.characters(codec="utf-8", exclude_characters='\r"', exclude_categories=("Cs",)), max_size=6)
CELLS = [
    st.sampled_from(["G1", "G2", "G3", "G4", "Ｇ４", ""]) | MESSY,
    st.sampled_from(["华夏证券", "北海西部", "新设证券", "华夏", ""]) | MESSY,
    st.sampled_from(["交易系统", "其他", "其它", ""]) | MESSY,
    st.sampled_from(["2017-03-05", "2017年3月5日", "2016/12/31", "2018-01-01", "2017-02-30", ""]) | MESSY,
    st.sampled_from(["2017-12-01", "2016-01-01", "-", ""]) | MESSY,
    st.sampled_from(["是", "否", "1", "?", ""]) | MESSY,
]
ROW = st.tuples(*CELLS).map(list) | st.lists(MESSY, max_size=9)


def write(folder, name, rows):
    lines = [
        ",".join('"' + cell + '"' if set(cell) & set(",;\t\n") else cell for cell in row) for row in [HEADER, *rows]
    ]
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8", newline="")


def read_or_refused(folder, **options):
    """The records; or the words of the refusal, where so many cells are zero bytes that a file is no text."""
    try:
        return read(folder, **options)
    except EncodingError as error:
        return str(error)


@settings(max_examples=30, deadline=None)
@given(st.lists(ROW, max_size=8), st.lists(ROW, max_size=8))
def test_no_row_vanishes(first, second):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, "complaints_1.csv", first)
        write(folder, "complaints_2.csv", second)
        records = read_or_refused(folder)
    if isinstance(records, str):
        assert "空字节" in records
        assert any("\0" in cell for row in (*first, *second) for cell in row)
        return
    used = 0
    for entry, rows in zip(records.intake, (first, second), strict=False):
        kept_out = records.quarantine["complaints"].filter(file=entry.file)
        rejected = set(kept_out.filter(kind="rejected")["row"])
        excluded = set(kept_out.filter(kind="excluded")["row"]) - rejected
        assert entry.read == sum(any(cell.strip() for cell in row[:14]) for row in rows)
        assert (entry.rejected, entry.excluded) == (len(rejected), len(excluded))
        assert entry.read == entry.used + entry.rejected + entry.excluded
        used += entry.used
    assert records.tables["complaints"].collect().height == used


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32))
def test_neither_the_order_of_rows_nor_their_spread_over_files_changes_the_records(seed):
    shuffle = random.Random(seed)
    firms, days = ["华夏证券", "北海西部", "新设证券", "无名证券"], ["2017-03-05", "2016-03-05", "x"]
    numbers = [f"G{shuffle.randrange(14)}" for _ in range(20)]
    rows = [[number, shuffle.choice(firms), "其他", shuffle.choice(days), "", "否"] for number in numbers]
    rows += shuffle.sample(rows, 3)
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        write(Path(one), "complaints.csv", rows)
        shuffle.shuffle(rows)
        write(Path(other), "complaints_1.csv", rows[:7])
        write(Path(other), "complaints_2.csv", rows[7:])
        tables = [read(Path(folder)).tables["complaints"].collect() for folder in (one, other)]
    assert_frame_equal(*tables)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32))
def test_the_order_of_rows_that_share_a_key_changes_nothing(seed):
    shuffle = random.Random(seed)
    header = "拨测编号,证券公司,轮次,拨测日期,能否接通,有人接听,态度良好,有效答复\n"
    rows = [f"B{shuffle.randrange(9)},华夏证券,{shuffle.randrange(1, 7)},2017-10-18,否,,,\n" for _ in range(9)]
    tables = []
    for _ in range(2):
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "phone_checks.csv").write_text(header + "".join(rows), encoding="utf-8")
            tables.append(read(Path(folder)).tables["phone_checks"].collect())
        shuffle.shuffle(rows)
    assert_frame_equal(*tables)
