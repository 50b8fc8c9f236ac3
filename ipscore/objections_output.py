"""Objections on standard output, or in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipscore.errors import TargetError
from ipscore.json_documents import objections_document
from ipscore.output import json_text, print_frame, print_json
from ipscore.writing import whole_file
from reports.table import Table, label, text
from reports.terminal import show

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

    from ipscore.parameters import FrameFormat
    from scoring import Evaluation


def print_objections(evaluation: Evaluation, found: pl.DataFrame, form: FrameFormat) -> None:
    """Print objections as a table, CSV or JSON."""
    if form == "json":
        print_json(objections_document(evaluation, found))
    elif form == "csv":
        print_frame(found, form)
    else:
        show(_table(found) if found.height else "表中没有写任何异议")


def write_objections(evaluation: Evaluation, found: pl.DataFrame, path: Path, *, force: bool = False) -> None:
    """Write objections to a file: .json, or .csv with byte order mark.

    Raises:
        TargetError: the suffix is neither, or the file is there and `force` is not set, or it cannot be written.
    """
    if path.exists() and not path.is_dir() and not force:
        raise TargetError(f"{path} 已存在；要替换它，请加 --force")
    with whole_file(path) as partial:
        match path.suffix.lower():
            case ".json":
                partial.write_text(json_text(objections_document(evaluation, found)) + "\n", encoding="utf-8")
            case ".csv":
                found.write_csv(partial, include_bom=True)
            case other:
                raise TargetError(f"{path}：不能写成 {other or '没有后缀的文件'}，请用 .json 或 .csv")


def _table(found: pl.DataFrame) -> Table:
    columns = (
        label("公司"),
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
