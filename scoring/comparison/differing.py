"""Whose scores of two evaluations were made otherwise: other children, weights or methods below, or other rules.

A node is the same in both if code and name are. Records and firms are not looked at: they are what a comparison is
about.
"""

from __future__ import annotations

from enum import Flag, auto
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from scoring.aggregation import WHOLE, methods_of, minimum_present
from scoring.kinds.registry import questions_of

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

    from indicator_tree import Rulebook

    Schemes = tuple[str, str] | None
    """The weight schemes before and now; None where they are not known."""

SAME_WEIGHT = 1e-9
"""Weights that differ by less are the same."""
_CITATION = frozenset({"basis", "reference", "note", "label", "title"})
_PREVIOUS = frozenset({"previous", "taken"})  # cut-offs of the year before, other ones every year


class Differs(Flag):
    """What differs at a node or anywhere below it."""

    CHILDREN = auto()
    WEIGHTS = auto()
    METHODS = auto()
    RULES = auto()


NOTHING = Differs(0)


def differing(before: Rulebook, now: Rulebook, schemes: Schemes) -> dict[str, Differs]:
    """Node of both rulebooks (code and name), `base`, `total`, and `bonus` of both → what differs.

    Args:
        before: the older rulebook.
        now: the newer.
        schemes: under which each was applied; None where of the older one only the tree is known, so that nothing but
            its children is compared.
    """
    found: dict[str, Differs] = {}

    def look(node: str) -> Differs:
        below = now.children.get(None if node == WHOLE else node, ())
        differs = own_difference(before, now, node, schemes)
        for child in below:
            if is_same(before, now, child):
                differs |= look(child)
        found[node] = differs
        return differs

    whole = look(WHOLE)
    bonus = Differs.CHILDREN if bool(before.bonus) != bool(now.bonus) else NOTHING
    if schemes is not None:
        bonus |= _rules(before, now, "bonus") if before.bonus and now.bonus else NOTHING
        whole |= _node_rules(before, now, "total")
    if before.bonus and now.bonus:
        found["bonus"] = bonus
    found["total"] = whole | bonus
    return found


def differs_beyond_scores(before: Rulebook, now: Rulebook) -> bool:
    """Whether what decides no score differs: who is evaluated, bands, letters."""
    both = ["total", *(code for code in now.nodes if is_same(before, now, code))]
    told = [
        (
            _plain(book.population),
            [_plain(book.band_set(node).band, frozenset()) for node in both],
            {node: _plain(book.letters_at(node), _CITATION | _PREVIOUS) for node in book.lettered},
        )
        for book in (before, now)
    ]
    return told[0] != told[1]


def own_difference(before: Rulebook, now: Rulebook, node: str, schemes: Schemes) -> Differs:
    """What differs at a node of both itself: its children, their weights, how they are put together, its rules."""
    old, new = (named_children(book, node) for book in (before, now))
    differs = Differs.CHILDREN if old != new else NOTHING
    if schemes is None:
        return differs
    if old and new:
        weights = [
            [book.local_weights(scheme)[code] for code, name in new if (code, name) in old]
            for book, scheme in zip((before, now), schemes, strict=True)
        ]
        differs |= Differs.WEIGHTS if reweighted(*weights) else NOTHING
        other = _method(before, node) != _method(now, node)
        differs |= Differs.METHODS if other else NOTHING
    return differs | _rules(before, now, node) | _node_rules(before, now, node)


def is_same(before: Rulebook, now: Rulebook, code: str) -> bool:
    """Whether both rulebooks have the indicator, by code and name."""
    trees = before.indicator, now.indicator
    return all(code in tree for tree in trees) and trees[0][code].name == trees[1][code].name


def named_children(book: Rulebook, node: str) -> frozenset[tuple[str, str]]:
    """Code and name of the children of a node; `base` is the whole tree."""
    codes = book.children.get(None if node == WHOLE else node, ())
    return frozenset((code, book.indicator[code].name) for code in codes)


def reweighted(before: Sequence[float], now: Sequence[float]) -> bool:
    """Whether weights of the same siblings stand in other proportions to each other."""
    if not sum(before) or not sum(now):
        return bool(sum(before)) != bool(sum(now))
    shares = [[weight / sum(each) for weight in each] for each in (before, now)]
    return any(abs(one - other) > SAME_WEIGHT for one, other in zip(*shares, strict=True))


def _method(book: Rulebook, node: str) -> tuple[str, float]:
    return methods_of(book)[node], minimum_present(book)


def _rules(before: Rulebook, now: Rulebook, node: str) -> Differs:
    if before.rule_at(node) is None or now.rule_at(node) is None:
        return NOTHING
    return Differs.RULES if _ruling(before, node) != _ruling(now, node) else NOTHING


def _node_rules(before: Rulebook, now: Rulebook, node: str) -> Differs:
    old, new = ([_plain(rule) for rule in book.rules_at(node)] for book in (before, now))
    return Differs.RULES if old != new else NOTHING


def _ruling(book: Rulebook, node: str) -> tuple[Any, ...]:
    """All that decides how the evidence of a leaf, or of the bonus, becomes its score."""
    rule, scale = book.rule_at(node), book.scale
    asked = book.survey.minimum_respondents if book.survey and node in questions_of(book) else None
    leaf = (scale.full_marks, scale.floor, book.missing_policy(node)) if node in book.indicator else ()
    return _plain(rule), leaf, asked


def _plain(value: Any, without: Set[str] = _CITATION) -> Any:
    """A part of a rulebook as plain data, without some fields; without others given, those that cite or name its parts.

    Tables by names of columns or by values, such as conditions, stay whole: such a name may be that of a field.
    """
    if isinstance(value, BaseModel):
        return {name: _plain(getattr(value, name), without) for name in type(value).model_fields if name not in without}
    if isinstance(value, dict):
        return {key: _plain(inner, without) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner, without) for inner in value]
    return value
