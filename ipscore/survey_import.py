"""`ipscore survey import`: an export of a survey platform in, a table of responses out, and how it was taken."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from data_sources.answer_tally import Tally, together
from data_sources.errors import IntakeError
from data_sources.header_texts import canonical_header
from data_sources.one_file import read_file, read_standing
from data_sources.quarantine import SCHEMA
from data_sources.suggest import likely
from surveys.platforms import is_platform_header
from surveys.questionnaire import load_questionnaire
from surveys.responses import source

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from data_sources.columns import Column
    from data_sources.one_file import OneFile
    from data_sources.sifting import Standing
    from surveys.questionnaire import Questionnaire

_SHOWN = 20


@dataclass(frozen=True)
class Matched:
    """One column of the responses, and what it was read from.

    Attributes:
        title: the column's Chinese header.
        header: the header in the export; None if it has none.
        by: what of the questionnaire the header is: 表头, 代码, 题干 or 别名.
        tally: how its answers were taken; None for a column that is no question.
        empty: cells without an answer.
    """

    title: str
    header: str | None
    by: str
    tally: Tally | None
    empty: int


@dataclass(frozen=True)
class Imported:
    """An export, read.

    Attributes:
        file: its name.
        responses: the table of responses, with the headers of the contract; answers that are no option stand in it as
            they were given, so that whatever reads it counts them as such.
        matched: the columns of the contract.
        unmatched: headers that belong to no column, each with the column that may be meant, or nothing.
        ignored: headers of the platform's own columns, which are never kept.
        remarks: what else to know.
        read: rows read.
        excluded: rows that repeat others.
        checked: whether firms were looked up in a register.
    """

    file: str
    responses: pl.DataFrame
    matched: tuple[Matched, ...]
    unmatched: tuple[tuple[str, str], ...]
    ignored: tuple[str, ...]
    remarks: tuple[str, ...]
    read: int
    excluded: int
    checked: bool


def named_questionnaire(name: str) -> Questionnaire:
    """The questionnaire of a file, or one of those kept here by its id.

    Raises:
        QuestionnaireError: there is none, or it cannot be understood.
    """
    path = Path(name)
    return load_questionnaire(path if path.suffix or path.is_file() else name)


def import_export(export: Path, questionnaire: Questionnaire, register: Path | None) -> Imported:
    """Read an export of a survey platform.

    Args:
        export: the file, of any format that records may have.
        questionnaire: whose answers it holds.
        register: a register of firms, or a folder with one; if omitted, firms are not looked up.

    Raises:
        IntakeError: it cannot be read, a column is missing, too many answers are unrecognised, or a row is bad.
    """
    standing = None if register is None else read_standing(register)
    responses = source(questionnaire)
    found = read_file(export, responses, standing)
    _stop_if_rejected(found)
    dropped = list(dict.fromkeys(header for part in found.parts for header in part.header.dropped))
    missing = [
        column for column in responses.columns if not any(column.name in p.header.positions for p in found.parts)
    ]
    counts = found.gathering.batches
    return Imported(
        file=export.name,
        responses=_table(found, responses.columns, standing),
        matched=tuple(_matched(found, responses.columns, _wordings(questionnaire))),
        unmatched=tuple((text, _perhaps(text, missing)) for text in dropped if not is_platform_header(text)),
        ignored=tuple(text for text in dropped if is_platform_header(text)),
        remarks=(*found.remarks, *found.gathering.remarks()),
        read=sum(batch.read for batch in counts),
        excluded=sum(batch.excluded for batch in counts),
        checked=standing is not None,
    )


def _stop_if_rejected(found: OneFile) -> None:
    """A table without the bad rows would look whole: it is not written."""
    kept_out = pl.concat([SCHEMA.to_frame(), *(batch.kept_out.frame() for batch in found.gathering.batches)])
    bad = kept_out.filter(pl.col("kind") == "rejected")
    if bad.is_empty():
        return
    lines = [
        f"  - {file}{f'[{sheet}]' if sheet else ''} 第 {row} 行"
        f"{f'，{column}' if column else ''}{f'“{value}”' if value else ''}：{reason}"
        for file, sheet, row, column, value, _, reason in bad.head(_SHOWN).iter_rows()
    ]
    rows = bad.select("file", "sheet", "row").n_unique()
    more = [f"  - …共 {bad.height} 处"] if bad.height > _SHOWN else []
    raise IntakeError(
        "\n".join([f"有 {rows} 行不合格，没有写出（写出的表会缺这些答卷）：", *lines, *more]),
        "请改正或删去这些行，再执行一次 ipscore survey import",
    )


def _table(found: OneFile, columns: tuple[Column, ...], standing: Standing | None) -> pl.DataFrame:
    records = found.gathering.records().collect()
    there = [column for column in columns if any(column.name in part.header.positions for part in found.parts)]
    lost = found.gathering.unrecognised()
    as_given = {
        str(question): dict(rows.select("record_id", "value").iter_rows())
        for (question,), rows in lost.group_by("question")
    }
    named = records.with_columns(firm=pl.col("entity_id").replace(standing.names.shown if standing else {}))
    return named.select(_cell(column, as_given.get(column.name, {})).alias(column.title) for column in there)


def _cell(column: Column, as_given: dict[str, str]) -> pl.Expr:
    cell = pl.col(column.name)
    match column.kind:
        case "secret":
            return pl.format("F{}", cell)  # text also in a spreadsheet, which would round the number
        case "flag":
            return pl.when(cell).then(pl.lit("是")).when(~cell).then(pl.lit("否"))
        case _ if as_given:
            given = pl.col("record_id").replace_strict(as_given, default=None, return_dtype=pl.String)
            return pl.coalesce(cell.cast(pl.String), given)
        case _:
            return cell


def _matched(found: OneFile, columns: tuple[Column, ...], wordings: Collection[str]) -> Iterator[Matched]:
    tallies = {tally.column: tally for tally in together(t for _, all_of in found.gathering.tallies() for t in all_of)}
    read = sum(batch.read for batch in found.gathering.batches)
    for column in columns:
        headers = [part.header.texts[column.name] for part in found.parts if column.name in part.header.texts]
        tally = tallies.get(column.name) if headers else None
        header = "、".join(dict.fromkeys(headers)) or None
        yield Matched(column.title, header, _by(headers, column, wordings), tally, read - tally.given if tally else 0)


def _by(headers: list[str], column: Column, wordings: Collection[str]) -> str:
    if not headers:
        return ""
    header = canonical_header(headers[0])
    if header == canonical_header(column.title):
        return "表头"
    if header in wordings:
        return "题干"
    return "代码" if header == canonical_header(column.name) else "别名"


def _wordings(questionnaire: Questionnaire) -> Collection[str]:
    asked = [question.wording for question in questionnaire.question]
    return {
        canonical_header(text)
        for text in (*asked, *([] if questionnaire.firm is None else [questionnaire.firm.wording]))
    }


def _perhaps(header: str, missing: list[Column]) -> str:
    titles = {canonical_header(text): column.title for column in missing for text in (column.title, *column.aliases)}
    return next((titles[text] for text in likely(canonical_header(header), titles)), "")
