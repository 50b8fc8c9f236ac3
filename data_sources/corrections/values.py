"""Whether a record holds what a decision says that it holds."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import polars as pl

from data_sources.answer_tally import read_answers
from data_sources.masking import NAME, mask
from data_sources.quarantine import Findings
from data_sources.values import read_values

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data_sources.columns import Column
    from data_sources.names import FirmNames

_SAME = 1e-12
EMPTY = "空"


def says(column: Column, old: str | None, value: Any, cell: Any, allowed: Sequence[str] | None) -> bool:
    """Whether the old value of a decision is that of a record.

    Args:
        column: the column.
        old: what the decision says; None for an empty cell. Read in the contract's own way, it may be the value; or it
            may be the text of the cell. Of masked columns the masked form is compared.
        value: the record's value, typed.
        cell: the record's cell, as it stands in the file.
        allowed: the values of a closed column.
    """
    text = None if cell is None else str(cell).strip() or None
    if old is None:
        return text is None
    if text is None:
        return False
    if mask(old.strip()) == mask(text):
        return True
    if column.personal_unless is not None and initials(text) == text:
        return initials(mask(old.strip())) == text
    meant = meaning(column, old, allowed)
    if isinstance(meant, float) and isinstance(value, float):
        return math.isclose(meant, value, rel_tol=_SAME, abs_tol=0.0)
    return meant is not None and meant == value


def meaning(column: Column, text: str, allowed: Sequence[str] | None) -> Any:
    """The value of a text that is written in the contract's own way; None if it has none."""
    cells = pl.Series(column.name, [text], pl.String)
    findings = Findings(pl.DataFrame([pl.Series("_row", [0], pl.Int64), cells]))
    if column.choice:
        return read_answers(column, cells, findings)[0][0]
    return read_values(column, cells, allowed, findings)[0]


def same_firm(names: FirmNames, old: str | None, cell: Any) -> bool:
    """Whether two texts name the same firm, or, where it is unknown, are the same."""
    if old is None or cell is None:
        return old is None and cell is None
    known = names.resolve([old, str(cell)])
    if old in known and str(cell) in known:
        return known[old] == known[str(cell)]
    return old.strip() == str(cell).strip()


def shown(cell: Any) -> str:
    """A cell for messages, masked."""
    return EMPTY if cell is None or not str(cell).strip() else f"“{mask(str(cell).strip())}”"


def initials(text: str) -> str:
    """Names of persons as the reader keeps them: the first character of each."""
    return str(pl.Series([text]).str.replace_all(NAME, "$1*")[0])
