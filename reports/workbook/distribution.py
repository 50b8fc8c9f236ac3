"""The distributions as a workbook of their own: 汇总, 得分分布 and 分布图."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.workbook import bands, charts, statistics
from reports.workbook.book import Book

if TYPE_CHECKING:
    from pathlib import Path

    from scoring import Evaluation


def write_distribution_workbook(path: Path, evaluation: Evaluation, node: str | None = None) -> None:
    """Write the three sheets for one node or for all; the charts draw the cells of 得分分布.

    Raises:
        xlsxwriter.exceptions.FileCreateError: the file cannot be written.
    """
    book = Book(path, evaluation.rulebook.title, "得分分布", evaluation.rulebook.period.end)
    statistics.add(book, evaluation, node, "汇总")
    charts.add(book, bands.add(book, evaluation, node), evaluation.rulebook.words)
    book.close()
