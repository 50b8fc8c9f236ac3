"""Errors of the reports room.

ReportError
├── TextError        a text template that an editor changed cannot be filled in or understood
└── TemplateError    a Word or PDF template that an editor changed lacks something, or cannot be set
    └── TypesettingError  (reports.pdf) the typesetter says so of a document
"""

from __future__ import annotations


class ReportError(Exception):
    """Base of every error that this package raises on purpose."""


class TextError(ReportError):
    """A text template that an editor changed cannot be filled in or understood."""


class TemplateError(ReportError):
    """A Word or PDF template that an editor changed lacks something, or cannot be set."""
