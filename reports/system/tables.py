"""An indicator system that changed, as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from reports.figures import EMPTY, fixed, percent, signed
from reports.system.rules import rule_changes
from reports.system.words import PARTS, like_for_like, marked
from reports.table import Table, label, number, text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from indicator_tree import Rulebook
    from reports.system.rules import Questionnaires
    from scoring.comparison import NodeChange, SystemChange
    from scoring.comparison.system import Kind

    Row = Mapping[str, Any]

KINDS: Mapping[Kind, str] = {"added": "新增", "removed": "取消", "moved": "移动", "reweighted": "权重改变"}
SPLIT_NOTE = (
    "变化分为三部分：指标体系、权重与合成方法改变的影响，计分规则与参数改变的影响，记录不同的影响，"
    "按各种先后次序平均（Shapley 分解）；可比的变化为去掉前两部分之后的变化"
)


def nodes_table(change: SystemChange, title: str) -> Table:
    """What became of nodes; without weights where the older ones are not known."""
    known = change.schemes is not None
    one = change.now.period_words
    rows = tuple(
        (
            "" if row.node == "bonus" else row.node,
            row.name,
            KINDS[row.kind],
            place_text(row, change),
            *((percent(weight, 2) for weight in row.weights) if known else ()),
        )
        for row in change.nodes
    )
    columns = (
        label("代码"),
        text("指标"),
        label("变化"),
        text("上级指标"),
        *((number(f"{one.before}权重"), number(f"{one.now}权重")) if known else ()),
    )
    notes = ("权重为在同级指标中的权重；代码与名称都相同的才是同一指标",) if known else ()
    return Table(title, columns, rows, notes)


def rules_table(change: SystemChange, title: str, questionnaires: Questionnaires = (None, None)) -> Table:
    """What rules said and say, as far as it differs; without rows where none does."""
    one = change.now.period_words
    rows = tuple(
        (row.node.replace("bonus", ""), row.name, row.before or "（无）", row.now or "（无）")
        for row in rule_changes(change, questionnaires)
    )
    return Table(title, (label("代码"), text("指标或规定"), text(one.before), text(one.now)), rows)


def split_table(change: SystemChange, title: str, rows: Sequence[Row]) -> Table:
    """Scores or means with the parts of their change.

    Args:
        change: the system.
        title: of the table.
        rows: `scoring.comparison.frames.MEANS` or `SPLIT`, one per node.
    """
    one, noun = change.now.period_words, change.now.words.noun
    moving = any(signed(row.get("population") or 0.0) != signed(0.0) for row in rows)
    parts = [*PARTS, *(["population"] if moving else [])]
    heads = [*PARTS.values(), *([f"参评{noun}"] if moving else [])]
    columns = (
        label("代码"),
        text("指标"),
        *(number(when) for when in (one.before, one.now)),
        number("变化"),
        *(number(head) for head in heads),
        number("可比的变化"),
    )
    body = tuple(
        (
            row["node"] if row["node"] in change.now.indicator else "",
            marked(row["name"], row["node"], change),
            *(fixed(row[name]) for name in ("before", "now")),
            *(signed(row[name]) for name in ("change", *parts)),
            EMPTY if row["change"] is None or row["rules"] is None else signed(like_for_like(row)),
        )
        for row in rows
    )
    more = (f"参评{noun}：两{one.one}有得分的{noun}不尽相同的影响，计入可比的变化",) if moving else ()
    return Table(title, columns, body, (SPLIT_NOTE, *more))


def split_rows(frame: pl.DataFrame, now: Rulebook, nodes: Sequence[str] | None = None) -> list[dict[str, Any]]:
    """The rows of a split at the total and at level 1 that both evaluations have, or at other nodes."""
    wanted = ["total", *now.children[None]] if nodes is None else list(nodes)
    found = {row["node"]: row for row in frame.filter(pl.col("kind") == "both").to_dicts()}
    return [found[node] for node in wanted if node in found and found[node]["change"] is not None]


def place_text(row: NodeChange, change: SystemChange) -> str:
    """Where it stands, or stood; for one that moved both, with its earlier code."""
    if row.node == "bonus":
        return ""
    before, now = (_parent(book, code) for book, code in zip((change.before, change.now), row.parents, strict=True))
    if row.kind != "moved":
        return before if row.kind == "removed" else now
    return f"{f'{row.before}，' if row.before else ''}{before} → {now}"


def _parent(book: Rulebook, code: str | None) -> str:
    return EMPTY if code is None else book.indicator[code].name
