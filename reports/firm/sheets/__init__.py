"""What stands on the sheets of a firm's workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.firm.sheets.change import change_sheet
from reports.firm.sheets.corrections import corrections
from reports.firm.sheets.indicators import indicators
from reports.firm.sheets.ledger import answers, contents, ledger, records
from reports.firm.sheets.next_band import next_band
from reports.firm.sheets.overview import Item, distribution, overview
from reports.firm.sheets.shapes import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.firm.firm import Firm

__all__ = ["Item", "Sheet", "distribution", "overview", "tables"]


def tables(firm: Firm) -> Iterator[Sheet]:
    """The sheets after the first."""
    yield indicators(firm)
    yield ledger(firm)
    yield records(firm)
    yield from contents(firm)
    if (corrected := corrections(firm)) is not None:
        yield corrected
    if (answered := answers(firm)).rows:
        yield answered
    yield next_band(firm)
    if firm.compared is not None:
        yield change_sheet(firm)
