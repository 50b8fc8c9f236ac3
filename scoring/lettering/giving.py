"""Letters given to units: by cut-offs, group by group where asked, then by the rules on nodes that decide the class."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from scoring.division import cut
from scoring.leaf_scores import score_matrix
from scoring.lettering.frames import CUTOFFS, LETTERS
from scoring.node_rules import NodeRules
from scoring.node_rules.words import effect_text
from scoring.precision import DECIMALS
from scoring.rollup import made_by_children

if TYPE_CHECKING:
    import numpy.typing as npt

    from indicator_tree import Rulebook
    from indicator_tree.letters import Letters
    from indicator_tree.node_rules import NodeRule
    from scoring.division import Cut
    from scoring.rollup import Scores

    Floats = npt.NDArray[np.float64]
    Places = npt.NDArray[np.int64]
    Texts = npt.NDArray[np.object_]

_NONE = -1
"""The place of a letter that is none."""


@dataclass(frozen=True)
class Lettered:
    """The letters of an evaluation, of the shapes `LETTERS` and `CUTOFFS`; empty where the rulebook gives none."""

    letters: pl.DataFrame
    cutoffs: pl.DataFrame


@dataclass(frozen=True)
class _Node:
    """The letters of one node, a value per unit: places among the labels, and why."""

    groups: Texts
    scores: Floats
    by_score: Places
    letter: Places
    reason: Texts
    cuts: dict[str, Cut]


def letters_of(
    scores: pl.DataFrame, firms: pl.DataFrame, evidence: pl.DataFrame, rulebook: Rulebook, scheme: str
) -> Lettered:
    """The letters of all nodes that have any, and the cut-offs between them.

    A unit without a score, or with fewer scored leaves below than the letters ask for, has none and counts in no
    quota and no cluster.

    Args:
        scores: of the shape `SCORES`.
        firms: the register; the evaluated ones are given letters.
        evidence: of the shape `EVIDENCE`, for rules on nodes that count records.
        rulebook: the letters and the rules.
        scheme: the weight scheme of the scores.
    """
    if not rulebook.lettered:
        return Lettered(LETTERS.to_frame(), CUTOFFS.to_frame())
    evaluated = firms.filter(pl.col("status") == "evaluated").sort("firm_id")
    rules = NodeRules.of(rulebook, evaluated, evidence)
    matrix = score_matrix(scores, evaluated["firm_id"])
    made = made_by_children(matrix, rulebook, scheme)
    letters, cutoffs = [LETTERS.to_frame()], [CUTOFFS.to_frame()]
    for node in rulebook.lettered:
        found = _given(node, matrix, made, rules)
        letters.append(_rows(node, found, evaluated, rulebook))
        cutoffs.append(_edges(node, found, rulebook))
    return Lettered(pl.concat(letters), pl.concat(cutoffs))


def _given(node: str, scores: Scores, made: Scores, rules: NodeRules) -> _Node:
    book = rules.rulebook
    letters = book.letters_at(node)
    own = np.round(scores[node], DECIMALS)
    groups = rules.circumstances.groups if letters.within_groups else np.full(len(own), "", dtype=np.object_)
    reason = _unplaced(node, own, scores, letters, book)
    placed = reason == ""
    by_score = np.full(len(own), _NONE, dtype=np.int64)
    cuts: dict[str, Cut] = {}
    for group in sorted(set(groups.tolist())):
        here = placed & (groups == group)
        if not here.any():
            continue
        cuts[group] = found = cut(own[here], letters, node, group)
        if found.reason:
            reason[here] = found.reason
            continue
        by_score[here] = (own[here][:, None] < found.edges[None, :]).sum(axis=1)
    letter = by_score.copy()
    if any(rule.about_class for rule in book.rules_at(node)):
        for one in rules.judged(node, made[node], scores).considered:
            if one.rule.about_class:
                _decide(one.rule, one.held & (by_score != _NONE), letter, reason, letters.labels)
    return _Node(rules.circumstances.groups, scores[node], by_score, letter, reason, cuts)


def _unplaced(node: str, own: Floats, scores: Scores, letters: Letters, book: Rulebook) -> Texts:
    """Why units have no letter; "" where nothing stands against one."""
    reason = np.full(len(own), "", dtype=np.object_)
    if letters.minimum_leaves:
        under = book.leaves_under(None if node in ("base", "total") else node)
        scored = np.sum([~np.isnan(scores[leaf]) for leaf in under], axis=0)
        for number in np.unique(scored[scored < letters.minimum_leaves]):
            told = f"有得分的末级指标 {number} 项，不足 {letters.minimum_leaves} 项，不评级"
            reason[scored == number] = told
    reason[np.isnan(own)] = "没有得分，不评级"
    return reason


def decided(rule: NodeRule, letter: Places, labels: tuple[str, ...]) -> Places:
    """What a rule that decides the class makes of letters, by their places among the labels, where it holds."""
    match rule.effect:
        case "class":
            return np.full(letter.shape, labels.index(str(rule.to)))
        case "class_cap":
            return np.maximum(letter, labels.index(str(rule.to)))
        case _:
            return np.minimum(letter + (rule.steps or 0), len(labels) - 1)


def _decide(
    rule: NodeRule, held: npt.NDArray[np.bool_], letter: Places, reason: Texts, labels: tuple[str, ...]
) -> None:
    """What a rule that decides the class makes of the letters so far, which it changes."""
    new = decided(rule, letter, labels)
    changed = held & (new != letter)
    told = f"{rule.label}：{effect_text(rule)}"
    reason[changed] = [f"{before}；{told}" if before else told for before in reason[changed]]
    letter[held] = new[held]


def _rows(node: str, found: _Node, firms: pl.DataFrame, book: Rulebook) -> pl.DataFrame:
    labels = (*book.letters_at(node).labels, None)
    score = pl.col("score").round(DECIMALS)
    table = pl.DataFrame(
        {
            "firm_id": firms["firm_id"],
            "firm": firms["firm"],
            "node": node,
            "group": pl.Series(found.groups.tolist(), dtype=pl.String),
            "score": pl.Series(found.scores, nan_to_null=True),
            "letter": pl.Series([labels[at] for at in found.letter.tolist()], dtype=pl.String),
            "by_score": pl.Series([labels[at] for at in found.by_score.tolist()], dtype=pl.String),
            "reason": pl.Series([told or None for told in found.reason.tolist()], dtype=pl.String),
        }
    )
    ranked = table.with_columns(
        group_rank=score.rank("min", descending=True).over("group"), group_firms=score.count().over("group")
    )
    return ranked.select(LETTERS.names()).cast(dict(LETTERS.items()))


def _edges(node: str, found: _Node, book: Rulebook) -> pl.DataFrame:
    letters = book.letters_at(node)
    groups = found.groups if letters.within_groups else np.full(len(found.scores), "", dtype=np.object_)
    rows: list[tuple[object, ...]] = []
    for group, own in found.cuts.items():
        if own.reason:
            continue
        here = groups == group
        placed = int((here & (found.letter != _NONE)).sum())
        previous = letters.guardrail.before(node, group) if letters.guardrail else None
        for at, label in enumerate(letters.labels):
            last = at == len(letters.labels) - 1
            edges = (None, None) if last else (_finite(own.edges[at]), _finite(own.unguarded[at]))
            many = int((here & (found.letter == at)).sum())
            before = previous[at] if previous and not last else None
            tied = 0 if last else own.tied[at]
            rows.append((node, book.letters_name(node), group, label, *edges, before, many, tied, many / placed))
    return pl.DataFrame(rows, CUTOFFS, orient="row")


def _finite(edge: float) -> float | None:
    return float(edge) if np.isfinite(edge) else None
