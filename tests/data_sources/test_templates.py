import fastexcel
import polars as pl
import pytest
import xlsxwriter

from data_sources.assignment import TEMPLATE_SHEETS
from data_sources.dictionary import data_dictionary
from data_sources.template import write_templates
from tests.data_sources.support import ALL, HUAXIA, REGISTER, VOCABULARY, read


def test_every_template_is_read_as_it_is(tmp_path):
    write_templates(tmp_path, [source for source in ALL if source.name != "firm_register"], VOCABULARY)
    records = read(tmp_path)
    assert {entry.source for entry in records.intake} == {source.name for source in ALL}
    assert records.ignored == ()
    assert all(entry.read == 0 and entry.dropped == () for entry in records.intake if entry.source != "firm_register")


@pytest.mark.parametrize("source", ALL, ids=lambda source: source.name)
def test_a_template_filled_in_with_its_examples_is_read(tmp_path, source):
    """The data sheet is copied with the example row below its header, as a person would fill it in."""
    [path] = write_templates(tmp_path / "blank", [source], VOCABULARY)
    header = fastexcel.read_excel(path).load_sheet(source.title).available_columns()
    examples = data_dictionary([source], VOCABULARY)["example"].to_list()
    (tmp_path / "filled").mkdir()
    with xlsxwriter.Workbook(tmp_path / "filled" / path.name) as book:
        sheet = book.add_worksheet(source.title)
        sheet.write_row(0, 0, [column.name for column in header])
        sheet.write_row(1, 0, examples)
    if source.name != "firm_register":
        (tmp_path / "filled" / "firm_register.csv").write_text(
            REGISTER.replace("华夏证券,", "示例证券,"), encoding="utf-8"
        )
    records = read(tmp_path / "filled")
    entry = next(entry for entry in records.intake if entry.source == source.name)
    assert (entry.read, entry.used) == (1, 1), records.quarantine[source.name].rows()
    if source.name != "firm_register":
        assert records.tables[source.name].collect()["firm_id"].to_list() == [HUAXIA]


def test_a_template_explains_itself(tmp_path):
    [path] = write_templates(tmp_path, [source for source in ALL if source.name == "fund_warnings"], VOCABULARY)
    book = fastexcel.read_excel(path)
    assert book.sheet_names == ["资金监控预警", *TEMPLATE_SHEETS]
    lists = book.load_sheet("可选值").to_polars()
    assert lists.to_dict(as_series=False) == {"预警级别": ["提示关注", "一般预警", "重大预警"]}


def test_templates_are_the_same_bytes_twice(tmp_path):
    first, second = (write_templates(tmp_path / name, ALL, VOCABULARY) for name in ("one", "two"))
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_the_dictionary_says_everything_of_every_column():
    table = data_dictionary(ALL, VOCABULARY)
    assert table.height == sum(len(source.columns) for source in ALL)
    level = table.row(by_predicate=(pl.col("source") == "fund_warnings") & (pl.col("column") == "level"), named=True)
    assert level == {
        "source": "fund_warnings",
        "column": "level",
        "header": "预警级别",
        "type": "文本",
        "required": True,
        "unit": "",
        "allowed": "提示关注、一般预警、重大预警",
        "example": "提示关注",
        "description": "预警的级别",
        "aliases": "级别、预警等级、等级",
    }
    assert table.filter(pl.col("description") == "").is_empty()
    optional = {"former_names", "merged_into", "closed_on", "named_on", "form"}
    assert table.filter((pl.col("example") == "") & ~pl.col("column").is_in(list(optional))).is_empty()
