"""What a case of a changed record says of two papers, and who printed the numbers that it moved."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.reports.perturbed.marking import expressions, marks_in, open_behind
from tests.reports.perturbed.sentences import NUMBER, Sentence, paired

Case = Mapping[str, Any]
"""`moves`: what sentences say before and after, and below which heading if not everywhere; `appears`, `vanishes`: whole
sentences that only one paper has."""
Sentences = tuple[Sentence, ...]
Follows = Callable[[Sentence], tuple[set[tuple[str, str]], set[str]]]
"""Of a sentence: pairs of numbers, before and after, that follow from what changed, and numbers that may not stay."""


def nothing_follows(_: Sentence) -> tuple[set[tuple[str, str]], set[str]]:
    """Every number that moves has to be told by the case."""
    return set(), set()


def strange(before: Sentences, after: Sentences, case: Case, follows: Follows = nothing_follows) -> list[str]:
    """Sentences of two papers that differ otherwise than a case says; empty where it tells all and nothing else."""
    return [*_unpaired(before, after, case), *_otherwise(before, after, case, follows), *_untold(before, after, case)]


def _unpaired(before: Sentences, after: Sentences, case: Case) -> Iterator[str]:
    for old, new in paired(before, after):
        if new is None and old is not None and old.plain not in case.get("vanishes", []):
            yield f"vanishes: {old.plain}"
        if old is None and new is not None and new.plain not in case.get("appears", []):
            yield f"appears: {new.plain}"


def _otherwise(before: Sentences, after: Sentences, case: Case, follows: Follows) -> Iterator[str]:
    for old, new in paired(before, after):
        if old is None or new is None:
            continue
        wanted = moved(old, case)
        followed, gone = follows(old)
        if wanted.shape != new.shape or not all(
            one not in gone if one == other else (one, other) in followed
            for one, other in zip(wanted.numbers, new.numbers, strict=True)
        ):
            yield f"[{old.section}]\n  was      {old.plain}\n  expected {wanted.plain}\n  is       {new.plain}"


def _untold(before: Sentences, after: Sentences, case: Case) -> Iterator[str]:
    """What a case tells and no paper says: a case may not outlive its sentences."""
    said, told = ([one.plain for one in each] for each in (before, after))
    yield from (f"never said: {old}" for old, *_ in case.get("moves", []) if not any(old in one for one in said))
    yield from (f"never said: {one}" for one in case.get("vanishes", []) if one not in said)
    yield from (f"never said: {one}" for one in case.get("appears", []) if one not in told)


def moved(sentence: Sentence, case: Case) -> Sentence:
    """What a sentence says after what a case moves, in the order of its moves."""
    text = sentence.plain
    for old, new, *below in case.get("moves", []):
        if not below or below == [sentence.section]:
            text = text.replace(old, new)
    return Sentence(sentence.section, text)


Printers = Callable[[str], list[list[int]]]
"""Of a sentence with marks: per number the expressions that printed it."""


def beside(text: str) -> list[list[int]]:
    """The expressions whose marks stand before a number: what they print begins with it."""
    return [list(marks_in(number)) for number in NUMBER.findall(text)]


def around(text: str) -> list[list[int]]:
    """The expressions that print a number, wherever in their words it stands."""
    found: list[list[int]] = []
    printing, end = list[int](), 0
    for number in NUMBER.finditer(text):
        printing, end = open_behind(text[end : number.end()], printing), number.end()
        found.append(printing)
    return found


def unmoved(texts: Path, before: Sentences, others: Iterable[Sentences], printers: Printers = beside) -> list[str]:
    """The expressions of templates that print a number in some paper, and the same in all that have the sentence."""
    return unmoved_anywhere(texts, [(before, others)], printers)


def unmoved_anywhere(
    texts: Path, told: Iterable[tuple[Sentences, Iterable[Sentences]]], printers: Printers = beside
) -> list[str]:
    """The same of several papers, each with those that it is held against: what none of them moves."""
    printed, changed = set[int](), set[int]()
    for before, others in told:
        printed |= set(_marks(before, printers))
        for after in others:
            printed |= set(_marks(after, printers))
            changed |= set(_changed(before, after, printers))
    return [text for mark, text in enumerate(expressions(texts)) if mark in printed - changed]


_NUMBER_FILTER = re.compile(r"\|\s*(?:points|size|count|plain|percent|percent_size|whole_percent|length)\b")


def unprinted(texts: Path, papers: Iterable[Sentences]) -> list[str]:
    """The expressions of templates that would print a number and do so in no paper."""
    printed = {mark for paper in papers for mark in _marks(paper, beside)}
    spelled = [(mark, text) for mark, text in enumerate(expressions(texts)) if _NUMBER_FILTER.search(_printing(text))]
    return [text for mark, text in spelled if mark not in printed]


def _printing(expression: str) -> str:
    """What an expression prints, without the condition on which it does."""
    return expression.partition(" if ")[0]


def _marks(sentences: Sentences, printers: Printers) -> Iterator[int]:
    return (mark for one in sentences for marks in printers(one.text) for mark in marks)


def _changed(before: Sentences, after: Sentences, printers: Printers) -> Iterator[int]:
    """The marks of numbers that differ, or stand in sentences of which one paper has none like it."""
    for old, new in paired(before, after):
        if old is not None and new is not None and old.shape == new.shape:
            was, is_now = (zip(printers(one.text), one.numbers, strict=True) for one in (old, new))
            for said, other in zip(was, is_now, strict=True):
                yield from said[0] if said != other else ()
        elif old is None or new is None or old.plain != new.plain:
            yield from _marks(tuple(one for one in (old, new) if one is not None), printers)
