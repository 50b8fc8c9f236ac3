"""Figures and tables made as a template asks for them, and referred to by key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from reports.document.markdown import placeholder
from reports.document.model import Exhibit, Figure

if TYPE_CHECKING:
    from reports.charts.drawn import Drawn
    from reports.table import Table


class Asked:
    """Base of what a report's templates call for figures and tables; `made` holds them by key."""

    def __init__(self) -> None:
        self.made: dict[str, Figure | Exhibit] = {}

    def ref(self, key: str) -> Markup:
        """A cross-reference to a part or a heading."""
        return Markup(f"[](#{key})")  # noqa: S704  (Markdown, not HTML)

    def _figure(self, key: str, caption: str, drawn: Drawn) -> Markup:
        self.made[key] = Figure(key, str(caption), drawn.chart, drawn.alt)
        return Markup(placeholder(key))  # noqa: S704  (Markdown, not HTML)

    def _exhibit(self, key: str, table: Table) -> Markup:
        self.made[key] = Exhibit(key, table)
        return Markup(placeholder(key))  # noqa: S704  (Markdown, not HTML)
