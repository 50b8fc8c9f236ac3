"""Cut-offs of letters taken from the previous evaluation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scoring.errors import PreviousRunError
from scoring.node_rules.words import node_text
from scoring.previous.asking import guarded_nodes

if TYPE_CHECKING:
    from indicator_tree import Rulebook
    from indicator_tree.letters import Letters
    from scoring.previous.ordering import Earlier

Taken = dict[str, tuple[float | None, ...]]


def with_previous_cutoffs(rulebook: Rulebook, before: Earlier) -> Rulebook:
    """A rulebook whose guardrails hold the cut-offs of the last evaluation, as they were after their own guardrails.

    Raises:
        PreviousRunError: the last evaluation gave no such letters.
    """
    taken: dict[str, dict[str, Taken]] = {}
    for node in guarded_nodes(rulebook):
        taken.setdefault(rulebook.letters_name(node), {})[node] = _taken(node, rulebook, before)
    letters = {name: _filled(one, taken[name]) if name in taken else one for name, one in rulebook.letters.items()}
    return rulebook.model_copy(update={"letters": letters}).read_from(rulebook.origin)


def _filled(letters: Letters, taken: dict[str, Taken]) -> Letters:
    if letters.guardrail is None:
        return letters
    return letters.model_copy(update={"guardrail": letters.guardrail.model_copy(update={"taken": taken})})


def _taken(node: str, rulebook: Rulebook, before: Earlier) -> Taken:
    """Group → cut-offs of a node, from the highest.

    Raises:
        PreviousRunError: the node had no letters, or others.
    """
    old, labels, called = before.evaluation.rulebook, rulebook.letters_at(node).labels, node_text(node, rulebook)
    if node not in old.lettered:
        given = "、".join(node_text(other, old) for other in old.lettered) or "无"
        raise PreviousRunError(
            f"{before.name} 没有评{called}的等级，不能取上一次的界线；那时评等级的节点：{given}",
            "--previous 请写评过等级的运行，或在规则文件的 guardrail.previous 中写明界线",
        )
    if (was := old.letters_at(node).labels) != labels:
        raise PreviousRunError(
            f"{before.name} {called}的等级是 {'、'.join(was)}，本次是 {'、'.join(labels)}，界线对不上",
            "请在规则文件的 guardrail.previous 中写明界线",
        )
    rows = before.evaluation.cutoffs.filter(pl.col("node") == node)
    return {
        str(group): tuple(own["from"].to_list()[:-1]) for (group,), own in rows.group_by("group", maintain_order=True)
    }
