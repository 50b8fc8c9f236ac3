"""Tables as offices write them: headers, units, rows that are no records, mappings."""

import tomllib
from pathlib import Path

import polars as pl
import pytest

from data_sources.errors import IntakeError
from data_sources.headers import find_header
from data_sources.parts import Part
from data_sources.reading import read_rows
from data_sources.stage.marks import MARKS
from data_sources.stage.sheets import Sheet
from data_sources.suggest import likely, perhaps
from indicator_tree.checks import suggestion
from indicator_tree.errors import MappingFileError
from indicator_tree.mapping_file import parse_mapping, read_mapping
from tests.data_sources.support import BY_NAME, read

CASES = tomllib.loads((Path(__file__).parent / "tables.toml").read_text(encoding="utf-8"))["table"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_table_is_read_as_it_is_meant(tmp_path, case):
    source = case["source"]
    (tmp_path / f"{source}.csv").write_text(case["text"], encoding="utf-8")
    given = {name: parse_mapping(case[name], "mapping.toml") for name in ("mapping", "own_mapping") if name in case}
    if "error" in case:
        with pytest.raises(IntakeError) as error:
            read(tmp_path, **given)
        assert all(part in str(error.value) for part in case["error"]), str(error.value)
        return
    records = read(tmp_path, **given)
    table, kept_out = records.tables[source].collect(), records.quarantine[source]
    for column, values in case.get("values", {}).items():
        assert table[column].to_list() == values
    if "records" in case:
        assert table["record_id"].to_list() == case["records"]
    for kind in ("excluded", "rejected"):
        reasons = dict(kept_out.filter(kind=kind).group_by("row").agg(pl.col("reason").str.join("；")).iter_rows())
        expected = {int(row): why for row, why in case.get(kind, {}).items()}
        assert reasons.keys() == expected.keys(), (kind, reasons)
        assert all(why in reasons[row] for row, why in expected.items()), reasons
    assert case.get("remark", "") in "".join(records.remarks)
    [entry] = [entry for entry in records.intake if entry.source == source]
    assert entry.read == entry.used + entry.rejected + entry.excluded == table.height + len(set(kept_out["row"]))


def sheet(name, header, *rows, marks=()):
    cells = pl.DataFrame([header, *rows], [f"c{at}" for at in range(len(header))], orient="row")
    return Sheet(name, "", cells, 1, lambda: iter([cells]), marks=pl.DataFrame(list(marks), MARKS, orient="row"))


def test_names_that_a_dbf_file_cut_to_ten_bytes_are_found_by_their_beginning():
    header = ("record_id", "firm", "category", "received_o", "closed_on", "是否存在过")
    assert find_header(sheet("complaints.dbf", header), BY_NAME["complaints"]).positions == {
        name: at for at, name in enumerate(("record_id", "firm", "category", "received_on", "closed_on", "at_fault"))
    }
    with pytest.raises(IntakeError, match="缺少列 受理日期（received_on）、是否存在过错"):
        find_header(sheet("complaints.csv", header), BY_NAME["complaints"])


def test_a_mapping_file_tells_all_that_is_wrong_with_it_in_chinese(tmp_path):
    path = tmp_path / "mapping.toml"
    path.write_text('[columns]\na = 5\n[columns.b]\nx = 3\n[valeus.c]\n[records.c]\nnumber = "x"\n', encoding="utf-8")
    with pytest.raises(MappingFileError) as error:
        read_mapping(path)
    assert error.value.message.splitlines() == [
        "映射文件 mapping.toml 有 4 处问题：",
        "  1. columns.a：应为一张表（键 = 值），实为 5",
        "  2. columns.b.x：应为文字，实为 3",
        "  3. records.c.number：应为 file_and_row 之一，实为 x",
        "  4. valeus：未知的键；可用：columns、files、records、values；是否指 values？",
    ]


def test_of_two_mappings_the_upper_one_holds():
    lower = parse_mapping({"columns": {"a": {"x": "one", "y": "two"}}, "files": {"f": "a"}}, "m")
    upper = parse_mapping({"columns": {"a": {"x": "three"}}, "values": {"a": {"b": {"": "否"}}}}, "m")
    both = upper.over(lower)
    assert both.columns == {"a": {"x": "three", "y": "two"}}
    assert (both.values, both.files) == ({"a": {"b": {"": "否"}}}, {"f": "a"})


RATIOS = ("证券公司", "指标名称", "分子", "分母", "截止日期", "备注")


@pytest.mark.parametrize(
    ("mark", "text", "why"),
    [
        ("error", "#N/A", "电子表格的错误值"),
        ("no_result", "=B2*1", "公式没有存下结果"),
        ("hidden", "12.5", "格式把数字藏了起来"),
        ("cut", "201812345678901000", "位数超过 15 位"),
    ],
)
def test_a_marked_cell_has_no_value_and_its_row_is_rejected_for_that_alone(mark, text, why):
    rows = [("华夏证券", "甲", text, "2", "2017-12-31", None), ("华夏证券", "乙", "1", "2", "2017-12-31", text)]
    marked = sheet("annual_ratios.xlsx", RATIOS, *rows, marks=[(2, 2, mark), (3, 5, mark)])
    source = BY_NAME["annual_ratios"]
    part = Part(marked, source, find_header(marked, source), "", 0)
    reading = read_rows(part, part.origin(0), next(part.rows()), {})
    assert reading.table["numerator"].to_list() == [None, 1.0]
    [line] = reading.findings.lines(part.origin(0)).rows(named=True)
    assert (line["row"], line["column"], line["kind"]) == (2, "分子", "rejected")
    assert why in line["reason"]


@pytest.mark.parametrize(
    ("cell", "kind"),
    [("#REF!", "rejected"), ("#N/A", "rejected"), ("#GETTING_DATA", "rejected"), ("# 以上数据未经审计", "excluded")],
)
def test_an_error_value_in_a_row_that_lacks_the_rest_is_no_note(cell, kind):
    told = sheet("annual_ratios.csv", RATIOS, (cell, *[None] * 5), ("华夏证券", "乙", "1", "2", "2017-12-31", None))
    source = BY_NAME["annual_ratios"]
    part = Part(told, source, find_header(told, source), "", 0)
    reading = read_rows(part, part.origin(0), next(part.rows()), {})
    lines = reading.findings.lines(part.origin(0))
    assert (lines["row"].unique().to_list(), lines["kind"].unique().to_list()) == ([2], [kind])


@pytest.mark.parametrize(
    ("typed", "allowed", "meant"),
    [
        ("不正常", ["正常"], []),
        ("未接通", ["接通"], []),
        ("无过错", ["有过错"], []),
        ("非重大", ["重大"], []),
        ("满意", ["不满意"], []),
        ("not connected", ["connected"], []),
        ("不正长", ["正常", "不正常"], ["不正常"]),
        ("正长", ["正常", "不正常"], ["正常"]),
        ("没有过错", ["无过错", "有过错"], ["无过错"]),
        ("不满意的", ["满意", "不满意"], ["不满意"]),
    ],
)
def test_a_suggestion_never_crosses_a_negation(typed, allowed, meant):
    assert likely(typed, allowed) == meant
    assert all((f"“{choice}”" in perhaps(typed, allowed)) == (choice in meant) for choice in allowed)
    guessed = suggestion(typed, allowed).partition("是否指")[2]
    assert all(choice in meant for choice in allowed if f" {choice}？" in guessed)
