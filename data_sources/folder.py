"""Which source a name speaks of, and whether all sources are there."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from data_sources.errors import MissingSourceError
from data_sources.stage.formats import READABLE
from data_sources.suggest import likely

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from data_sources.listing import LeftOut
    from data_sources.source import Source

_NOTE = re.compile(r"说明|须知|通知|目录|封面|可选值|下拉|选项|字典|请示|报告|^备注$|read ?me", re.IGNORECASE)


def match(name: str, sources: Sequence[Source]) -> Source | None:
    """The source whose name or title a file stem or sheet name holds; None if none, or several, or it is a note.

    Of names one of which holds the other, the longer one counts; of several, that with which the name begins.
    """
    plain = unicodedata.normalize("NFKC", name).strip().lower()
    found: dict[str, tuple[str, Source, int]] = {}
    for source in sources:
        for known in (source.name.lower(), unicodedata.normalize("NFKC", source.title).lower()):
            at = _where(known, plain)
            if at is not None and len(known) > len(found.get(source.name, ("",))[0]):
                found[source.name] = (known, source, at)
    longest = [
        (source, at)
        for known, source, at in found.values()
        if not any(known != other and known in other for other, _, _ in found.values())
    ]
    if len(longest) > 1:
        longest = [(source, at) for source, at in longest if at == 0]
    if len(longest) != 1:
        return None
    source = longest[0][0]
    return None if is_note(_without(plain, source)) else source


def _where(known: str, plain: str) -> int | None:
    """Where a name first stands with no letter beside it that would make another word of it; None if nowhere."""
    at = plain.find(known)
    while at >= 0:
        if not (_is_letter(plain[:at][-1:]) or _is_letter(plain[at + len(known) :][:1])):
            return at
        at = plain.find(known, at + 1)
    return None


def _is_letter(beside: str) -> bool:
    """Whether it is a letter of a word; a Chinese character is none."""
    return beside.isalnum() and not beside.isdecimal() and not "\u3400" <= beside <= "\u9fff"


def is_note(name: str) -> bool:
    """Whether a name is that of an explanation, a table of contents, a list of choices or a letter."""
    return bool(_NOTE.search(unicodedata.normalize("NFKC", name).strip()))


def _without(name: str, source: Source) -> str:
    title = unicodedata.normalize("NFKC", source.title).lower()
    return name.replace(title, " ").replace(source.name.lower(), " ")


def check_complete(
    folder: Path, found: Collection[str], required: Collection[str], sources: Sequence[Source], left: Sequence[LeftOut]
) -> None:
    """Check that every required source has a file; `left` are the files and sheets left over.

    Raises:
        MissingSourceError: at least one has none.
    """
    missing = [source for source in sources if source.name in required and source.name not in found]
    if not missing:
        return
    stems = {re.sub(r"\.\w+$", "", each.place): each for each in left}
    lines = []
    for source in missing:
        guess = likely(source.title, stems) or likely(source.name, stems)
        hint = f"；“{stems[guess[0]].place}”或即此来源，但{stems[guess[0]].reason}" if guess else ""
        lines.append(f"“{source.title}”或“{source.name}”{hint}")
    others = f"；未识别的文件：{'、'.join(map(str, left))}" if left else ""
    raise MissingSourceError(
        f"文件夹 {folder} 里缺少来源（文件名或工作表名应含以下名称；可读 {'、'.join(READABLE)}、ZIP）：\n"
        + "\n".join(f"  - {line}" for line in lines)
        + others
    )
