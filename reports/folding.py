"""Lines of mixed Chinese and Latin text: broken between characters as Chinese is, but not within words or numbers, and
with no punctuation where a line must not begin or end with it.
"""

from __future__ import annotations

import re

from rich.cells import cell_len, set_cell_size

_OPENING, _CLOSING = "（《“‘【〔", "，。；：、！？）》”’】〕…"
_UNBROKEN = re.compile(rf"[{_OPENING}]*(?:[^\s\u2e80-\u9fff\u3000-\u303f\uff00-\uffef]+|\S)[{_CLOSING}]*|\s+")


def fold(line: str, width: int) -> list[str]:
    """A line without line breaks as lines of at most `width` columns; a single character may be wider."""
    lines, current, used = [], "", 0
    for token in _UNBROKEN.findall(line):
        piece, size = token, cell_len(token)
        if used + cell_len(piece.rstrip()) > width and current:
            lines.append(current.rstrip())
            current, used, piece = "", 0, piece.lstrip()
            size = cell_len(piece)
        while size > width:
            kept = _kept(piece, width)
            lines.append(piece[:kept].rstrip())
            piece = piece[kept:]
            size = cell_len(piece)
        current += piece
        used += size
    return [*lines, current.rstrip()]


def _kept(piece: str, width: int) -> int:
    """How many characters of a piece that is too wide stand on this line."""
    most = max(len(set_cell_size(piece, width).rstrip()), 1)
    return next((kept for kept in range(most, 0, -1) if piece[kept : kept + 1] not in _CLOSING), most)
