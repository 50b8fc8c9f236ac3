"""One line that a mapping could have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

UNKNOWN = "？"
"""Stands for a meaning that has to be filled in; it is the meaning of nothing, so that it cannot be left there."""


@dataclass(frozen=True)
class Proposal:
    """A header, a cell, a file or a source without numbers, and what it may mean.

    Attributes:
        table: the table of the mapping.
        source: whose header or cell it is; empty for files.
        column: whose cell it is, by its English name; else empty.
        text: the header, the cell or the file as it stands there; empty for a blank cell.
        meaning: what it may mean; `UNKNOWN` where nothing is likely.
        remark: what to look at, in Chinese: where it stands, how often, what is allowed.
    """

    table: Literal["files", "columns", "values", "records"]
    source: str
    column: str
    text: str
    meaning: str
    remark: str
