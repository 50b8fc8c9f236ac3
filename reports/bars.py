"""Bars of block characters."""

from __future__ import annotations

_LENGTH = 20


def bar(before: float | None, after: float | None, full: float) -> str:
    """Full blocks for the points that are there, light ones for those just lost, dark ones for those just won."""
    if before is None or after is None:
        return ""
    low, high = (min(max(round(value / full * _LENGTH), 0), _LENGTH) for value in sorted((before, after)))
    return "█" * low + ("░" if after < before else "▓") * (high - low)
