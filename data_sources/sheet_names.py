"""Names of sheets made of titles that people gave."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

LONGEST = 31
"""Characters that Excel allows."""
_UNFIT = re.compile(r"[\x00-\x1f\[\]:*?/\\']")


def sheet_name(title: str, taken: Collection[str] = ()) -> str:
    """A title as the name of a sheet: without what Excel refuses, cut, and with a number where another has it.

    Args:
        title: may be anything.
        taken: the names of the workbook's other sheets; their case does not tell them apart.
    """
    whole, known = _UNFIT.sub("", title), {name.casefold() for name in taken}
    name, number = whole[:LONGEST], 1
    while name.casefold() in known:
        number += 1
        name = f"{whole[: LONGEST - len(str(number)) - 1]}_{number}"
    return name
