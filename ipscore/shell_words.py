"""Commands as people can paste them into a terminal."""

from __future__ import annotations

import os
import re
import shlex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_BARE = re.compile(r"[\w@%+=:,./-]+")
"""What no shell takes for anything but itself, letters of any script among it."""


def shell_command(*words: str | Path) -> str:
    """The words as one line: `ipscore rulebook check '2018 年/rules.toml'`."""
    return " ".join(_word(str(word)) for word in words)


def _word(word: str) -> str:
    if os.name == "nt":  # backslashes part folders there, and no name holds a quote
        return word if _BARE.fullmatch(word.replace("\\", "/")) else f'"{word}"'
    return word if _BARE.fullmatch(word) else shlex.quote(word)
