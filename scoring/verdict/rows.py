"""Rows that do not count: rejected, excluded, and sources of which too little is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scoring.verdict.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scoring.verdict.subject import Subject

_REASONS_SHOWN = 2


def rejected_rows(subject: Subject) -> Iterator[Finding]:
    """Rows that were rejected: missing evidence, unless somebody accepted them or no rule reads their source."""
    scored = {*subject.rulebook.sources, subject.register.name}
    totals: dict[str, int] = {}
    for entry in subject.records.intake:
        totals[entry.source] = totals.get(entry.source, 0) + entry.rejected
    reasons = _reasons(subject)
    for entry in subject.records.intake:
        if not entry.rejected:
            continue
        source = subject.by_name[entry.source]
        of = {"source": entry.source, "file": entry.file, "sheet": entry.sheet}
        place = f"{entry.file}[{entry.sheet}]" if entry.sheet else entry.file
        why = _shown(reasons.get((entry.file, entry.sheet), ()))
        told = f"{place}：读入 {entry.read:,} 行，不合格 {entry.rejected:,} 行{why}"
        if entry.source not in scored:
            yield Finding("rejected_unscored", "note", f"{told}；评分不用这个来源", count=entry.rejected, **of)
        elif subject.decided.rows.get(entry.source) == totals[entry.source]:
            yield Finding("rejected_accepted", "note", f"{told}；已决定不计", count=entry.rejected, **of)
        elif source is subject.register:
            text = f"{told}；名录决定谁参加评价，须先改正"
            yield Finding("register_rejected", "not_ready", text, count=entry.rejected, **of)
        else:
            text = f"{told}；不合格的记录不等于没有发生，须改正或决定不计"
            yield Finding("rejected", "not_ready", text, count=entry.rejected, **of)


def misfitting_decisions(subject: Subject) -> Iterator[Finding]:
    """Decisions about rejected rows that do not fit what was rejected."""
    yield from (Finding("accepted_misfit", "not_ready", text) for text in subject.decided.misfits)


def excluded_rows(subject: Subject) -> Iterator[Finding]:
    """Rows that are valid and out of scope, by source and reason."""
    groups = subject.groups.filter(pl.col("kind") == "excluded")
    counted = groups.group_by("source", "reason", maintain_order=True).agg(pl.col("rows").sum(), pl.col("file").first())
    for source, reason, rows, file in counted.iter_rows():
        title = subject.by_name[source].title
        yield Finding("excluded", "note", f"{title}：{rows:,} 行不计，{reason}", source=source, file=file, count=rows)


def outside_the_period(subject: Subject) -> Iterator[Finding]:
    """Sources many of whose rows are of another time: probably another year's file."""
    limits, period = subject.rulebook.plausibility, subject.rulebook.period
    if limits is None:
        return
    groups = subject.groups
    reasons = [*zip(groups["source"], groups["reason"], groups["rows"], strict=True)]
    for name, read, _ in _totals(subject):
        source = subject.by_name[name]
        if source.dated_by is None:
            continue
        reason = source.outside(period)
        outside = sum(rows for of, why, rows in reasons if (of, why) == (name, reason))
        if outside and outside >= limits.excluded_share * read:
            text = f"{source.title}：{read:,} 行中有 {outside:,} 行{reason}；是不是别的年度的文件？"
            yield Finding("outside_period", "doubtful", text, source=name, count=outside)


def nothing_used(subject: Subject) -> Iterator[Finding]:
    """Sources that the rulebook asks for and of which no row counts."""
    for name, read, used in _totals(subject):
        if used or name not in subject.rulebook.sources:
            continue
        title = subject.by_name[name].title
        if read:
            text = f"{title}：读入 {read:,} 行，没有一行计入；没有记录与没有发生须分清"
            yield Finding("none_used", "doubtful", text, source=name, count=read)
        else:
            text = f"{title}：只有表头，没有一行记录；确实没有发生，还是没有填？"
            yield Finding("no_rows", "doubtful", text, source=name)


def _totals(subject: Subject) -> list[tuple[str, int, int]]:
    """Source, rows read, rows used; as far as there are files."""
    found: dict[str, tuple[int, int]] = {}
    for entry in subject.records.intake:
        read, used = found.get(entry.source, (0, 0))
        found[entry.source] = (read + entry.read, used + entry.used)
    return [(name, read, used) for name, (read, used) in found.items()]


def _reasons(subject: Subject) -> dict[tuple[str, str], list[str]]:
    """Why rows were rejected, by file and sheet, the commonest reason first, with the first row of each."""
    groups = subject.groups.filter(pl.col("kind") == "rejected").sort("rows", descending=True, maintain_order=True)
    found: dict[tuple[str, str], list[str]] = {}
    for row in groups.iter_rows(named=True):
        told = f"第 {row['row']} 行{row['column'] or ''}：{row['reason']}"
        found.setdefault((row["file"], row["sheet"]), []).append(told)
    return found


def _shown(reasons: Sequence[str]) -> str:
    more = f"；另有 {len(reasons) - _REASONS_SHOWN} 种原因" if len(reasons) > _REASONS_SHOWN else ""
    return f"（{'；'.join(reasons[:_REASONS_SHOWN])}{more}）" if reasons else ""
