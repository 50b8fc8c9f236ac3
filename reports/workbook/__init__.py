"""Workbooks: the report's sheets, one module each, and the distributions alone.

They compute nothing: every number stands in the evaluation or its findings, with the sixteen digits that a file holds;
number formats round when it is shown. The same evaluation gives the same bytes.

A spreadsheet takes text that begins with `=`, `+`, `-`, `@`, a tab or a carriage return for a formula when it is typed
or read from CSV. Here all text is written as text cells, and such text also bears the quote prefix, so that it stays
text when someone edits the cell.
"""

from reports.workbook.distribution import write_distribution_workbook
from reports.workbook.report import write_report_workbook

__all__ = ["write_distribution_workbook", "write_report_workbook"]
