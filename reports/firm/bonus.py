"""The bonus: its parts and what each gave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.document import Heading, Paragraph, Reference, Text
from reports.figures import fixed, plain
from reports.firm.indicators import left_out
from reports.firm.ledger import node_ledger, record_tables
from reports.firm.steps import has_chart, ledger_waterfall

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.document import Block
    from reports.firm.firm import Firm


def bonus_blocks(firm: Firm) -> Iterator[Block]:
    """The chapter 加分; nothing where the rulebook has no bonus."""
    bonus = firm.rulebook.bonus
    if bonus is None:
        return
    row, at = firm.nodes["bonus"], firm.quartiles["bonus"]
    yield Heading(1, f"加分：{bonus.name}", "bonus")
    steps = firm.ledgers["bonus"]
    charted = (Text("逐步的由来见"), Reference("waterfall-bonus"), Text("。")) if has_chart(steps) else ()
    yield Paragraph(
        (
            Text(f"加 {fixed(row['score'])} 分", strong=True),
            Text(f"，最多加 {plain(bonus.cap)} 分。{firm.rulebook.words.whole}中位数 {fixed(at['median'])} 分。"),
            *charted,
        )
    )
    yield from left_out(firm, "bonus")
    yield node_ledger(firm, "bonus", "加分明细")
    yield from record_tables(firm, "bonus")
    if has_chart(steps):
        yield ledger_waterfall("waterfall-bonus", "加分的由来", steps)
