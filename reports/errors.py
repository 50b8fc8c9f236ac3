"""Errors of the reports room.

ReportError
├── TextError        a text template that an editor changed cannot be filled in or understood
└── TemplateError    a Word or PDF template that an editor changed lacks something, or cannot be set
    └── TypesettingError  (reports.pdf) the typesetter says so of a document
"""

from __future__ import annotations

from indicator_tree.told_errors import ToldError


class ReportError(ToldError):
    """Base of every error that this package raises on purpose."""


class TextError(ReportError):
    """A text template that an editor changed cannot be filled in or understood."""

    WAY_OUT = "请改正 --texts 的正文模板；原样的可用 ipscore report templates 重新取得"


class TemplateError(ReportError):
    """A Word or PDF template that an editor changed lacks something, or cannot be set."""

    WAY_OUT = "请改正 --template 的模板；原样的可用 ipscore report templates 重新取得"
