"""What would be otherwise for one firm, told so that the firm may read it: nothing of any other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ipscore.errors import ChangeError
from ipscore.json_documents import own_document
from ipscore.output import print_frame, print_json
from reports.figures import fixed, signed
from reports.letters_tables import letter_moves_table
from reports.table import Table, label, number, text
from reports.terminal import show
from scoring.what_if import Drop

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ipscore.lookup import Firm
    from ipscore.parameters import FrameFormat
    from ipscore.run_folder import Run
    from scoring.what_if import Change, WhatIf


def stop_if_of_others(run: Run, changes: Sequence[Change], firm: Firm | None) -> None:
    """Insist that a firm and a change are named, and that only the firm's own records are left out.

    What is told of a record that is not the firm's is the same whether there is one or not.

    Raises:
        ChangeError: they are not.
    """
    if firm is None:
        raise ChangeError("--own 只说一家公司自己的变动", "请用 --firm 写明是哪一家")
    if not changes:
        raise ChangeError("用了 --own，却没有写明要改变什么", "请加 --drop、--set 或 --weights")
    dropped = {(change.source, change.record_id) for change in changes if isinstance(change, Drop)}
    if strange := sorted(record_id for source, record_id in dropped if record_id not in _own(run, firm, source)):
        raise ChangeError(
            f"{firm.name} 所计的记录中没有：{'、'.join(strange)}",
            f"请从 --drop 中去掉它们；{firm.name} 所计的记录见 ipscore explain",
        )


def _own(run: Run, firm: Firm, source: str) -> pl.Series:
    """The numbers of the firm's records of a source that anything rests on."""
    evaluation = run.evaluation
    if evaluation.held is not None:
        records = evaluation.held.of(firm.firm_id).tables.get(source)
    else:
        of_source = evaluation.evidence.lazy().filter(firm_id=firm.firm_id, source=source).select("node", "parameter")
        listed = evaluation.evidence_records.filter(firm_id=firm.firm_id)
        records = listed.join(of_source, on=["node", "parameter"], how="semi")
    numbers = (
        pl.Series("record_id", [], pl.String) if records is None else records.select("record_id").collect()["record_id"]
    )
    return numbers.unique()


def print_own_line(found: WhatIf, firm: Firm, form: FrameFormat) -> None:
    """Print the firm's own scores and ranks that change."""
    own = pl.col("firm_id") == firm.firm_id
    moves, crossings = found.moves.filter(own), found.crossings.filter(own)
    if form == "json":
        print_json(own_document(found, firm))
    elif form == "csv":
        print_frame(moves, form)
    else:
        remark = [firm.remark] if firm.remark else []
        letters = letter_moves_table("等级改变", found.letters.filter(own), found.rulebook, heads=("此前", "现在"))
        told = _table(moves, crossings, firm) if moves.height else f"{firm.name}：得分与位次都不变"
        show(*remark, told, *([letters] if letters.rows else []))


def _table(moves: pl.DataFrame, crossings: pl.DataFrame, firm: Firm) -> Table:
    bands = {row["node"]: f"{row['band_before']} → {row['band_now']}" for row in crossings.iter_rows(named=True)}
    rows = tuple(
        (
            row["node"],
            fixed(row["before"]),
            fixed(row["now"]),
            signed(row["change"]),
            *("" if row[rank] is None else str(row[rank]) for rank in ("rank_before", "rank_now")),
            bands.get(row["node"], ""),
        )
        for row in moves.iter_rows(named=True)
    )
    columns = (label("指标"), number("原得分"), number("新得分"), number("变动"), number("原位次"), number("新位次"))
    return Table(f"{firm.name}：假如这样改变", (*columns, text("分段")), rows)
