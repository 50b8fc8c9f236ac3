"""Firms of which a source says nothing where most others have many records."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

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
    reporting: dict[str, dict[str, int]] = {}
    for name, firm_id, records, _ in subject.counts.join(evaluated, on="firm_id").iter_rows():
        reporting.setdefault(name, {})[firm_id] = records
    for name in subject.rulebook.sources:
        counts = reporting.get(name, {})
        source = subject.by_name[name]
        enough = limits.reporting_records if source.dating == "within" else 1
        if not len(evaluated) > len(counts) >= max(1, limits.reporting_share * len(evaluated)):
            continue
        if (usual := median(counts.values())) < enough:
            continue
        silent = [firm for firm_id, firm in evaluated.iter_rows() if firm_id not in counts]
        listed = "、".join(silent[:_SHOWN]) + (f"等 {len(silent)} {words.measure}" if len(silent) > _SHOWN else "")
        text = (
            f"{source.title}：{listed}没有一{source.unit}记录，而其余 {len(counts)} {words.measure}"
            f"{words.noun}的中位数是 {usual:g} {source.unit}；是没有发生，还是没有报？"
        )
        yield Finding("silent_firms", "doubtful", text, source=name, count=len(silent))
