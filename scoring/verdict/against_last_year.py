"""What a year hardly brings, held against a run of the year before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scoring.verdict.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scoring.verdict.subject import Subject

_SHOWN = 5


def records_changed(subject: Subject) -> Iterator[Finding]:
    """Sources with far more or far fewer records than last year."""
    before, limits = subject.last_year, subject.rulebook.plausibility
    if before is None or limits is None:
        return
    now = _used(subject)
    for name, number in now.items():
        then = before.records.get(name, 0)
        if name == subject.register.name or not then or abs(number - then) <= limits.records_change * then:
            continue
        source = subject.by_name[name]
        text = (
            f"{source.title}：计入 {number:,} {source.unit}，{before.title}为 {then:,} {source.unit}"
            f"（{100 * (number - then) / then:+,.1f}%）"
        )
        yield Finding("records_changed", "doubtful", text, source=name, count=number)


def sources_missing(subject: Subject) -> Iterator[Finding]:
    """Sources that last year's run had and this one has not."""
    if subject.last_year is None:
        return
    now = _used(subject)
    for name, number in subject.last_year.records.items():
        if name in now or not number:
            continue
        source = subject.by_name.get(name)
        title = name if source is None else source.title
        text = f"{title}：{subject.last_year.title}有 {number:,} 条记录，这次没有文件"
        yield Finding("source_missing", "doubtful", text, source=name, count=number)


def firms_changed(subject: Subject) -> Iterator[Finding]:
    """Firms that are evaluated now and were not, or were and are not."""
    if subject.last_year is None:
        return
    before, now, words = subject.last_year.firms, subject.evaluated, subject.rulebook.words
    gone = before.join(now, on="firm_id", how="anti").sort("firm_id")
    new = now.join(before, on="firm_id", how="anti").sort("firm_id")
    status = dict(subject.records.firms.select("firm_id", pl.coalesce("reason", pl.lit(""))).iter_rows())
    title = subject.last_year.title
    for code, firms, told in (
        ("firms_gone", gone, f"{title}参加评价，这次没有"),
        ("firms_new", new, f"{title}没有参加评价，这次参加"),
    ):
        if firms.is_empty():
            continue
        named = [
            f"{firm}（{status[firm_id]}）" if code == "firms_gone" and status.get(firm_id) else firm
            for firm_id, firm in firms.select("firm_id", "firm").head(_SHOWN).iter_rows()
        ]
        more = f"等 {firms.height} {words.measure}" if firms.height > _SHOWN else ""
        yield Finding(
            code, "doubtful", f"{'、'.join(named)}{more}：{told}", source=subject.register.name, count=firms.height
        )


def figures_changed(subject: Subject) -> Iterator[Finding]:
    """Figures many times larger or smaller than the firm's own last year, or, for want of one, the median firm's."""
    before, limits = subject.last_year, subject.rulebook.plausibility
    if before is None or limits is None or before.figures.is_empty():
        return
    own = before.figures.group_by("firm_id", "figure").agg(own=pl.col("value").median())
    medians = before.figures.group_by("figure").agg(median=pl.col("value").median())
    compared = (
        subject.figures.join(medians, on="figure")
        .join(own, on=["firm_id", "figure"], how="left")
        .with_columns(then=pl.coalesce(pl.when(pl.col("own") != 0).then("own"), "median"))
        .filter(pl.col("then") != 0, pl.col("value") != 0)
        .with_columns(times=(pl.col("value") / pl.col("then")).abs())
        .filter((pl.col("times") >= limits.times) | (pl.col("times") <= 1 / limits.times))
        .sort("figure", "firm_id")
    )
    names = dict(subject.records.firms.select("firm_id", "firm").iter_rows())
    for (figure,), rows in compared.partition_by("figure", as_dict=True, maintain_order=True).items():
        shown = [
            f"{names.get(row['firm_id'], row['firm_id'])} {row['value']:.6g}（{_then(row, before.title)}）"
            for row in rows.head(_SHOWN).iter_rows(named=True)
        ]
        more = f"等 {rows.height} {subject.rulebook.words.measure}" if rows.height > _SHOWN else ""
        text = f"{figure}：{'；'.join(shown)}{more}，相差 {limits.times:g} 倍以上；请核对单位"
        yield Finding("figure_changed", "doubtful", text, count=rows.height)


def _then(row: dict[str, object], title: str) -> str:
    whose = "" if row["own"] else "各家中位数 "
    return f"{title} {whose}{row['then']:.6g}"


def _used(subject: Subject) -> dict[str, int]:
    found: dict[str, int] = {}
    for entry in subject.records.intake:
        found[entry.source] = found.get(entry.source, 0) + entry.used
    return found
