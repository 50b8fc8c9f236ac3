"""Saves a Word file so that the same content gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from docx.document import Document as Word

_EARLIEST = (1980, 1, 1, 0, 0, 0)


def save(word: Word, path: Path) -> None:
    """Save a document; the files inside carry no time of day."""
    stream = io.BytesIO()
    word.save(stream)
    with zipfile.ZipFile(stream) as made, zipfile.ZipFile(path, "w") as package:
        for name in made.namelist():
            member = zipfile.ZipInfo(name, _EARLIEST)
            member.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(member, made.read(name))
