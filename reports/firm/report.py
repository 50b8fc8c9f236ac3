"""A firm's breakdown as a document."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reports.document import Document, Exhibit
from reports.firm.bonus import bonus_blocks
from reports.firm.change import change_blocks
from reports.firm.course import course_blocks
from reports.firm.indicators import indicator_blocks
from reports.firm.ledger import LEDGER, node_ledger, record_tables
from reports.firm.method import method_blocks
from reports.firm.objection_text import objection_blocks
from reports.firm.robustness import robustness_blocks
from reports.firm.summary import summary_blocks
from reports.firm.total import total_blocks

if TYPE_CHECKING:
    from pathlib import Path

    from reports.document import Block
    from reports.firm.firm import Firm


def breakdown(firm: Firm, *, issuer: str = "", notice: str = "", texts: Path | None = None) -> Document:
    """The document, with all records.

    Args:
        firm: what it is about.
        issuer: who hands it out; may be empty.
        notice: what every reader must know first; may be empty.
        texts: a folder of templates that an editor changed.

    Raises:
        TextError: a template is wrong, asks for what is not there, or its Markdown is not understood.
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
            *course_blocks(firm),
            *method_blocks(firm),
            *objection_blocks(firm, issuer, texts),
        ),
    )


def shortened(document: Document, firm: Firm, records_shown: int) -> Document:
    """A firm's document for print: of every kind so many ids are listed, and the rest counted."""

    def short(block: Block) -> Block:
        if isinstance(block, Exhibit) and block.key.startswith(LEDGER):
            return node_ledger(firm, block.key.removeprefix(LEDGER), block.caption, records_shown)
        return short_of.get(block.key, block) if isinstance(block, Exhibit) else block

    short_of = {each.key: each for node in firm.ledgers for each in record_tables(firm, node, records_shown)}
    return replace(document, body=tuple(map(short, document.body)))


def _day(day: object) -> str:
    year, month, date = str(day).split("-")
    return f"{int(year)}年{int(month)}月{int(date)}日"
