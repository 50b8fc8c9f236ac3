"""Several runs in the order of their periods: on standard output, or as a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ipscore.errors import TargetError, UnknownFirmError, UnknownNodeError
from ipscore.json_documents import trend_document
from ipscore.lookup import find_firm, find_node
from ipscore.manifest import stay_out_of_runs
from ipscore.output import print_frame, print_json
from ipscore.writing import spare, whole_file
from reports.terminal import show
from reports.trend_tables import firm_trend_tables, trend_tables
from reports.trend_workbook import write_trend
from scoring.trend import Trend, follow
from scoring.trend.frames import TREND

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ipscore.lookup import Firm
    from ipscore.parameters import FrameFormat
    from ipscore.run_folder import Run


def print_trend(runs: Sequence[Run], firm: str | None, node: str | None, form: FrameFormat) -> None:
    """Print the course of all firms or of one, at all nodes or at one.

    Raises:
        TrendError: see `scoring.trend.follow`.
        UnknownFirmError: none of the runs evaluated such a firm.
        UnknownNodeError: none of the rulebooks has such an indicator.
    """
    trend = follow([run.evaluation for run in runs])
    at = None if node is None else _node(trend, node)
    found = None if firm is None else _firm(trend, firm)
    if form == "table":
        told = [found.remark] if found is not None and found.remark else []
        show(*told, *(trend_tables(trend, at) if found is None else firm_trend_tables(trend, found.firm_id, at)))
        return
    document = trend_document(trend, at, None if found is None else found.firm_id)
    if form == "json":
        print_json(document)
    else:
        print_frame(pl.DataFrame(document["scores"], TREND), form)


def write_trend_workbook(runs: Sequence[Run], path: Path, *, force: bool = False) -> None:
    """Write the course of all firms as a workbook; it appears whole under its name, or not at all.

    Raises:
        TrendError: see `scoring.trend.follow`.
        TargetError: the file cannot be written, or is there and `force` is not set.
    """
    if path.suffix.lower() != ".xlsx":
        raise TargetError(f"{path}：后缀应为 .xlsx", "--out 请写以 .xlsx 结尾的文件名")
    stay_out_of_runs(path)
    spare(path, force=force)
    trend = follow([run.evaluation for run in runs])
    with whole_file(path, force=force) as partial:
        write_trend(trend, partial)


def _node(trend: Trend, node: str) -> str:
    """The code of an indicator of the latest rulebook, or else of one before it."""
    errors: list[UnknownNodeError] = []
    for one in reversed(trend.evaluations):
        try:
            return find_node(one.rulebook, node)
        except UnknownNodeError as error:
            errors.append(error)
    raise errors[0]


def _firm(trend: Trend, firm: str) -> Firm:
    """A firm that a run evaluated under its own name, the latest first, or else the one it is evaluated with."""
    found: list[Firm] = []
    errors: list[UnknownFirmError] = []
    for one in reversed(trend.evaluations):
        try:
            found.append(find_firm(one.firms, firm, one.rulebook.words.noun))
        except UnknownFirmError as error:
            errors.append(error)
    if not found:
        raise errors[0]
    return next((one for one in found if one.remark is None), found[0])
