"""What a chart function gives back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reports.document import Chart, Drawing


NO_DATA = "没有数据"


@dataclass(frozen=True)
class Drawn:
    """A chart and what it says in words.

    Attributes:
        chart: Vega-Lite with its data inside, or the drawing itself.
        alt: its kind and every number that it shows, for readers who cannot see it.
    """

    chart: Chart | Drawing
    alt: str


def listed(kind: str, items: list[str]) -> str:
    """A sentence such as `横条图：各项均分（分）。甲 94.71；乙 93.00。`."""
    return f"{kind}。{'；'.join(items) or NO_DATA}。"
