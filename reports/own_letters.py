"""What letter a unit has, in words, and what is missing to the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from reports.figures import fixed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from indicator_tree import Rulebook
    from scoring import Evaluation


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
