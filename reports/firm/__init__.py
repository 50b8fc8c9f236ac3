"""One firm's own breakdown: its scores, what they are made of, and what would have made them higher.

    Industry ──of(firm)──▶ Firm ──▶ Document (html, pdf)
                             └────▶ workbook (xlsx)

A `Firm` holds the firm's own rows and figures of the industry that name nobody; everything below is made of it alone,
so that nothing of another firm can get into a file.
"""

from reports.firm.firm import Firm
from reports.firm.industry import Industry
from reports.firm.report import breakdown, shortened
from reports.firm.workbook import write_workbook

__all__ = ["Firm", "Industry", "breakdown", "shortened", "write_workbook"]
