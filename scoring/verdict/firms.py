"""Firms of which a source says nothing where most others have many records."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scoring.verdict.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scoring.verdict.subject import Subject

_SHOWN = 5


def silent_firms(subject: Subject) -> Iterator[Finding]:
    """Evaluated firms without a record of a source of which most firms have several.

    Of what stands at the end of the period, not of what happened in it, one record is as good as several: whoever has
    nothing is listed as such.
    """
    limits = subject.rulebook.plausibility
    evaluated = subject.evaluated
    if limits is None or evaluated.is_empty():
        return
    words = subject.rulebook.words
    for name in subject.rulebook.sources:
        counts = subject.counts.filter(
            pl.col("source") == name, pl.col("firm_id").is_in(evaluated["firm_id"].implode())
        )
        source = subject.by_name[name]
        enough = limits.reporting_records if source.dating == "within" else 1
        median = counts["records"].median()
        if counts.height == evaluated.height or not isinstance(median, float) or median < enough:
            continue
        if counts.height < limits.reporting_share * evaluated.height:
            continue
        silent = evaluated.filter(~pl.col("firm_id").is_in(counts["firm_id"].implode()))["firm"].to_list()
        listed = "、".join(silent[:_SHOWN]) + (f"等 {len(silent)} {words.measure}" if len(silent) > _SHOWN else "")
        text = (
            f"{source.title}：{listed}没有一{source.unit}记录，而其余 {counts.height} {words.measure}"
            f"{words.noun}的中位数是 {median:g} {source.unit}；是没有发生，还是没有报？"
        )
        yield Finding("silent_firms", "doubtful", text, source=name, count=len(silent))
