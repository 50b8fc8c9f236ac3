"""Marks and sentences about scores that were made otherwise than those they are compared with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reports.figures import fixed, signed
from scoring.comparison import Differs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scoring.comparison import SystemChange

MARK = "＊"
"""What stands behind the name of a node whose change rests on another system."""

PARTS = {"weights": "指标体系与权重", "rules": "计分规则", "records": "记录"}
"""The factors of a change, as documents call them."""

_DIFFERS = {
    Differs.CHILDREN: "下级指标",
    Differs.WEIGHTS: "权重",
    Differs.METHODS: "合成方法",
    Differs.RULES: "计分规则",
}


def marked(name: str, node: str, change: SystemChange | None) -> str:
    """The name of a node, with the mark where its score was made otherwise before."""
    return f"{name}{MARK}" if change is not None and change.at(node) else name


def differs_text(change: SystemChange | None, node: str) -> str:
    """`两年的下级指标、权重不同`; empty where nothing differs."""
    if change is None or not (found := change.at(node)):
        return ""
    named = "、".join(name for what, name in _DIFFERS.items() if what in found)
    return f"两{change.now.period_words.one}的{named}不同"


def mark_note(change: SystemChange) -> str:
    """What the mark means, for below a table."""
    words = change.now.words
    what = "下级指标" if change.schemes is None else "下级指标、权重、合成方法或计分规则"
    return f"{MARK} 两{change.now.period_words.one}的{what}不同，变化不全由{words.noun}自身造成"


def unknown_note(change: SystemChange) -> str:
    """What is not known of the system before; empty where all is."""
    if change.schemes is not None:
        return ""
    noun = change.now.words.noun
    return f"{change.before.title}只知其指标体系；权重、计分规则和各{noun}的得分未随公布的数字给出，变化不作分解"


def split_sentence(name: str, row: Mapping[str, Any], noun: str) -> str:
    """`总分上升1.31分，其中指标体系与权重+0.55分、记录+0.76分；可比的变化为+0.76分`.

    Args:
        name: of the node.
        row: its change and parts: a row of `scoring.comparison.frames.MEANS` or `SPLIT`.
        noun: of whom is evaluated.
    """
    change = row["change"]
    direction = "持平" if signed(change) == signed(0.0) else f"{'上升' if change > 0 else '下降'}{fixed(abs(change))}分"
    parts = "、".join(f"{part}{signed(value)}分" for part, value in _parts(row, noun))
    return f"{name}{direction}{f'，其中{parts}' if parts else ''}；可比的变化为{signed(like_for_like(row))}分"


def like_for_like(row: Mapping[str, Any]) -> float:
    """The change without what follows from another system: from records, and from who was evaluated."""
    return float(row["change"] - row["rules"] - row["weights"])


def _parts(row: Mapping[str, Any], noun: str) -> Iterator[tuple[str, float]]:
    """The parts that are not printed as nothing."""
    for part, value in (
        *((title, row[name]) for name, title in PARTS.items()),
        (f"参评{noun}不同", row.get("population")),
    ):
        if value is not None and signed(value) != signed(0.0):
            yield part, value
