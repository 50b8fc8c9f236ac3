"""Rows of correction files → decisions about records, as far as that can be told without the records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data_sources.corrections.checking import Decisions, Row, Subjects, check_rows
from data_sources.corrections.contract import NEEDED
from data_sources.corrections.contract import SOURCE as CORRECTIONS
from data_sources.corrections.decision import Place, decision_key
from data_sources.corrections.header_checks import lacking, strange_headers

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from data_sources.batches import Batch
    from data_sources.parts import Part


def read_decisions(
    parts: Sequence[Part], batches: Iterable[Batch], subjects: Subjects, only: Collection[str] | None = None
) -> Decisions:
    """The decisions of correction files.

    Args:
        parts: all sheets that are read.
        batches: the rows of the correction files, held against the contract.
        subjects: what they may be about.
        only: numbers of the decisions that are applied; None for all. All are checked.
    """
    rows: list[Row] = []
    problems = list(strange_headers(parts, CORRECTIONS.name))
    for batch in batches:
        origin = batch.origin
        lines = batch.kept_out.frame()
        for row, column, value, why in (
            lines.filter(kind="rejected").select("row", "column", "value", "reason").iter_rows()
        ):
            shown = f"：{column}“{value}”" if value else f"：{column}" if column else ""
            problems.append(f"{Place(0, origin.file, origin.sheet, row)}{shown}：{why}")
        asked = ["_row", *Row._fields[1:]]
        read = [
            Row(Place(origin.part, origin.file, origin.sheet, row), *cells)
            for row, *cells in batch.used().select(asked).collect().iter_rows()
        ]
        whole = [row for row in read if not lacking(CORRECTIONS, origin.headers, NEEDED[row.action])]
        rows += whole
        if short := next((row for row in read if row not in whole), None):
            lacks = lacking(CORRECTIONS, origin.headers, NEEDED[short.action])
            problems.append(f"{short.place}：处理是“{short.action}”，而表头里没有{lacks}")
    found = check_rows(rows, subjects)
    kept = None if only is None else {decision_key(number) for number in only}
    wanted = {
        source: {number: one for number, one in decided.items() if kept is None or decision_key(one.decision) in kept}
        for source, decided in found.corrections.items()
    }
    return Decisions({source: decided for source, decided in wanted.items() if decided}, (*problems, *found.problems))
