"""Two runs compared on standard output; firms and indicators of either are found by their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import typer

from ipscore.attribution import attribute_runs, remark_of
from ipscore.comparable import are_the_same, stop_if_incomparable
from ipscore.errors import UnknownFirmError, UnknownNodeError
from ipscore.json_documents import attribution_document, compare_document
from ipscore.lookup import find_firm, find_node
from ipscore.output import print_frame, print_json
from ipscore.progress import progress_bar
from reports.attribution_tables import attribution_tables
from reports.compare_tables import compare_tables, firm_tables
from reports.terminal import show
from scoring import compare_runs

if TYPE_CHECKING:
    from pathlib import Path

    from indicator_tree import Rulebook
    from ipscore.lookup import Firm
    from ipscore.parameters import FrameFormat
    from ipscore.run_folder import Run


def print_comparison(before: Run, now: Run, firm: str | None, node: str | None, form: FrameFormat) -> None:
    """Print the change from one run to another, of all firms or of one, at all nodes or at one.

    Raises:
        IncomparableRunsError: the runs evaluated nothing in common.
        UnknownFirmError: neither run evaluated such a firm.
        UnknownNodeError: neither rulebook has such an indicator.
    """
    stop_if_incomparable(before, now)
    at = None if node is None else node_of_either(before.rulebook, now.rulebook, node)
    found = None if firm is None else firm_of_either(before.table("firms"), now.table("firms"), firm)
    comparison = compare_runs(before.evaluation, now.evaluation)
    if are_the_same(before, now):
        typer.echo(f"{before.folder} 与 {now.folder} 是同一次运行，因此没有变化。", err=True)
    if form != "table":
        wanted = [
            pl.lit(True),
            *([] if at is None else [pl.col("node") == at]),
            *([] if found is None else [pl.col("firm_id") == found.firm_id]),
        ]
        changes = comparison.split.filter(*wanted)
        if form == "json":
            print_json(compare_document(before.evaluation, now.evaluation, changes))
        else:
            print_frame(changes, form)
        return
    told = [remark] if (remark := remark_of(before, now)) else []
    if found is None:
        show(*compare_tables(comparison, at), *told)
    else:
        show(*([found.remark] if found.remark else []), *firm_tables(comparison, found.firm_id, at), *told)


def print_attribution(
    before: Run, now: Run, folder: Path, *, firm: str | None, node: str | None, form: FrameFormat
) -> None:
    """Print what each decision between two runs did to scores and ranks.

    Raises:
        UnknownFirmError: neither run evaluated such a firm.
        UnknownNodeError: the rulebook has no such indicator.
        IncomparableRunsError, OtherRecordsError: see `ipscore.attribution.attribute_runs`.
    """
    stop_if_incomparable(before, now)
    at = None if node is None else find_node(now.rulebook, node)
    found = None if firm is None else firm_of_either(before.table("firms"), now.table("firms"), firm)
    with progress_bar("读入") as progress:
        attribution = attribute_runs(before, now, folder, progress)
    if form != "table":
        wanted = [
            pl.lit(True),
            *([] if at is None else [pl.col("node") == at]),
            *([] if found is None else [pl.col("firm_id") == found.firm_id]),
        ]
        parts = attribution.parts.filter(*wanted)
        if form == "json":
            print_json(attribution_document(before.evaluation, now.evaluation, attribution, parts))
        else:
            print_frame(parts, form)
        return
    firm_id = None if found is None else found.firm_id
    tables = attribution_tables(attribution, now.evaluation.corrections, now.rulebook, at, firm_id)
    show(*([found.remark] if found is not None and found.remark else []), *tables)


def node_of_either(before: Rulebook, now: Rulebook, node: str) -> str:
    """The code of an indicator of the newer rulebook, or else of the older.

    Raises:
        UnknownNodeError: neither has it; tells what the newer has.
    """
    try:
        return find_node(now, node)
    except UnknownNodeError:
        try:
            return find_node(before, node)
        except UnknownNodeError:
            pass
        raise


def firm_of_either(before: pl.DataFrame, now: pl.DataFrame, firm: str) -> Firm:
    """A firm that the newer run evaluated under its own name, or the older, or else the one it is evaluated with.

    Raises:
        UnknownFirmError: neither register leads to an evaluated firm; tells what the newer says.
    """
    found: list[Firm] = []
    errors: list[UnknownFirmError] = []
    for register in (now, before):
        try:
            found.append(find_firm(register, firm))
        except UnknownFirmError as error:
            errors.append(error)
    if not found:
        raise errors[0]
    return next((one for one in found if one.remark is None), found[0])
