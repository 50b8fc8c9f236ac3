"""Which file and sheet holds which source, told by their names."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data_sources.errors import FolderError, MissingSourceError, SheetError
from data_sources.stage.sheets import READABLE
from data_sources.suggest import likely, perhaps

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from data_sources.source import Source
    from data_sources.stage.sheets import File, Sheet

HELPER_SHEETS = ("填写说明", "可选值")
"""Sheets of a template that hold no records."""

_YEAR = r"(?:(?:19|20)\d{2}年?度?[\s_.-]*)?"
_BEHIND = r"(?![^\W\d_\u3400-\u9fff])"  # no letter, which would make another word of the name; a Chinese character may


@dataclass(frozen=True)
class Listing:
    """What a folder holds: the files worth opening, and the names of those that are not."""

    files: tuple[Path, ...]
    others: tuple[str, ...]


def list_files(folder: Path) -> Listing:
    """The files of a folder in the order of their names.

    Raises:
        FolderError: the folder does not exist, is no folder, or holds no file.
    """
    if not folder.exists():
        raise FolderError(f"找不到文件夹：{folder}")
    if not folder.is_dir():
        raise FolderError(f"{folder} 不是文件夹；请给出存放各来源文件的文件夹")
    entries = sorted(entry for entry in folder.iterdir() if not entry.name.startswith((".", "~$")))
    files = tuple(entry for entry in entries if entry.is_file() and entry.suffix.lower() in READABLE)
    if not files:
        raise FolderError(
            f"文件夹 {folder} 里没有可读的文件（{'、'.join(sorted(READABLE))}）；"
            f"找到：{'、'.join(entry.name for entry in entries) or '空文件夹'}"
        )
    return Listing(files, tuple(entry.name for entry in entries if entry not in files))


def match(name: str, sources: Sequence[Source]) -> Source | None:
    """The source with whose name or title a file stem or sheet name begins, with a year before it or without."""
    plain = unicodedata.normalize("NFKC", name).strip().lower()
    known = [(text.lower(), source) for source in sources for text in (source.name, source.title)]
    for text, source in sorted(known, key=lambda pair: -len(pair[0])):
        if re.match(f"{_YEAR}{re.escape(text)}{_BEHIND}", plain):
            return source
    return None


def assign(file: File, stem: str, sources: Sequence[Source]) -> tuple[list[tuple[Sheet, Source]], list[Sheet]]:
    """The sheets of a file with their sources, and the sheets that are left over.

    Sheet names decide; where none says anything, the file name decides for the only sheet.

    Raises:
        SheetError: the file is named after a source, but which of its sheets is meant cannot be told.
    """
    sheets = [sheet for sheet in file.sheets if sheet.name not in HELPER_SHEETS]
    by_sheet = [(sheet, source) for sheet in sheets if sheet.name and (source := match(sheet.name, sources))]
    if by_sheet:
        used = [sheet for sheet, _ in by_sheet]
        return by_sheet, [sheet for sheet in sheets if sheet not in used]
    by_file = match(stem, sources)
    if by_file is None:
        return [], sheets
    if len(sheets) != 1:
        found = "、".join(sheet.name for sheet in file.sheets)
        raise SheetError(
            f"{file.name}：有 {len(sheets)} 个工作表，没有一个名为“{by_file.title}”或“{by_file.name}”；找到：{found}"
            f"{perhaps(by_file.title, [sheet.name for sheet in sheets])}"
        )
    return [(sheets[0], by_file)], []


def check_complete(
    folder: Path, found: Collection[str], required: Collection[str], sources: Sequence[Source], names: Sequence[str]
) -> None:
    """Check that every required source has a file; `names` are those of the files and sheets left over.

    Raises:
        MissingSourceError: at least one has none.
    """
    missing = [source for source in sources if source.name in required and source.name not in found]
    if not missing:
        return
    stems = {re.sub(r"\.\w+$", "", name): name for name in names}
    lines = []
    for source in missing:
        guess = likely(source.title, stems) or likely(source.name, stems)
        hint = f"；“{stems[guess[0]]}”或即此来源，请改名" if guess else ""
        lines.append(f"“{source.title}”或“{source.name}”（.csv、.xlsx、.xls、.parquet 或同名工作表）{hint}")
    left = f"；未识别的文件：{'、'.join(names)}" if names else ""
    raise MissingSourceError(f"文件夹 {folder} 里缺少来源：\n" + "\n".join(f"  - {line}" for line in lines) + left)
