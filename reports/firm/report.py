"""A firm's breakdown as a document."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reports.document import Document, Exhibit
from reports.firm.bonus import bonus_blocks
from reports.firm.change import change_blocks
from reports.firm.indicators import indicator_blocks
from reports.firm.ledger import LEDGER, ledger_table
from reports.firm.method import method_blocks
from reports.firm.robustness import robustness_blocks
from reports.firm.summary import summary_blocks
from reports.firm.total import total_blocks

if TYPE_CHECKING:
    from reports.document import Block
    from reports.firm.firm import Firm


def breakdown(firm: Firm, *, issuer: str = "", notice: str = "") -> Document:
    """The document, with the ids of all records.

    Args:
        firm: what it is about.
        issuer: who hands it out; may be empty.
        notice: what every reader must know first; may be empty.
    """
    period = firm.rulebook.period
    return Document(
        title=f"{firm.name}：评价明细",
        series=firm.rulebook.title,
        issuer=issuer,
        date=f"评价期间：{_day(period.start)}至{_day(period.end)}",
        notice=notice,
        cover=False,
        body=(
            *summary_blocks(firm),
            *total_blocks(firm),
            *robustness_blocks(firm),
            *indicator_blocks(firm),
            *bonus_blocks(firm),
            *change_blocks(firm),
            *method_blocks(firm),
        ),
    )


def shortened(document: Document, firm: Firm, records_shown: int) -> Document:
    """A firm's document for print: of every kind so many ids are listed, and the rest counted."""

    def short(block: Block) -> Block:
        if not isinstance(block, Exhibit) or not block.key.startswith(LEDGER):
            return block
        steps = firm.ledgers[block.key.removeprefix(LEDGER)]
        return Exhibit(block.key, ledger_table(steps, block.caption, records_shown))

    return replace(document, body=tuple(map(short, document.body)))


def _day(day: object) -> str:
    year, month, date = str(day).split("-")
    return f"{int(year)}年{int(month)}月{int(date)}日"
