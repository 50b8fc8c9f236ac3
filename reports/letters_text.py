"""Letters in words: how they are given, how many have which, and what a unit has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from reports.figures import fixed, percent, plain
from scoring.division import division_words, guardrail_words
from scoring.node_rules.words import node_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from indicator_tree import Rulebook
    from indicator_tree.letters import Letters
    from scoring import Evaluation


def letters_lines(rulebook: Rulebook) -> list[str]:
    """A line per node that has letters: which, and how they are given."""
    return [f"{node_text(node, rulebook)}：{_how(rulebook.letters_at(node), rulebook)}" for node in rulebook.lettered]


def counted_lines(evaluation: Evaluation) -> list[str]:
    """A line per node and group: how many have each letter, the lowest score that earns it, and how many have none."""
    book, words = evaluation.rulebook, evaluation.rulebook.words
    lines = []
    for node in book.lettered:
        own = evaluation.cutoffs.filter(node=node)
        for (group,), rows in own.group_by("group", maintain_order=True):
            counted = "、".join(_counted(row, words.measure) for row in rows.to_dicts())
            lines.append(f"{node_text(node, book)}{f'，{group}' if group else ''}：{counted}")
        without = evaluation.letters.filter(pl.col("node") == node, pl.col("letter").is_null())
        for (reason,), rows in without.group_by("reason", maintain_order=True):
            lines.append(f"{node_text(node, book)}：{rows.height} {words.measure}没有等级（{reason}）")
    return lines


def own_letter(evaluation: Evaluation, firm_id: str, node: str) -> str:
    """`A 级`-like: the letter of a unit at a node and, where the letters go by groups, its rank there; "" for none."""
    if node not in evaluation.rulebook.lettered:
        return ""
    letters = evaluation.rulebook.letters_at(node)
    row = evaluation.letters.row(by_predicate=(pl.col("firm_id") == firm_id) & (pl.col("node") == node), named=True)
    if row["letter"] is None:
        return f"没有{letters.title}（{row['reason']}）"
    said = f"{letters.title} {row['letter']}"
    if row["reason"]:
        said += f"（按得分为 {row['by_score']}；{row['reason']}）"
    if row["group"] and letters.within_groups:
        words = evaluation.rulebook.words
        said += f"，在{row['group']}的 {row['group_firms']} {words.measure}{words.noun}中列第 {row['group_rank']} 位"
    return said


def next_letter(ahead: Mapping[str, Any] | None, node: str, rulebook: Rulebook) -> str:
    """How far a unit is from the next letter at a node; "" where it has none, or no score earns a better one.

    Args:
        ahead: its row of `scoring.lettering.NEXT_LETTERS`.
        node: the node.
        rulebook: its letters.
    """
    if ahead is None:
        return ""
    letters = rulebook.letters_at(node)
    if ahead["next_letter"] is None:
        return f"按得分已是最高的 {ahead['by_score']}" if ahead["by_score"] == letters.labels[0] else ""
    moving = "" if letters.method == "edges" else "，界线随各家得分而变"
    edge, gap = fixed(ahead["edge"]), fixed(ahead["gap"])
    return f"按得分距 {ahead['next_letter']}（{edge} 分起{moving}）差 {gap} 分"


def letters_of_firm(evaluation: Evaluation, firm_id: str) -> dict[str, str]:
    """Node → letter of a unit; a dash where it has none."""
    own = evaluation.letters.filter(pl.col("firm_id") == firm_id)
    return {node: letter or "—" for node, letter in own.select("node", "letter").iter_rows()}


def _counted(row: Mapping[str, object], measure: str) -> str:
    edge = row["from"]
    least = f"，{fixed(edge)} 分起" if isinstance(edge, float) else ""
    share = row["share"]
    tied = f"，界线上 {row['tied']} {measure}得分相同" if row["tied"] else ""
    part = percent(share if isinstance(share, float) else None)
    return f"{row['letter']} {row['firms']} {measure}（{part}{least}{tied}）"


def _how(letters: Letters, rulebook: Rulebook) -> str:
    words = rulebook.words

    def spelled(edge: float) -> str:
        return f"{plain(edge)} 分"

    said = [
        f"{letters.title} {'、'.join(letters.labels)}",
        "在各组之内评定" if letters.within_groups else "",
        division_words(letters, spelled, noun="得分", measure=words.measure),
    ]
    if letters.minimum_leaves:
        said.append(f"有得分的末级指标不足 {letters.minimum_leaves} 项的不评级")
    said.append(guardrail_words(letters, spelled))
    return "，".join(filter(None, said))
