"""What the rules said before and say now, as far as it differs: clause by clause of the sentences that state them."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

from indicator_tree.tree import sort_key
from reports.aggregation_text import aggregation_text
from reports.figures import plain
from reports.labels import Labels
from reports.letters_text import letters_lines
from reports.node_rules_text import node_rule_lines
from scoring.comparison import Differs
from scoring.comparison.differing import is_same
from scoring.frames import total_names
from scoring.kinds.registry import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from indicator_tree import Rulebook
    from scoring.comparison import SystemChange
    from surveys.questionnaire import Questionnaire

_OPENING, _CLOSING, _BREAKS = "（“‘《", "）”’》", "；，、："
Questionnaires = tuple["Questionnaire | None", "Questionnaire | None"]


class RuleChange(NamedTuple):
    """Clauses that differ: of which node (empty for all), what it is called, what was said and is said."""

    node: str
    name: str
    before: str
    now: str


def rule_changes(change: SystemChange, questionnaires: Questionnaires = (None, None)) -> list[RuleChange]:
    """All rules that differ: of leaves in tree order and of the bonus, then those for the whole.

    Nothing where of the older rulebook only the tree is known.
    """
    if change.schemes is None:
        return []
    return [*_of_nodes(change, questionnaires), *_of_the_whole(change)]


def differing_clauses(before: str, now: str) -> tuple[str, str]:
    """The clauses of two sentences that the other does not have in their place, each sentence's joined by ；."""
    old, new = list(_clauses(before)), list(_clauses(now))
    parts: tuple[list[str], list[str]] = ([], [])
    for kind, *at in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            for part, clauses in zip(parts, (old[at[0] : at[1]], new[at[2] : at[3]]), strict=True):
                part.extend(["".join(clauses).rstrip(_BREAKS)] if clauses else [])
    return "；".join(parts[0]), "；".join(parts[1])


def _clauses(text: str) -> Iterator[str]:
    """A sentence cut behind its commas and colons, but not within brackets or quotation marks."""
    start = depth = 0
    for place, sign in enumerate(text):
        depth += (sign in _OPENING) - (sign in _CLOSING)
        if depth == 0 and sign in _BREAKS:
            yield text[start : place + 1]
            start = place + 1
    if start < len(text):
        yield f"{text[start:]}；"


def _of_nodes(change: SystemChange, questionnaires: Questionnaires) -> Iterator[RuleChange]:
    before, now = _of_one_period(change.before, change.now), change.now
    for node in (*now.leaves, "bonus"):
        if Differs.RULES not in change.at(node):
            continue
        said = [
            _sentence(book, node, questionnaire)
            for book, questionnaire in zip((before, now), questionnaires, strict=True)
        ]
        yield RuleChange(node, _name(now, node), *differing_clauses(*said))


def _of_one_period(before: Rulebook, now: Rulebook) -> Rulebook:
    """The older rulebook as if it were for the newer's days, so that dates that only follow the year do not differ."""
    return before.model_copy(update={"period": now.period, "year": now.year})


def _sentence(book: Rulebook, node: str, questionnaire: Questionnaire | None) -> str:
    rule = book.rule_at(node)
    told = "" if rule is None else kind_of(rule).sentence(node, rule, book, Labels.of(book, questionnaire))
    if node not in book.indicator:
        return told
    return f"{told}；没有数据的{'权重由同级指标分担' if book.missing_policy(node) == 'reweight' else '不能评分'}"


def _of_the_whole(change: SystemChange) -> Iterator[RuleChange]:
    books = change.before, change.now
    schemes = [f"{book.weights[scheme].title}" for book, scheme in zip(books, change.schemes or ("", ""), strict=True)]
    for name, texts in (
        ("权重方案", schemes),
        ("合成方法", [aggregation_text(book) for book in books]),
        ("评价范围", [_population(book) for book in books]),
    ):
        if texts[0] != texts[1]:
            yield RuleChange("", name, *texts)
    for name, lines in (
        ("节点规则", [node_rule_lines(book) for book in books]),
        ("等级", [letters_lines(book) for book in books]),
    ):
        if lines[0] != lines[1]:
            yield RuleChange("", name, *(_without(own, other) for own, other in (lines, lines[::-1])))
    yield from _bands(change)


def _without(lines: Sequence[str], others: Sequence[str]) -> str:
    return "；".join(line for line in lines if line not in others)


def _population(book: Rulebook) -> str:
    """Who is evaluated; empty where everybody is."""
    if (rules := book.population) is None:
        return ""
    told = [f"成立不满 {plain(rules.minimum_age_years)} 年的不参与"] if rules.minimum_age_years else []
    told += ["没有经纪业务的不参与"] if rules.requires_brokerage else []
    told.append("被合并的与存续的合并评价" if rules.merged == "with_parent" else "被合并的不参与")
    return "、".join(told)


def _bands(change: SystemChange) -> Iterator[RuleChange]:
    """Bands that differ, the nodes that share the change together."""
    both = [code for code in change.now.nodes if is_same(change.before, change.now, code)]
    found: dict[tuple[str, str], list[str]] = {}
    for node in ("total", *sorted(both, key=sort_key)):
        before, now = ("、".join(book.band_set(node).labels) for book in (change.before, change.now))
        if before != now:
            found.setdefault((before, now), []).append(_name(change.now, node))
    for (before, now), names in found.items():
        more = f"等 {len(names)} 项" if len(names) > 1 else ""
        yield RuleChange("", f"得分分段（{names[0]}{more}）", before, now)


def _name(book: Rulebook, node: str) -> str:
    if node == "bonus" and book.bonus:
        return book.bonus.name
    return book.indicator[node].name if node in book.indicator else total_names(book)[node]
