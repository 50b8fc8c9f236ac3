"""Whether a record holds what a decision says that it holds."""

from __future__ import annotations

import math
import re
import unicodedata
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from data_sources.answer_tally import read_answers
from data_sources.canonical import canonical_key
from data_sources.cells import is_dash
from data_sources.corrections.contract import EMPTIED
from data_sources.corrections.decision import decision_key
from data_sources.masking import NAME, mask
from data_sources.notations import is_judged
from data_sources.quarantine import Findings
from data_sources.values import Way, read_values

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data_sources.columns import Column
    from data_sources.names import FirmNames

_SAME = 1e-12
EMPTY = "空"


class Cell(NamedTuple):
    """One column of a record.

    Attributes:
        column: the column.
        value: what it says, typed.
        text: the cell as it stands in the file.
        allowed: the values of a closed column.
        unit: what the header of the file says of a quantity; empty if it says nothing.
    """

    column: Column
    value: Any
    text: Any
    allowed: Sequence[str] | None = None
    unit: str = ""


def says(cell: Cell, old: str | None, unit: str = "", *, shown: bool = True) -> bool:
    """Whether the old value of a decision is that of a record.

    Args:
        cell: what the record says.
        old: what the decision says; None for an empty cell. Read in its unit, it may be the value; or it may be the
            text of the cell. Of masked columns the masked form is compared.
        unit: of the old value; empty for that of the contract.
        shown: whether the text of a cell that can be read is enough, without what it means.
    """
    column, value = cell.column, cell.value
    text = None if cell.text is None else str(cell.text).strip() or None
    if old is None:
        return text is None or (value is None and is_dash(text))
    if text is None:
        return False
    if (shown or value is None) and mask(old.strip()) == mask(text):
        return True
    if column.personal_unless is not None and initials(text) == text:
        return initials(mask(old.strip())) == text
    return is_same_value(meaning(column, old, cell.allowed, unit), value)


def is_same_value(one: Any, other: Any) -> bool:
    """Whether two typed values are the same, and values at all."""
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=_SAME, abs_tol=0.0)
    return one is not None and one == other


def meaning(column: Column, text: str, allowed: Sequence[str] | None, unit: str = "") -> Any:
    """The value of a text that is written in the contract's own way, in a unit; None if it has none."""
    cells = pl.Series(column.name, [text], pl.String)
    findings = Findings(pl.DataFrame([pl.Series("_row", [0], pl.Int64), cells]))
    if column.choice:
        return read_answers(column, cells, findings)[0][0]
    return read_values(column, cells, allowed, findings, Way(unit))[0]


def changes_nothing(column: Column, old: str, new: str, allowed: Sequence[str] | None, unit: str = "") -> bool:
    """Whether a new value is the old one in another spelling, so that nothing would be corrected.

    A percentage that only gets or loses its sign is none such: how a column writes them is judged over all its cells.
    """
    if canonical_key(old) == canonical_key(new):
        return column.kind != "text" or allowed is not None or _plain(old) == _plain(new)
    if column.kind == "text" and allowed is None and not column.choice:
        return False
    if is_judged(column.kind, column.measure) and is_signed(old) != is_signed(new):
        return False
    return is_same_value(*(meaning(column, text, allowed, unit) for text in (old, new)))


def is_signed(text: str) -> bool:
    """Whether a number bears the sign of a share."""
    return bool(re.search("[%％‰]", text))


def is_emptying(text: str | None) -> bool:
    """Whether a text is the word for an empty cell: see `contract.EMPTIED`."""
    return text is not None and decision_key(text) == decision_key(EMPTIED)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


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
