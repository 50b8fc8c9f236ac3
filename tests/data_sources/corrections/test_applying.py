"""Decisions change what they say, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from data_sources.errors import CorrectionsError
from data_sources.limits import Limits
from tests.data_sources.cache.support import ALL_FILES, cache_in
from tests.data_sources.corrections.support import ROWS, added, corrected, decision, write
from tests.data_sources.support import BEIHAI, HUAXIA
from tests.support.bulk import write as write_parquet


def complaints(records: Any) -> dict[str, dict[str, Any]]:
    table = records.tables["complaints"]
    rows = (table.collect() if isinstance(table, pl.LazyFrame) else table.pl().lazy().collect()).to_dicts()
    return {row["record_id"]: row for row in rows}


def counts(records: Any, file: str = "12386投诉工单.csv") -> tuple[int, ...]:
    entry = next(entry for entry in records.intake if entry.file == file)
    assert entry.read == entry.used + entry.rejected + entry.excluded + entry.corrected
    return entry.read, entry.used, entry.rejected, entry.excluded, entry.corrected


def test_without_decisions_nothing_is_corrected(tmp_path: Path) -> None:
    records = corrected(write(tmp_path, None))
    assert counts(records) == (10, 3, 4, 3, 0)
    assert records.corrections.files == ()
    assert sorted(complaints(records)) == ["G1", "G4", "G8"]


CHANGED: dict[str, tuple[list[str], tuple[int, ...], dict[str, dict[str, Any] | None]]] = {
    "a record is withdrawn": ([decision("G1", "撤销")], (10, 2, 4, 3, 1), {"G1": None}),
    "a bad row is withdrawn": ([decision("G2", "撤销")], (10, 3, 3, 3, 1), {"G2": None}),
    "a row out of scope is withdrawn": ([decision("G3", "撤销")], (10, 3, 4, 2, 1), {"G3": None}),
    "both copies of a row are withdrawn": ([decision("G8", "撤销")], (10, 2, 4, 2, 2), {"G8": None}),
    "one of two rows with the same number is withdrawn": (
        [decision("G7", "撤销", "投诉类别", "交易系统")],
        (10, 4, 2, 3, 1),
        {"G7": {"category": "其他"}},
    ),
    "a value is replaced": (
        [decision("G4", "更正", "投诉类别", "交易系统", "其他")],
        (10, 3, 4, 3, 0),
        {"G4": {"category": "其他"}},
    ),
    "a column is named in English": (
        [decision("G4", "更正", "category", "交易系统", "其他")],
        (10, 3, 4, 3, 0),
        {"G4": {"category": "其他"}},
    ),
    "an action is named in English": ([decision("G1", "drop")], (10, 2, 4, 3, 1), {"G1": None}),
    "a bad row becomes valid": (
        [decision("G5", "更正", "投诉类别", "其它", "其他")],
        (10, 4, 3, 3, 0),
        {"G5": {"category": "其他"}},
    ),
    "an unknown firm becomes a known one": (
        [decision("G2", "改列", "", "华夏政券", "华夏证券")],
        (10, 4, 3, 3, 0),
        {"G2": {"firm_id": HUAXIA}},
    ),
    "a date moves into the period": (
        [decision("G3", "更正", "受理日期", "2018-01-05", "2017-01-05")],
        (10, 4, 4, 2, 0),
        {"G3": {"firm_id": BEIHAI}},
    ),
    "a date moves out of the period": (
        [decision("G4", "更正", "受理日期", "2017-05-05", "2016-05-05")],
        (10, 2, 4, 4, 0),
        {"G4": None},
    ),
    "an old value is written in another way": (
        [decision("G4", "更正", "受理日期", "2017/5/5", "2017年6月1日")],
        (10, 3, 4, 3, 0),
        {"G4": {"closed_on": None}},
    ),
    "an empty cell is filled": (
        [decision("G4", "更正", "办结日期", "（空）", "2017-06-01")],
        (10, 3, 4, 3, 0),
        {"G4": {"at_fault": True}},
    ),
    "a cell is emptied": (
        [decision("G1", "更正", "办结日期", "2017-04-05", "（空）")],
        (10, 3, 4, 3, 0),
        {"G1": {"closed_on": None}},
    ),
    "several columns of a record are replaced": (
        [decision("G4", "更正", "投诉类别", "交易系统", "其他"), decision("G4", "更正", "是否存在过错", "是", "否")],
        (10, 3, 4, 3, 0),
        {"G4": {"category": "其他", "at_fault": False}},
    ),
    "a record goes to another firm": (
        [decision("G1", "改列", "", "华中信托", "北海西部")],
        (10, 3, 4, 3, 0),
        {"G1": {"firm_id": BEIHAI}},
    ),
    "a record goes to another firm and is replaced": (
        [decision("G1", "改列", "", "华夏证券", "北海证券"), decision("G1", "更正", "是否存在过错", "否", "是")],
        (10, 3, 4, 3, 0),
        {"G1": {"firm_id": BEIHAI, "at_fault": True}},
    ),
    "a record goes to a firm that is not evaluated": (
        [decision("G1", "改列", "", "华夏证券", "新设证券")],
        (10, 2, 4, 4, 0),
        {"G1": None},
    ),
    "a record is added": (added(), (10, 3, 4, 3, 0), {"G9": {"firm_id": HUAXIA, "at_fault": True}}),
}


@pytest.mark.parametrize(("decisions", "expected", "changed"), CHANGED.values(), ids=CHANGED)
def test_a_decision_changes_what_it_says(
    tmp_path: Path, decisions: list[str], expected: tuple[int, ...], changed: dict[str, dict[str, Any] | None]
) -> None:
    before = complaints(corrected(write(tmp_path / "before", None)))
    records = corrected(write(tmp_path / "now", decisions))
    found = complaints(records)
    assert counts(records) == expected
    for number, cells in changed.items():
        assert (number in found) == (cells is not None)
        assert {name: found[number][name] for name in cells or ()} == (cells or {})
    untouched = before.keys() - changed.keys()
    assert untouched <= found.keys()
    assert {number: before[number] for number in untouched} == {number: found[number] for number in untouched}


EVERYTHING = [row for decisions, _, _ in list(CHANGED.values())[:1] for row in decisions] + [
    decision("G2", "改列", "", "华夏政券", "华夏证券", "更2"),
    decision("G3", "更正", "受理日期", "2018-01-05", "2017-01-05", "更3"),
    decision("G5", "更正", "投诉类别", "其它", "其他", "更5"),
    decision("G7", "撤销", "投诉类别", "交易系统", number="更7"),
    decision("G8", "更正", "是否存在过错", "否", "是", "更8"),
    *added(),
]


def insist_on_same(one: Any, other: Any) -> None:
    assert [entry for entry in one.intake if entry.source != "complaints"] == [
        entry for entry in other.intake if entry.source != "complaints"
    ]
    assert complaints(one) == complaints(other)
    assert_frame_equal(one.corrections.applied, other.corrections.applied)
    assert one.corrections.before.keys() == other.corrections.before.keys()
    for name, before in one.corrections.before.items():
        assert_frame_equal(before, other.corrections.before[name])


@pytest.mark.parametrize(
    "limits", [Limits(batch_rows=2, block_bytes=50, held_bytes=0), ALL_FILES], ids=["batches", "all"]
)
def test_the_size_of_a_batch_changes_nothing(tmp_path: Path, limits: Limits) -> None:
    folder = write(tmp_path, EVERYTHING)
    insist_on_same(corrected(folder), corrected(folder, limits=limits))


def test_a_copy_that_was_made_before_the_decisions_is_not_read(tmp_path: Path) -> None:
    folder, cache = write(tmp_path / "records", None), cache_in(tmp_path / "cache")
    before = corrected(folder, cache=cache, limits=ALL_FILES)
    plain = corrected(write(tmp_path / "plain", EVERYTHING))
    write(folder, EVERYTHING)
    insist_on_same(plain, corrected(folder, cache=cache, limits=ALL_FILES))
    insist_on_same(plain, corrected(folder, cache=cache, limits=ALL_FILES))
    (folder / "更正决定.csv").unlink()
    assert complaints(corrected(folder, cache=cache, limits=ALL_FILES)) == complaints(before)


def test_decisions_apply_to_typed_files_that_are_read_where_they_lie(tmp_path: Path) -> None:
    typed = pl.DataFrame(
        [row.split(",") for row in ROWS],
        ["工单编号", "证券公司", "投诉类别", "受理日期", "办结日期", "是否存在过错"],
        orient="row",
    ).with_columns(
        pl.col("受理日期").str.replace("年", "-").str.replace("月", "-").str.replace("日", "").str.to_date("%Y-%m-%d"),
        pl.col("办结日期").str.to_date("%Y-%m-%d", strict=False),
        pl.col("是否存在过错") == "是",
    )
    plain = corrected(write(tmp_path / "plain", EVERYTHING))
    folder = write(tmp_path / "elsewhere", EVERYTHING)
    (folder / "12386投诉工单.csv").unlink()
    address = write_parquet(tmp_path / "files", "complaints", typed, 2)
    found = corrected(folder, addresses={"complaints": address})
    assert complaints(found) == complaints(plain)
    assert_frame_equal(found.corrections.applied, plain.corrections.applied)
    entries = [entry for entry in found.intake if entry.source == "complaints"]
    assert sum(entry.corrected for entry in entries) == 2
    assert all(e.read == e.used + e.rejected + e.excluded + e.corrected for e in entries)


def test_names_of_persons_are_compared_and_kept_masked(tmp_path: Path) -> None:
    for number, old in enumerate(["张三、李四", "张*、李*"]):
        row = decision("CX1", "更正", "当事人", old, "王五", source="诚信档案措施")
        records = corrected(write(tmp_path / str(number), [row]))
        assert records.tables["integrity_measures"].collect().filter(record_id="CX1")["subject"].to_list() == ["王*"]
        applied = records.corrections.applied.row(0, named=True)
        assert (applied["old"], applied["new"]) == ("张*、李*", "王*")


def test_the_name_of_a_company_is_compared_as_it_stands(tmp_path: Path) -> None:
    def renamed(old: str) -> str:
        return decision("CX2", "更正", "当事人", old, "华夏证券杭州分公司", source="诚信档案措施")

    with pytest.raises(CorrectionsError, match="写的原值是“华北公司”，文件里是“华夏证券股份有限公司”"):
        corrected(write(tmp_path / "other", [renamed("华北公司")]))
    records = corrected(write(tmp_path / "same", [renamed("华夏证券股份有限公司")]))
    assert records.corrections.applied.row(0, named=True)["new"] == "华夏证券杭州分公司"


def test_personal_numbers_in_a_reason_are_masked(tmp_path: Path) -> None:
    records = corrected(write(tmp_path, [decision("G1", "撤销", reason="来电13812345678")]))
    assert "13812345678" not in str(records.corrections.applied.to_dicts())
    assert "13812345678" not in str(records.quarantine["complaints"].to_dicts())


def test_only_some_decisions_are_applied_where_so_many_are_asked_for(tmp_path: Path) -> None:
    folder = write(tmp_path, EVERYTHING)
    found = corrected(folder, decisions=("更9",))
    assert found.corrections.decisions == ["更9"]
    assert sorted(complaints(found)) == ["G1", "G4", "G8", "G9"]
    assert complaints(corrected(folder, decisions=())) == complaints(corrected(write(tmp_path / "plain", None)))


def test_spellings_of_one_number_are_one_decision(tmp_path: Path) -> None:
    rows = [
        decision("G1", "更正", "办结日期", "2017-04-05", "（空）", "更正〔2018〕1号"),
        decision("G1", "更正", "是否存在过错", "否", "是", "更正[2018]1号"),
        decision("G4", "撤销", number="更正（2018） １号"),
    ]
    folder = write(tmp_path, rows)
    assert corrected(folder).corrections.decisions == ["更正〔2018〕1号"]
    assert corrected(folder, decisions=("更正【2018】1号",)).corrections.applied.height == 3


@pytest.mark.parametrize("dash", ["", "—", "-", "/"])
def test_cells_that_say_nothing_may_hold_a_dash(tmp_path: Path, dash: str) -> None:
    rows = [decision("G1", "撤销", dash, dash, dash), decision("G4", "改列", dash, "北海证券", "华夏证券")]
    assert corrected(write(tmp_path, rows)).corrections.applied.height == 2


def test_what_counted_before_is_kept_beside(tmp_path: Path) -> None:
    before = corrected(write(tmp_path, EVERYTHING)).corrections.before["complaints"]
    assert before["record_id"].to_list() == ["G1", "G8"]
