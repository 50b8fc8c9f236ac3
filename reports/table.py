"""A table as data: what it shows, apart from how it is drawn."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """A column: its header, and whether it holds numbers (aligned right and never broken) or text."""

    header: str
    number: bool = False
    keep: bool = False
    """Whether text is never broken over lines."""
    spare: int = 0
    """Left out where the width does not suffice, the highest number first; 0 is always shown."""


def text(header: str) -> Column:
    """A column of text that may run over several lines."""
    return Column(header)


def label(header: str, *, spare: int = 0) -> Column:
    """A column of short text that stays on one line."""
    return Column(header, keep=True, spare=spare)


def number(header: str, *, spare: int = 0) -> Column:
    """A column of numbers."""
    return Column(header, number=True, keep=True, spare=spare)


@dataclass(frozen=True)
class Table:
    """A table of spelled-out cells; `notes` stand below it, one line each."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
