"""Sources that a rulebook declares are read like those kept here: same reader, quarantine, template, dictionary."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from data_sources.declared import declared_sources, register_of
from data_sources.dictionary import data_dictionary
from data_sources.intake import read_records
from data_sources.limits import DEFAULT, Limits
from data_sources.population import Everyone
from data_sources.records import Records
from data_sources.register import FIRMS
from data_sources.template import write_templates
from indicator_tree import Rulebook, load_rulebook
from indicator_tree.loading import parse
from indicator_tree.overlay import overlay
from tests.data_sources.support import BEIHAI, HUAXIA, XIBU
from tests.data_sources.support import REGISTER as FIRM_REGISTER
from tests.reports.small import SMALL

GENERIC = tomllib.loads((Path(__file__).parent.parent / "indicator_tree" / "generic.toml").read_text(encoding="utf-8"))
UNITS = {"identified": True, "id_title": "部门编号", "id_pattern": "BM[0-9]{2}", "group": "条线"}
COLUMNS = {
    "closed_on": {"title": "完成日期", "kind": "date", "nullable": True, "not_before": "as_of"},
    "staff": {"title": "人数", "kind": "integer", "nullable": True, "gt": 0, "le": 500, "unit": "人"},
    "audited": {"title": "是否审计", "kind": "bool", "optional": True, "aliases": ["经审计"]},
    "share": {"title": "占比", "kind": "number", "nullable": True, "ge": 0, "lt": 1},
}
BOOK = parse(overlay(GENERIC, {"units": UNITS, "source": {"figures": {"column": COLUMNS}}}), "generic.toml")
REGISTER = "部门编号,部门名称,曾用名,条线\nBM01,投资部,证券部,自营\nBM02,研究所,,研究\n"
HEADER = "编号,部门,日期,数值,基数,口径,完成日期,人数（人）,占比"


def read(
    tmp_path: Path, figures: str, register: str = REGISTER, book: Rulebook = BOOK, limits: Limits = DEFAULT
) -> Records:
    (tmp_path / "部门名录.csv").write_text(register, encoding="utf-8")
    (tmp_path / "指标表_一.csv").write_text(figures, encoding="utf-8")
    return read_records(
        tmp_path,
        sources=declared_sources(book),
        required=["figures"],
        period=book.period,
        population=book.population or Everyone(),
        vocabulary=book.closed_vocabulary,
        register=register_of(book),
        limits=limits,
    )


def reasons(records: Records, source: str = "figures") -> list[tuple[str, str]]:
    return records.quarantine[source].select("column", "reason").rows()


def test_cells_become_values_and_units_are_found_by_any_name(tmp_path: Path) -> None:
    rows = f'{HEADER},经审计\nA1,证券部,2024/3/31,"1,234.5",-2,合并,2024-04-01,12,12.5%,是\nA2,BM02,20240331,,3,,,,,\n'
    records = read(tmp_path, rows)
    table = records.tables["figures"].collect()
    assert table.drop("record_id", "as_of", "kind").rows() == [
        ("BM01", "BM01", 1234.5, -2.0, table["closed_on"][0], 12, True, 0.125),
    ]
    assert reasons(records) == [("口径", "缺少口径，不得留空")]
    assert records.firms.select("firm_id", "firm", "peer_group", "status").rows() == [
        ("BM01", "投资部", "自营", "evaluated"),
        ("BM02", "研究所", "研究", "evaluated"),
    ]


BAD_CELLS = {
    "A1,投资所,2024-03-31,1,1,合并,,,": "部门名录里没有这个部门，是否指：投资部",
    "A1,投资部,2025-03-31,1,1,合并,,,": "不在评价期内（2024-01-01 至 2024-12-31）",
    "A1,投资部,2024-03-31,1,1,合并,2024-03-30,,": "完成日期不得早于日期",
    "A1,投资部,2024-03-31,1,1,合并,,0,": "须大于 0",
    "A1,投资部,2024-03-31,1,1,合并,,501,": "不得大于 500",
    "A1,投资部,2024-03-31,1,1,合并,,1.5,": "须是整数",
    "A1,投资部,2024-03-31,1,1,合并,,,1": "须小于 1",
    "A1,投资部,2024-03-31,1,1,合并,,,-1%": "不得小于 0",
    "A1,投资部,2024-03-31,1,1,母公司口径,,,": "不在可选值之内（合并、母公司），是否想写“母公司”",
    "A1,投资部,2024-03-31,一,1,合并,,,": "须是数值",
}


@pytest.mark.parametrize(("row", "reason"), BAD_CELLS.items(), ids=range(len(BAD_CELLS)))
def test_a_row_that_breaks_the_declaration_is_kept_out_with_the_reason(tmp_path: Path, row: str, reason: str) -> None:
    records = read(tmp_path, f"{HEADER}\n{row}\n")
    ((_, told),) = reasons(records)
    assert reason in told
    (figures, register) = records.intake
    assert (figures.read, figures.used, register.used) == (1, 0, 2)


def test_a_code_that_does_not_fit_the_pattern_is_told(tmp_path: Path) -> None:
    records = read(tmp_path, f"{HEADER}\n", register=REGISTER + "B3,托管部,,托管\n")
    assert reasons(records, "unit_register") == [("部门编号", "部门编号的格式不对，须符合 BM[0-9]{2}")]


def test_records_that_share_the_declared_key_are_rejected(tmp_path: Path) -> None:
    keyed = parse(overlay(BOOK.model_dump(exclude_none=True), {"source": {"figures": {"key": ["firm", "as_of"]}}}), "k")
    rows = f"{HEADER}\nA1,投资部,2024-03-31,1,1,合并,,,\nA2,证券部,2024-03-31,2,1,合并,,,\n"
    told = reasons(read(tmp_path, rows, book=keyed))
    assert [reason.split("：")[0] for _, reason in told] == ["同一部门、日期的内容不一致"] * 2


def test_without_codes_the_name_is_the_code(tmp_path: Path) -> None:
    book = load_rulebook(Path(__file__).parent.parent / "indicator_tree" / "generic.toml")
    records = read(tmp_path, "编号,部门,日期,数值,基数,口径\nA1,投行,2024-03-31,1,,合并\n",
                   "名称,简称,合并至\n投资银行部,投行,\n质控部,,投资银行部\n", book)  # fmt: skip
    assert records.tables["figures"].collect()["firm_id"].to_list() == ["投资银行部"]
    assert records.firms.select("firm_id", "firm", "evaluated_as", "status").rows() == [
        ("投资银行部", "投行", "投资银行部", "evaluated"),
        ("质控部", "质控部", "投资银行部", "merged"),
    ]


def test_units_too_young_for_the_population_are_left_out(tmp_path: Path) -> None:
    aged: dict[str, Any] = {"minimum_age_years": 1, "requires_brokerage": False, "merged": "exclude"}
    cited = {"basis": "assumed", "reference": {"title": "约定"}}
    book = parse(overlay(GENERIC, {"population": aged | cited}), "aged.toml")
    register = "名称,成立日期\n投资部,2020-01-01\n托管部,2024-06-01\n"
    firms = read(tmp_path, "编号,部门,日期,数值,基数,口径\n", register, book).firms
    assert dict(firms.select("firm", "reason").iter_rows()) == {"投资部": None, "托管部": "成立不满一年，不参与评价"}


def test_templates_let_numbers_be_negative_unless_the_declaration_forbids_it(tmp_path: Path) -> None:
    sources = (register_of(BOOK).source, *declared_sources(BOOK))
    paths = write_templates(tmp_path, sources, BOOK.closed_vocabulary)
    assert [path.name for path in paths] == ["部门名录.xlsx", "指标表.xlsx"]
    sheet = openpyxl.load_workbook(paths[1])["指标表"]
    headers = [cell.value for cell in sheet[1]]
    assert headers[:3] == ["编号", "部门", "日期"]
    least = {
        headers[next(iter(rule.sqref.ranges)).min_col - 1]: float(rule.formula1)
        for rule in sheet.data_validations.dataValidation
        if rule.type in ("decimal", "whole")
    }
    assert least["数值"] < -1e12
    assert (least["占比"], least["人数（人）"]) == (0, 0)


def test_the_dictionary_tells_what_was_declared() -> None:
    frame = data_dictionary(declared_sources(BOOK), BOOK.closed_vocabulary)
    by_column = {row["column"]: row for row in frame.iter_rows(named=True)}
    assert by_column["staff"]["unit"] == "人"
    assert by_column["kind"]["allowed"] == "合并、母公司"
    assert by_column["firm"]["header"] == "部门"
    assert frame.filter(pl.col("required"))["column"].to_list() == ["record_id", "firm", "as_of", "kind"]


def test_a_rulebook_without_units_keeps_the_register_of_securities_firms() -> None:
    assert register_of(load_rulebook("2017")) is FIRMS
    assert declared_sources(load_rulebook("2017")) == ()


def test_a_rulebook_of_securities_firms_may_declare_a_source_as_well(tmp_path: Path) -> None:
    declared = {"source": {"outages": {"title": "故障", "column": {"minutes": {"title": "分钟", "kind": "number"}}}}}
    book = parse(overlay(tomllib.loads(SMALL.read_text(encoding="utf-8")), declared), "outages.toml")
    (tmp_path / "证券公司名录.csv").write_text(FIRM_REGISTER, encoding="utf-8")
    (tmp_path / "故障.csv").write_text("券商简称,分钟\n华中信托,12\n北海西部,7\n无名证券,1\n", encoding="utf-8")
    records = read_records(
        tmp_path,
        sources=declared_sources(book),
        required=["outages"],
        period=book.period,
        population=book.population or Everyone(),
        vocabulary={},
        register=register_of(book),
    )
    assert records.tables["outages"].collect().select("firm_id", "entity_id", "minutes").rows() == [
        (HUAXIA, HUAXIA, 12.0),
        (BEIHAI, XIBU, 7.0),
    ]
    ((column, reason),) = reasons(records, "outages")
    assert (column, reason.split("，")[0]) == ("券商简称", "证券公司名录里没有这家公司")


PERCENT = parse(
    overlay(
        GENERIC,
        {
            "units": UNITS,
            "source": {
                "figures": {
                    "column": {
                        "closed_on": {"title": "完成日期", "kind": "date", "nullable": True},
                        "staff": {"title": "人数", "kind": "integer", "nullable": True, "unit": "人"},
                        "share": {"title": "占比", "kind": "number", "optional": True, "unit": "%"},
                        "plain": {"title": "比率", "kind": "number", "optional": True},
                    }
                }
            },
        },
    ),
    "generic.toml",
)
MIXED = [
    ("80% beside 30 and 0.7, where percentages are wanted", "占比", ["80%", "30", "0.7"], [2]),
    ("0.7 alone without a sign", "占比", ["0.7", "80%", "0.5%"], [0]),
    ("no sign at all", "占比", ["0.7", "80", "0.5"], []),
    ("nothing needs no sign", "占比", ["0", "80%", "50%"], []),
    ("a sign beside shares of one", "比率", ["0.7", "0.8", "80%"], [2]),
    ("signs only", "比率", ["70%", "80%", "5‰"], []),
]
PIECES = Limits(batch_rows=1, block_bytes=60, held_bytes=0)


@pytest.mark.parametrize("limits", [Limits(), PIECES], ids=["whole", "pieces"])
@pytest.mark.parametrize(("column", "cells", "bad"), [case[1:] for case in MIXED], ids=[case[0] for case in MIXED])
def test_percentages_are_judged_over_the_whole_column(
    tmp_path: Path, column: str, cells: list[str], bad: list[int], limits: Limits
) -> None:
    rows = [f"A{at},证券部,2024-03-31,1,2,合并,,,{cell}" for at, cell in enumerate(cells)]
    late = "A9,证券部,2023-03-31,1,2,合并,,,0.6"  # of another year: excluded, not rejected
    header = f"编号,部门,日期,数值,基数,口径,完成日期,人数,{column}"
    figures = "\n".join([header, *rows, *([late] if bad else [])]) + "\n"
    records = read(tmp_path, figures, book=PERCENT, limits=limits)
    found = records.quarantine["figures"].filter(kind="rejected").select("row", "column", "value").rows()
    assert found == [(at + 2, column, cells[at]) for at in bad]
    assert records.tables["figures"].collect().height == len(cells) - len(bad)
    assert all(entry.read == entry.used + entry.rejected + entry.excluded for entry in records.intake)
