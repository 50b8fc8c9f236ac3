"""What became of the files, spelled out."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import polars as pl

from ipscore.errors import RejectedRowsError
from reports.figures import fixed
from reports.table import Table, label, number, text
from reports.terminal import show
from scoring.errors import ScoringError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from data_sources.records import Records
    from scoring import Evaluation

_REASONS_SHOWN = 3
_VALUES_WIDTH = 12
_LOST_SHOWN = 20
KINDS = {"rejected": "不合格", "excluded": "另存不计", "corrected": "更正撤销"}


def intake_tables(records: Records) -> tuple[Table | str, ...]:
    """Files and rows, and the reasons for which rows were kept out."""
    lost = unrecognised_table(records)
    return files_table(records), quarantine_table(records) or "没有不合格的行。", *([] if lost is None else [lost])


def unrecognised_table(records: Records) -> Table | None:
    """Answers that are no option of their question, by question and value; None where there are none."""
    lost = records.unrecognised
    if lost.is_empty():
        return None
    counted = lost.group_by("file", "header", "value", maintain_order=True).agg(
        pl.len(), pl.col("row").first(), pl.col("reason").first()
    )
    rows = [
        (file, header, value or "", f"{count:,}", f"第 {row} 行", reason)
        for file, header, value, count, row, reason in counted.sort("len", descending=True, maintain_order=True)
        .head(_LOST_SHOWN)
        .iter_rows()
    ]
    total, responses = lost.height, lost["record_id"].n_unique()
    more = [f"共 {counted.height:,} 种，只列出最多的 {_LOST_SHOWN} 种"] if counted.height > _LOST_SHOWN else []
    return Table(
        title="不是选项的答案",
        columns=(text("文件"), text("题目"), text("所写"), number("个数"), label("首见"), text("原因")),
        rows=tuple(rows),
        notes=(f"{responses:,} 份答卷的 {total:,} 个答案不是选项：这些题按未作答处理，答卷的其他答案照常采用", *more),
    )


@contextmanager
def showing_intake(records: Records) -> Iterator[None]:
    """Print what became of the files before an error that may be due to what was kept out of them."""
    try:
        yield
    except (RejectedRowsError, ScoringError):
        show(*intake_tables(records))
        raise


def files_table(records: Records) -> Table:
    """Rows read, used, rejected and set apart, per file and in all; ignored files and columns below.

    Rows that decisions withdrew have a column where there are any.
    """
    entries = records.intake
    withdrawn = any(entry.corrected for entry in entries)
    counts = ("read", "used", "rejected", "excluded", *(("corrected",) if withdrawn else ()))
    rows = [
        (
            f"{entry.file}[{entry.sheet}]" if entry.sheet else entry.file,
            entry.source,
            *(f"{getattr(entry, key):,}" for key in counts),
        )
        for entry in entries
    ]
    sums = (sum(getattr(entry, key) for entry in entries) for key in counts)
    ignored = [f"未用的文件或工作表：{'、'.join(records.ignored)}"] if records.ignored else []
    dropped = [f"{entry.file} 未用的列：{'、'.join(entry.dropped)}" for entry in entries if entry.dropped]
    return Table(
        title="读入的文件（行）",
        columns=(
            text("文件"),
            label("数据源"),
            number("读入"),
            number("采用"),
            number("不合格"),
            number("另存不计"),
            *((number(KINDS["corrected"]),) if withdrawn else ()),
        ),
        rows=(*rows, ("合计", "", *(f"{count:,}" for count in sums))),
        notes=(*ignored, *dropped, *records.remarks, *records.beside, *records.cache_remarks),
    )


def quarantine_table(records: Records) -> Table | None:
    """The first reasons of every file for which rows were kept out; None if none were."""
    tables = [table for table in records.quarantine.values() if table.height]
    if not tables:
        return None
    different = pl.col("value").drop_nulls().unique(maintain_order=True).head(_VALUES_WIDTH)
    grouped = (
        pl.concat(tables)
        .sort("file", "sheet", maintain_order=True)
        .group_by("file", "sheet", "column", "kind", "reason", maintain_order=True)
        .agg(pl.len().alias("rows"), pl.first("row"), different.alias("values"))
        .with_columns(place=pl.int_range(pl.len()).over("file", "sheet"), reasons=pl.len().over("file", "sheet"))
    )
    shown = grouped.filter(pl.col("place") < _REASONS_SHOWN)
    more = grouped.filter(pl.col("place") == _REASONS_SHOWN).select("file", "reasons")
    return Table(
        title="不合格与另存不计的行（每个文件先列几种原因）",
        columns=(text("文件"), number("首见行"), text("列"), text("值"), label("处理"), number("行数"), text("原因")),
        rows=tuple(
            (
                row["file"] + (f"[{row['sheet']}]" if row["sheet"] else ""),
                str(row["row"]),
                row["column"] or "",
                _some(row["values"]),
                KINDS[row["kind"]],
                f"{row['rows']:,}",
                row["reason"],
            )
            for row in shown.iter_rows(named=True)
        ),
        notes=tuple(f"{file}：另有 {count - _REASONS_SHOWN} 种原因未列" for file, count in more.iter_rows()),
    )


def _some(values: Sequence[str]) -> str:
    """The first different values, as many as do not make the column wider than the reasons can bear."""
    shown, *others = values or [""]
    for value in others:
        if len(shown) + len(value) >= _VALUES_WIDTH:
            return f"{shown}…"
        shown += f"、{value}"
    return shown


def firms_text(evaluation: Evaluation) -> str:
    """How many firms were evaluated, who with whom and who not, and the mean total."""
    firms = evaluation.firms
    names = dict(firms.select("firm_id", "firm").iter_rows())
    total = evaluation.summary.row(by_predicate=pl.col("node") == "total", named=True)
    evaluated = firms.filter(pl.col("status") == "evaluated").height
    measure = evaluation.rulebook.words.measure
    lines = [f"参加评价 {evaluated} {measure}，总分均分 {fixed(total['mean'])}"]
    lines += [
        f"  合并评价：{row['firm']} → {names[row['evaluated_as']]}"
        for row in firms.filter(pl.col("status") == "merged").iter_rows(named=True)
    ]
    lines += [
        f"  不参与评价：{row['firm']}（{row['reason']}）"
        for row in firms.filter(pl.col("status") == "excluded").iter_rows(named=True)
    ]
    return "\n".join(lines)
