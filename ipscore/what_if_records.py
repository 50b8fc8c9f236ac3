"""The records of a run read again, which must be those that it was made of; and where one went that is not there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from data_sources.header_texts import header_key
from data_sources.limits import DEFAULT
from data_sources.opening import open_folder
from ipscore.errors import OtherRecordsError
from ipscore.inputs import read_records, sources_of
from ipscore.survey_files import margins_of
from scoring.errors import UnknownRecordError
from scoring.what_if import RunRecords

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data_sources.meter import Progress
    from data_sources.records import Records
    from ipscore.run_folder import Run

Place = tuple[str, str, int]
"""File, sheet and row."""


@dataclass(frozen=True)
class ReadAgain:
    """Records that a run was made of; those of a large folder can be read as long as this is kept."""

    given: RunRecords
    folder: Path
    kept: Records = field(repr=False)


def read_again(run: Run, folder: Path, progress: Progress | None = None) -> ReadAgain:
    """The records of a run.

    Raises:
        OtherRecordsError: files are missing, new, or have other content than the manifest of the run says.
        data_sources.errors.IntakeError: the records cannot be read.
    """
    rules = run.rules
    records = read_records(folder, rules.rulebook, progress, rules.questionnaire)
    recorded = {entry["name"]: entry["sha256"] for entry in run.manifest["inputs"]}
    found = {entry.file: entry.sha256 for entry in records.intake}
    problems = [f"{name}：文件不在了" for name in sorted(recorded.keys() - found.keys())]
    problems += [f"{name}：运行时没有这个文件" for name in sorted(found.keys() - recorded.keys())]
    problems += [
        f"{name}：内容已变" for name in sorted(found.keys() & recorded.keys()) if found[name] != recorded[name]
    ]
    if problems:
        lines = "\n".join(f"  {problem}" for problem in problems)
        raise OtherRecordsError(f"{folder} 不是运行 {run.folder} 所用的数据：\n{lines}")
    counted = RunRecords(records.tables, rules.questionnaire, margins_of(run.folder), records.unrecognised)
    return ReadAgain(counted, folder, records)


def with_places(error: UnknownRecordError, run: Run, records: ReadAgain | None) -> UnknownRecordError:
    """The error, with what the quarantine of the run says of each record."""
    cases = []
    for source, record_id, hint in error.cases:
        told = "；".join(quarantined(run, records, source, record_id))
        cases.append((source, record_id, told or hint))
    return UnknownRecordError(cases, error.where, error.remark)


def quarantined(run: Run, records: ReadAgain | None, source: str, record_id: str) -> list[str]:
    """Why a record does not count, as far as the quarantine names its id, or the row on which its id stands."""
    name = f"quarantine_{source}"
    if name not in run.table_names:
        return []
    table = run.table(name).with_columns(pl.col("sheet").fill_null(""))
    if records is not None:
        places = list(_places(run, records, source, record_id))
        rows = pl.DataFrame(places, schema={"file": pl.String, "sheet": pl.String, "row": pl.Int64}, orient="row")
        found = table.join(rows, on=["file", "sheet", "row"], how="semi")
    else:
        numbers = _number_headers(run, source)
        headers = [header for header in table["column"].unique().drop_nulls() if header_key(header) in numbers]
        found = table.filter(pl.col("value") == record_id, pl.col("column").is_in(headers))
    kinds = {"rejected": "不合格", "excluded": "不参与评分", "corrected": "更正撤销"}
    return [
        f"在 {file}{f'[{sheet}]' if sheet else ''} 第 {row} 行，{kinds[kind]}：{reason}"
        for file, sheet, row, kind, reason in found.select("file", "sheet", "row", "kind", "reason").iter_rows()
    ]


def _number_headers(run: Run, source: str) -> set[str]:
    """Under which headers the numbers of a source's records may stand."""
    rules = run.rules
    own = next(one for one in sources_of(rules.rulebook, rules.questionnaire) if one.name == source)
    columns = [column for column in own.columns if column.name == "record_id"]
    mapped = rules.rulebook.mapping.columns.get(source, {})
    names = [header for header, name in mapped.items() if name == "record_id"]
    return {header_key(text) for column in columns for text in (column.name, column.title, *column.aliases, *names)}


def _places(run: Run, records: ReadAgain, source: str, record_id: str) -> Iterator[Place]:
    """Where the id stands in the files of a source that numbers its records."""
    rules = run.rules
    sources = sources_of(rules.rulebook, rules.questionnaire)
    for part in open_folder(records.folder, sources, (), DEFAULT, None).parts:
        if part.source.name != source or "record_id" not in part.header.positions:
            continue
        for rows in part.rows():
            meant = part.cell(rows, "record_id").str.strip_chars() == record_id
            yield from ((part.sheet.file, part.sheet.name, row) for row in rows.numbers.filter(meant))
