"""Letters in words: how they are given, and how many have which."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from reports.figures import fixed, percent, plain
from scoring.division import division_words, guardrail_words
from scoring.node_rules.words import node_text

if TYPE_CHECKING:
    from collections.abc import Mapping

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
