"""Would the score go through? It is tried, without what reports need beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.errors import MissingEvidenceError, ScoringError
from scoring.evaluating import score
from scoring.verdict.finding import Finding
from surveys.errors import SurveyError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scoring.verdict.subject import Subject

_SHOWN = 5


def missing_evidence(subject: Subject) -> Iterator[Finding]:
    """Firms without the evidence that the rulebook asks for, by indicator; or whatever else stops the score."""
    if subject.cannot_score:
        yield Finding("cannot_score", "not_ready", subject.cannot_score)
        return
    book = subject.rulebook.model_copy(update={"breakdown": {}})
    try:
        score(
            *(subject.records, book),
            questionnaire=subject.questionnaire,
            engine=subject.engine,
            previous=subject.previous,
        )
    except MissingEvidenceError as error:
        yield from _missing(subject, error)
    except (ScoringError, SurveyError) as error:
        yield Finding("cannot_score", "not_ready", str(error))


def _missing(subject: Subject, error: MissingEvidenceError) -> Iterator[Finding]:
    cases: dict[tuple[str, str], list[str]] = {}
    for firm, node, reason in error.cases:
        cases.setdefault((node, reason), []).append(firm)
    measure = subject.rulebook.words.measure
    for (node, reason), firms in cases.items():
        more = f"等 {len(firms)} {measure}" if len(firms) > _SHOWN else ""
        name = subject.rulebook.indicator[node].name
        text = f"{node} {name}：{'、'.join(firms[:_SHOWN])}{more}{reason.partition('：')[0]}"
        source = getattr(subject.rulebook.indicator[node].rule, "source", "")
        yield Finding("missing_evidence", "not_ready", text, source=source, count=len(firms))
