import subprocess
import sys

import polars as pl
import pytest

from data_sources.template import write_templates
from surveys.questionnaire import load_questionnaire
from tests.data_sources.support import ALL, BY_NAME, read

ASKED = [question.code for question in load_questionnaire("investor_2017").question]


def test_importing_the_room_loads_no_dataframe_library():
    code = "import sys, data_sources, surveys; sys.exit('polars' in sys.modules or 'pandera' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_misspelt_requirement_is_a_mistake_of_the_caller(tmp_path):
    with pytest.raises(ValueError, match="complains"):
        read(tmp_path, required=["complains"])


def test_a_source_without_a_file_has_no_table(tmp_path):
    records = read(tmp_path)
    assert records.tables == {}
    assert list(records.quarantine) == ["firm_register"]
    assert [(entry.file, entry.read, entry.used) for entry in records.intake] == [("firm_register.csv", 6, 6)]


@pytest.mark.parametrize("name", [source.name for source in ALL if source.name != "firm_register"])
def test_every_table_has_the_columns_and_types_of_its_contract(tmp_path, name):
    source = BY_NAME[name]
    write_templates(tmp_path, [source], {})
    types = {"date": pl.Date, "number": pl.Float64, "count": pl.Int64, "flag": pl.Boolean, "secret": pl.UInt64}
    texts = {column.name: pl.Enum(column.options) for column in source.columns if column.coded}
    own = {column.name: types.get(column.kind, pl.String) for column in source.columns} | texts
    expected = {"record_id": pl.String, "firm_id": pl.String, "entity_id": pl.String} | own
    expected.pop("firm")
    assert dict(read(tmp_path).tables[name].collect_schema()) == expected


def test_a_rejected_register_row_does_not_stop_the_others(tmp_path):
    (tmp_path / "firm_register.csv").write_text(
        "统一社会信用代码,公司全称,公司简称,曾用名,成立日期,经纪业务资格,合并至\n"
        "911100001000000011,甲证券公司,甲证券,,1999-01-01,是,\n91110000EXAMPLE00F,乙证券公司,乙证券,,1999-01-01,是,\n",
        encoding="utf-8",
    )
    records = read(tmp_path)
    assert records.firms["firm"].to_list() == ["乙证券"]
    assert records.quarantine["firm_register"]["column"].to_list() == ["统一社会信用代码"]


def test_of_a_secret_only_a_fingerprint_is_kept(tmp_path):
    lines = [f"record_id,firm,answered_on,respondent,{','.join(ASKED)}"]
    lines += [f"D{n},华夏证券,2017-11-0{n},{who},{',' * (len(ASKED) - 1)}" for n, who in enumerate("甲甲乙", 1)]
    (tmp_path / "survey_responses.csv").write_text("\n".join(lines), encoding="utf-8")
    table = read(tmp_path).tables["survey_responses"].collect()
    assert table["respondent"].n_unique() == 2
    assert table["respondent"].dtype == pl.UInt64
    assert table["device"].null_count() == 3
