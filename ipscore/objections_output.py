"""Objections on standard output, or in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data_sources.csv_files import write_csv
from ipscore.errors import TargetError
from ipscore.json_documents import objections_document
from ipscore.objections_deciding import corrections_of
from ipscore.output import print_frame, print_json
from ipscore.writing import spare, whole_file
from reports.firm.objections import write_list
from reports.json_text import json_text
from reports.table import Table, label, text
from reports.terminal import show

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import polars as pl

    from ipscore.objections_deciding import Decision
    from ipscore.parameters import FrameFormat
    from scoring import Evaluation


def print_objections(evaluation: Evaluation, found: pl.DataFrame, form: FrameFormat) -> None:
    """Print objections as a table, CSV or JSON."""
    if form == "json":
        print_json(objections_document(evaluation, found))
    elif form == "csv":
        print_frame(found, form)
    else:
        show(_table(evaluation, found) if found.height else "表中没有写任何异议")


def write_objections(evaluation: Evaluation, found: pl.DataFrame, path: Path, *, force: bool = False) -> None:
    """Write objections to a file: .xlsx to decide in, .json, or .csv with byte order mark.

    Raises:
        TargetError: the suffix is none of these, or the file is there and `force` is not set, or it cannot be written.
    """
    spare(path, force=force)
    with whole_file(path, force=force) as partial:
        match path.suffix.lower():
            case ".json":
                partial.write_text(
                    json_text(objections_document(evaluation, found)) + "\n", encoding="utf-8", newline="\n"
                )
            case ".csv":
                write_csv(found, partial)
            case ".xlsx":
                write_list(found, partial, evaluation.rulebook.words, evaluation.rulebook.period.end)
            case other:
                raise TargetError(f"{path}：不能写成 {other or '没有后缀的文件'}", "--out 请用 .xlsx、.json 或 .csv")


def write_corrections(decisions: Sequence[Decision], path: Path, *, force: bool = False) -> int:
    """Write the corrections that follow from decisions as CSV with byte order mark; how many rows there are.

    Raises:
        TargetError: the file is there and `force` is not set, its suffix is another, or it cannot be written.
    """
    if path.suffix.lower() != ".csv":
        raise TargetError(f"{path}：更正决定写成 .csv", "请把文件名改成以 .csv 结尾")
    spare(path, force=force)
    rows = corrections_of(decisions)
    with whole_file(path, force=force) as partial:
        write_csv(rows, partial)
    return rows.height


def decisions_table(decisions: Sequence[Decision], noun: str) -> Table:
    """What became of every objection, of firms called by a noun."""
    columns = (
        label(noun),
        label("指标"),
        label("记录编号"),
        text("请求"),
        label("决定"),
        text("去向"),
        text("决定理由"),
    )
    return Table(
        f"异议 {len(decisions)} 条",
        columns,
        tuple(
            (
                *(one.cells[key] for key in ("firm", "node", "record_id", "claim", "outcome")),
                _course(one),
                one.cells["reason"],
            )
            for one in decisions
        ),
    )


def _course(one: Decision) -> str:
    if one.correction is not None:
        return f"更正：{one.correction['action']}"
    return "须另行补录或核实" if one.by_hand else "记录不变"


def _table(evaluation: Evaluation, found: pl.DataFrame) -> Table:
    columns = (
        label(evaluation.rulebook.words.noun),
        label("指标"),
        text("原因"),
        label("记录编号"),
        text("异议理由"),
        text("请求"),
        text("说明与依据"),
    )
    keys = ("firm", "node", "cause", "record_id", "ground", "claim", "statement")
    rows = tuple(tuple(row[key] or "" for key in keys) for row in found.iter_rows(named=True))
    return Table(f"异议 {found.height} 条", columns, rows)
