"""What a change of rules touches: leaves to be scored again, and those whose records must be counted again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from indicator_tree.rules import (
    AnswersRule,
    DeductionRule,
    GradedRule,
    NormalisedRule,
    PhoneCheckRule,
    RateRule,
    ScaleRule,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from indicator_tree import Rulebook
    from indicator_tree.rules import Deduct, Part


def changed_leaves(before: Rulebook, after: Rulebook) -> tuple[str, ...]:
    """The leaves, and `bonus`, whose rules differ; all of them where what they share does."""
    shared = ("scale", "survey")
    everywhere = any(getattr(before, name) != getattr(after, name) for name in shared)
    leaves = [node for node in after.leaves if everywhere or _scored_by(node, before) != _scored_by(node, after)]
    return (*leaves, *(["bonus"] if before.bonus != after.bonus else []))


def recounted_leaves(before: Rulebook, after: Rulebook) -> tuple[str, ...]:
    """Those of them whose evidence may be other: something is counted by other conditions."""
    return tuple(node for node in changed_leaves(before, after) if counted_by(node, before) != counted_by(node, after))


def counted_by(node: str, book: Rulebook) -> list[Any]:
    """All of a leaf's rule, or of the bonus, that the reduction of records to evidence looks at."""
    if node == "bonus":
        return list(_parts(book.bonus.part if book.bonus else ()))
    rule = book.indicator[node].rule
    found: list[Any] = [getattr(rule, "source", None)]
    match rule:
        case DeductionRule():
            found += _deductions(rule.deduct)
        case AnswersRule():
            found += [rule.question, *_deductions(rule.deduct)]
        case RateRule():
            found += [rule.when, rule.done.column, rule.done.days_after_period]
        case PhoneCheckRule():
            found += [rule.rounds.count, *((fault.id, fault.step) for fault in rule.fault)]
        case ScaleRule():
            found += [rule.ratio]
        case NormalisedRule():
            found += [rule.value, rule.per, rule.when, rule.combine, rule.latest_by]
        case GradedRule():
            found += _parts(rule.part)
        case None:
            pass
    return found


def sources_of(node: str, book: Rulebook) -> set[str]:
    """The sources whose records a leaf or the bonus counts."""
    if node == "bonus":
        return {part.source for part in (book.bonus.part if book.bonus else ())}
    named = {deduct.source for deduct in book.deductions(node)}
    named |= {part.source for at, part in book.parts if at == node}
    own = getattr(book.indicator[node].rule, "source", None)
    return named if own is None else {*named, own}


def reading(sources: Iterable[str], book: Rulebook) -> tuple[str, ...]:
    """The leaves, and `bonus`, that count records of any of some sources."""
    wanted = set(sources)
    nodes = (*book.leaves, *(["bonus"] if book.bonus else []))
    return tuple(node for node in nodes if sources_of(node, book) & wanted)


def compared(nodes: Iterable[str], book: Rulebook) -> list[str]:
    """Those of some leaves at which a firm's score depends on what the other firms have."""
    return [node for node in nodes if node != "bonus" and isinstance(book.indicator[node].rule, NormalisedRule)]


def _scored_by(node: str, book: Rulebook) -> tuple[Any, ...]:
    return book.indicator[node].rule, book.missing_policy(node)


def _deductions(deductions: Iterable[Deduct]) -> Iterator[Any]:
    for one in deductions:
        yield one.id, one.source, one.when, one.same_event, one.scaled.when if one.scaled else None


def _parts(parts: Iterable[Part]) -> Iterator[Any]:
    for part in parts:
        yield part.id, part.source, part.when, part.measure, part.column, tuple(part.grades)
