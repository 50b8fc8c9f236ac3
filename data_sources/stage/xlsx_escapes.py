"""Characters that workbooks write as `_x000D_`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")


def holds_escapes(texts: pl.Series) -> bool:
    """Whether there is a text that may be meant otherwise."""
    return bool(texts.str.contains("_x", literal=True).any() and texts.str.contains(_ESCAPE.pattern).any())


def unescaped(texts: pl.Series) -> pl.Series:
    """Texts as they are meant; for texts of the file itself, not for those of a reader that has done it already."""
    if not holds_escapes(texts):
        return texts
    meant = {text: _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text) for text in texts.unique() if text}
    return texts.replace(meant)
