"""The records that were rejected, and on whose decision the evaluation goes on without them, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import polars as pl

    Row = dict[str, Any]

NONE_REJECTED = "没有不合格记录"


def rejected_text(intake: pl.DataFrame, sources: Collection[str] | None = None) -> str:
    """What was rejected and accepted, in one or more sentences; empty where nothing is known of the records.

    Args:
        intake: `scoring.frames.INTAKE`.
        sources: of these alone; all where not given.
    """
    return _text([row for row in intake.iter_rows(named=True) if sources is None or row["source"] in sources])


def _text(rows: Sequence[Row]) -> str:
    if not rows:
        return ""
    rejected = [row for row in rows if row["rejected"]]
    accepted = [
        f"{row['title']} {row['accepted']:,} 行（理由：{row['reason']}）" for row in rejected if row["accepted"]
    ]
    undecided = [_counted(row) for row in rejected if row["scored"] and not row["accepted"]]
    unused = [_counted(row) for row in rejected if not row["scored"] and not row["accepted"]]
    told = [
        (accepted, "不合格并经同意不计的记录："),
        (undecided, "不合格而没有计入的记录，没有写明理由："),
        (unused, "规则不用的来源中的不合格记录："),
    ]
    sentences = [f"{head}{'、'.join(parts)}。" for parts, head in told if parts]
    return "".join(sentences) if accepted or undecided else "".join([f"{NONE_REJECTED}。", *sentences])


def _counted(row: Row) -> str:
    return f"{row['title']} {row['rejected']:,} 行"
