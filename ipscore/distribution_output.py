"""A distribution on standard output, or in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data_sources.csv_files import write_csv
from ipscore.output import print_frame, print_json
from ipscore.writing import whole_file
from reports.distribution import distribution_tables, node_table, select
from reports.json_text import json_text
from reports.terminal import console, show

if TYPE_CHECKING:
    from pathlib import Path

    from reports.table import Table
    from scoring import Evaluation


def print_distribution(evaluation: Evaluation, node: str | None, form: str) -> None:
    """Print the distribution of one node or of all; `form` is table, csv or json."""
    if form == "table":
        show(*_tables(evaluation, node))
    elif form == "csv":
        print_frame(select(evaluation, node), "csv")
    else:
        print_json(_document(evaluation, node))


def write_distribution(evaluation: Evaluation, node: str | None, form: str, path: Path) -> None:
    """Write it to a file; `form` is table, csv (with byte order mark, for Excel), json or xlsx.

    Raises:
        TargetError: the file cannot be written.
    """
    with whole_file(path) as partial:
        frame = select(evaluation, node)
        match form:
            case "xlsx":
                from reports.workbook import write_distribution_workbook  # noqa: PLC0415  (loads what draws)

                write_distribution_workbook(partial, evaluation, node)
            case "csv":
                write_csv(frame, partial)
            case "json":
                text = json_text(_document(evaluation, node)) + "\n"
                partial.write_text(text, encoding="utf-8", newline="\n")
            case _:
                with partial.open("w", encoding="utf-8", newline="\n") as file:
                    show(*_tables(evaluation, node), to=console(file))


def _document(evaluation: Evaluation, node: str | None) -> dict[str, Any]:
    from ipscore.json_documents import distribution_document  # noqa: PLC0415  (loads what explains scores)

    return distribution_document(evaluation, node)


def _tables(evaluation: Evaluation, node: str | None) -> list[Table]:
    return distribution_tables(evaluation) if node is None else [node_table(evaluation, node)]
