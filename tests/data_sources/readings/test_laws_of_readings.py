import random
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from tests.data_sources.readings.support import HEADER, read, table

MESSY = st.text(st.characters(codec="utf-8", exclude_characters='\r"', exclude_categories=("Cs",)), max_size=6)
CELLS = [
    st.sampled_from(["甲证券", "乙证券", ""]) | MESSY,
    st.sampled_from(["1.1.1", "2.1.1", "5.1.1", "5.1.2", "5.4.2", "4.2.4", "待回购金额", "百碎老人", ""]) | MESSY,
    st.sampled_from(["普通柜台", "法人清算系统", "普通交易柜太", "", "-"]) | MESSY,
    st.sampled_from(["2019-08-30", "2019-08-31", "2019-08", "2019年8月29日", "x", ""]) | MESSY,
    st.sampled_from(["5", "12.5%", "正常", "异常：断网", "18:30", "1:75", "-", "1e999", "#N/A", ""]) | MESSY,
    st.sampled_from(["断网", "无", ""]) | MESSY,
]
ROW = st.tuples(*CELLS).map(list) | st.lists(MESSY, max_size=9)


def write(folder, name, rows):
    quoted = [",".join('"' + cell + '"' if set(cell) & set(",;\t\n") else cell for cell in row) for row in rows]
    (folder / name).write_text("\n".join([HEADER, *quoted]) + "\n", encoding="utf-8", newline="")


@settings(max_examples=30, deadline=None)
@given(st.lists(ROW, max_size=8), st.lists(ROW, max_size=8))
def test_no_row_vanishes(first, second):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, "readings_1.csv", first)
        write(folder, "readings_2.csv", second)
        records = read(folder)
        readings = table(records)
    used = 0
    for entry, rows in zip(records.intake, (first, second), strict=True):
        kept_out = records.quarantine["readings"].filter(file=entry.file)
        rejected = set(kept_out.filter(kind="rejected")["row"])
        excluded = set(kept_out.filter(kind="excluded")["row"]) - rejected
        assert entry.read == sum(any(cell.strip() for cell in row[:14]) for row in rows)
        assert (entry.rejected, entry.excluded) == (len(rejected), len(excluded))
        assert entry.read == entry.used + entry.rejected + entry.excluded
        used += entry.used
    assert readings.height == used
    assert not readings.select("firm_id", "indicator", "system", "date").is_duplicated().any()
    assert not readings.select("firm_id", "indicator", "system", "date").null_count().sum_horizontal().item()


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 2**32))
def test_neither_the_order_of_rows_nor_their_spread_over_files_changes_the_readings(seed):
    shuffle = random.Random(seed)
    days = ["2019-08-28", "2019-08-29", "2019-08-30", "2019-08-31"]
    rows = [
        [shuffle.choice(["甲证券", "乙证券"]), "2.1.1", "", shuffle.choice(days), shuffle.choice(["5", "6", "x"]), ""]
        for _ in range(16)
    ]
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        write(Path(one), "readings.csv", rows)
        shuffle.shuffle(rows)
        write(Path(other), "readings_1.csv", rows[:7])
        write(Path(other), "readings_2.csv", rows[7:])
        tables = [table(read(Path(folder))) for folder in (one, other)]
    assert_frame_equal(*tables)
