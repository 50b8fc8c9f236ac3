"""Judgements of experts → weights, how far experts agree, and a rulebook that applies them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from indicator_tree.tree import sort_key
from ipscore.errors import JudgementFormError
from ipscore.weights.nodes import inner_nodes
from ipscore.weights.overlay import Chosen
from ipscore.weights.reading import read_forms
from reports.elicitation.told import Elicited, clash_lines
from scoring.elicitation import Panel, panel_tables

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from indicator_tree import Rulebook
    from ipscore.weights.reading import ReadForms

Inconsistent = Literal["stop", "keep", "leave-out"]
"""What becomes of judgements that contradict each other beyond the limit."""
SCHEME = "elicited"
_TITLES = {
    "pairwise": "专家征询（两两比较）",
    "budget": "专家征询（分配 100 分）",
    "best-worst": "专家征询（最优最劣法）",
}
_COMBINED = {
    "pairwise": "各位专家的每个比较取几何平均，再取主特征向量（Aczél、Saaty 1983）",
    "budget": "各位专家的份额取算术平均",
    "best-worst": "各位专家的权重（线性规划，Rezaei 2016）取算术平均",
}


def elicit(rulebook: Rulebook, forms: Sequence[Path], inconsistent: Inconsistent = "stop") -> Elicited:
    """Weights from the forms of some experts.

    Args:
        rulebook: whose weights are judged.
        forms: files or folders.
        inconsistent: what becomes of an expert's judgements at a node that contradict each other beyond the limit.

    Raises:
        JudgementFormError: see `read_forms`; or judgements contradict each other and `inconsistent` is `stop`, or none
            is left without them. Tells which contradict the others most.
    """
    read = read_forms(forms, rulebook)
    contradictory = [
        (parent, expert)
        for parent, each in read.judgements.items()
        for expert, judgement in sorted(each.items())
        if (found := judgement.weigh().consistency) is not None and not found.acceptable
    ]
    names = {code: indicator.name for code, indicator in rulebook.indicator.items()}
    whole = panel_tables(_panels(rulebook, read), names)
    if contradictory and inconsistent == "stop":
        lines = [line for parent, expert in contradictory for line in clash_lines(whole, parent, expert, names)]
        raise JudgementFormError(
            f"{len(contradictory)} 组判断自相矛盾，超过可以接受的限度：\n" + "\n".join(lines),
            "请退回专家改正，或用 --inconsistent keep（照样计入）、leave-out（不计入）",
        )
    left_out = tuple(contradictory) if inconsistent == "leave-out" else ()
    kept = _without(read, left_out)
    return Elicited(
        rulebook=rulebook,
        method=read.method,
        combined=_COMBINED[read.method],
        tables=panel_tables(_panels(rulebook, kept), names),
        read=whole,
        experts=kept.experts,
        dates=tuple(sorted(read.dates.values())),
        left_out=left_out,
        remarks=read.remarks,
    )


def chosen_of(found: Elicited, scheme: str = SCHEME) -> Chosen:
    """The weights as a scheme, with the experts' own as an assumption of robustness."""
    rows = found.tables.weights
    weights = dict(zip(rows["node"], rows["weight"], strict=True))
    own: dict[str, dict[str, float]] = {expert: {} for expert in found.experts}
    for row in found.tables.experts.iter_rows(named=True):
        own[row["expert"]][row["node"]] = row["weight"]
    base = found.rulebook.default_weights
    title = found.rulebook.weights[base].title
    rest = set(inner_nodes(found.rulebook)) - set(rows["parent"])
    return Chosen(
        scheme=scheme,
        title=_TITLES[found.method],
        weights=weights,
        base=base,
        basis="elicited",
        reference=f"{_TITLES[found.method]}：{'、'.join(found.experts)}，{found.when}",
        note=found.combined + (f"；没有征询的各级沿用“{title}”" if rest else ""),
        experts={expert: {code: each[code] for code in sorted(each, key=sort_key)} for expert, each in own.items()},
    )


def _without(read: ReadForms, left_out: Sequence[tuple[str, str]]) -> ReadForms:
    kept = {
        parent: {expert: one for expert, one in each.items() if (parent, expert) not in left_out}
        for parent, each in read.judgements.items()
    }
    if not (judged := {parent: each for parent, each in kept.items() if each}):
        raise JudgementFormError(
            "每组判断都自相矛盾，超过可以接受的限度；不计入它们，就没有判断了",
            "请退回专家改正，或用 --inconsistent keep 照样计入",
        )
    return type(read)(read.method, judged, read.dates, read.remarks)


def _panels(rulebook: Rulebook, read: ReadForms) -> list[Panel]:
    return [
        Panel(parent, tuple(sorted(rulebook.children[parent or None], key=sort_key)), each)
        for parent, each in read.judgements.items()
    ]
