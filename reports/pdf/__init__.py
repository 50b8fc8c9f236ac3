"""Documents as PDF, set by typst from a template that an office can edit (`report.typ`)."""

from reports.pdf.writer import TypesettingError, write_pdf

__all__ = ["TypesettingError", "write_pdf"]
