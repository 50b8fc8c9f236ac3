"""数据字典: columns of the sheets, the indicators, and the tables of the data package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.datapackage.dictionary import OF_FIRMS_ALONE, columns_of
from reports.workbook.columns import Column
from reports.workbook.statistics import LEVEL, NAME, NODE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.datapackage.dictionary import Dictionary
    from reports.workbook.book import Book
    from reports.workbook.sheet import Sheet
    from scoring import Evaluation
    from scoring.findings import Findings

_WHERE, _WHAT, _UNIT, _MEANING = "工作表", "列", "单位", "含义"
_HOLDS = "工作簿各列、指标，以及数据包（ipscore report data）各表的含义与单位。"
_GUARDED = "CSV 文件中以 =、+、-、@、制表符或回车开头的文字前加一个单引号（'），以免被当作公式；数字不加。"
_QUARANTINE = "quarantine"  # one table per source, all of one shape
_RUN_TABLES = (
    *("scores", "ledger", "evidence", "evidence_records", "firms"),
    *("distribution", "summary", "breakdown", "intake"),
)


def add(book: Book, evaluation: Evaluation, findings: Findings, dictionary: Dictionary) -> None:
    """Three tables; written last, when all other sheets are known."""
    listed = list(_listed(book))
    sheet = book.sheet("数据字典", "数据字典", f"{_HOLDS}{_GUARDED}")
    freeze = sheet.row
    sheet.caption("一、工作簿各列")
    columns = (Column(_WHERE, "text", 18), Column(_WHAT, "text", 40), Column(_UNIT, "text", 8))
    sheet.table((*columns, Column(_MEANING, "text", 70)), listed)
    breaks = [sheet.row]
    _indicators(sheet, evaluation)
    breaks.append(sheet.row)
    _tables(sheet, evaluation, findings, dictionary)
    sheet.worksheet.set_h_pagebreaks(breaks)
    sheet.finish((freeze, 0), repeat=(0, 0))


def _listed(book: Book) -> Iterator[tuple[str, str, str, str]]:
    """Every explained column once per sheet."""
    seen: set[tuple[str, str]] = set()
    for sheet, column in book.listed:
        name = column.listed_as or column.header.replace("\n", "")
        if (sheet, name) not in seen:
            seen.add((sheet, name))
            yield sheet, name, column.unit, column.meaning


def _indicators(sheet: Sheet, evaluation: Evaluation) -> None:
    rulebook = evaluation.rulebook
    weights = dict(evaluation.summary.select("node", "weight").iter_rows())
    rows = [
        (code, node.name, rulebook.level(code), node.described, "；".join(node.data_sources), weights[code])
        for code, node in ((code, rulebook.indicator[code]) for code in rulebook.nodes)
    ]
    if (bonus := rulebook.bonus) is not None:
        rows.append(("bonus", bonus.name, 0, bonus.description, "；".join(bonus.data_sources), None))
    sheet.caption("二、指标")
    columns = (NODE, NAME, LEVEL, Column("说明", "text", 70), Column("数据来源", "text", 34))
    sheet.table((*columns, Column("权重", "percent", 9)), rows)


def _tables(sheet: Sheet, evaluation: Evaluation, findings: Findings, dictionary: Dictionary) -> None:
    frames = {name: frame for name in _RUN_TABLES if (frame := getattr(evaluation, name, None)) is not None}
    if evaluation.rulebook.units is not None:
        frames["firms"] = frames["firms"].drop(OF_FIRMS_ALONE, strict=False)
    frames |= {f"findings_{name}": frame for name, frame in findings.frames.items()}
    if (survey := evaluation.survey) is not None:
        frames |= {"survey_funnel": survey.funnel, "survey_sizes": survey.sizes, "survey_rejected": survey.rejected}
        frames["survey_unrecognised"] = survey.unrecognised
    notes = [dictionary.describe(name, frame.lazy().collect_schema().names()) for name, frame in frames.items()]
    notes.append(dictionary.describe(_QUARANTINE, columns_of(_QUARANTINE)))
    rows = [
        (note.name, field.name, field.unit, field.description, note.title, field.title)
        for note in notes
        for field in note.fields
    ]
    sheet.caption("三、数据包各表各列")
    columns = (Column("表", "text", 26), Column(_WHAT, "text", 40), Column(_UNIT, "text", 8))
    more = (Column(_MEANING, "text", 70), Column("表名（中文）", "text", 34), Column("列名（中文）", "text", 16))
    sheet.table((*columns, *more), rows)
