"""Tables as offices write them: headers, units, rows that are no records, mappings."""

import tomllib
from pathlib import Path

import polars as pl
import pytest

from data_sources.errors import IntakeError
from data_sources.headers import find_header
from data_sources.stage.marks import MARKS
from data_sources.stage.sheets import Sheet
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
    assert str(error.value).splitlines() == [
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
