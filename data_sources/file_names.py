"""Parts of file names made of names and codes that people gave: a name never decides where a file lies."""

from __future__ import annotations

import hashlib
import unicodedata

from pathvalidate import sanitize_filename

LONGEST = 90
"""Bytes of a part: two parts with their digests and an ending fit into the 255 that file systems allow."""
_TOLD_APART_BY = 8
_INVISIBLE = ("Cc", "Cf", "Cs", "Zl", "Zp")
_BLANK = "Zs"


def readable_part(text: str, longest: int = LONGEST) -> str:
    """A text as part of a file's name on any system.

    What separates folders, is not to be seen or has a meaning of its own becomes `_`; names that Windows reserves get
    one more. A long text is cut between characters.

    Args:
        text: such as a unit's name; may be anything.
        longest: bytes in UTF-8 that it may take up.
    """
    seen = "".join(map(_to_be_seen, text)).strip(" .")
    part = sanitize_filename(seen, replacement_text="_", platform="universal").strip(" .")
    return part.encode()[:longest].decode(errors="ignore").strip(" .") or "_"


def _to_be_seen(sign: str) -> str:
    category = unicodedata.category(sign)
    return "_" if category in _INVISIBLE else " " if category == _BLANK else sign


def distinct_part(text: str, longest: int = LONGEST) -> str:
    """The same for a code that tells files apart: one that had to be written otherwise bears a digest of itself."""
    part = readable_part(text, longest)
    if part == text:
        return part
    return f"{part}_{hashlib.sha256(text.encode()).hexdigest()[:_TOLD_APART_BY]}"
