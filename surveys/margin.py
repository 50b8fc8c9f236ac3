"""A margin: what is known of all investors, that respondents are weighted to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Margin:
    """A known distribution: name, categories, and the share of each (adding up to 1)."""

    name: str
    categories: tuple[str, ...]
    shares: tuple[float, ...]
