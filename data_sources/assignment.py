"""Which sheet holds which source: told by mapping, by the names of sheet and file, or, where these say nothing, by the
header.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from data_sources.errors import IntakeError, MisnamedFileError, SheetError
from data_sources.folder import is_note, match
from data_sources.headers import find_header, fitting
from data_sources.listing import LeftOut
from data_sources.parts import rows_below
from data_sources.suggest import perhaps

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from data_sources.source import Source
    from data_sources.stage.input_files import InputFile
    from data_sources.stage.sheet import Sheet
    from data_sources.stage.sheets import File

TEMPLATE_SHEETS = ("填写说明", "可选值")
"""Sheets of a template that hold no records."""

_WITHDRAWN = re.compile(
    r"作废|废止|废弃|弃用|停用|备份|草稿|旧版|旧表|旧数据|历史版本|(?<![^\W_])旧|旧(?![^\W_])", re.IGNORECASE
)


class Hidden(NamedTuple):
    """A sheet that nobody sees: its place, the source it looks like, and how many rows are filled below the header."""

    place: str
    source: Source
    rows: int


@dataclass
class Assigned:
    """What became of the sheets of a file.

    Attributes:
        parts: those that are read.
        left_out: those that are not, and why.
        hidden: those that nobody sees and that look like a source: not read.
        remarks: what a person should know.
        errors: what cannot be told.
        looks_like: names of the sources that sheets with an error may hold.
        by_header: places of the sheets that are read though only their header says what they hold.
    """

    parts: list[tuple[Sheet, Source]] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    hidden: list[Hidden] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    errors: list[IntakeError] = field(default_factory=list)
    looks_like: set[str] = field(default_factory=set)
    by_header: set[str] = field(default_factory=set)


def source_named(item: InputFile, sources: Sequence[Source]) -> Source | None:
    """The source that a file's name speaks of, or else, if it is no note, the subfolder or archive it is in."""
    if source := match(item.stem, sources):
        return source
    above = () if is_note(item.stem) else PurePosixPath(item.name).parent.parts
    return next((source for part in reversed(above) if (source := match(PurePosixPath(part).stem, sources))), None)


def assign(file: File, item: InputFile, sources: Sequence[Source], files: Mapping[str, str]) -> Assigned:
    """Tell which sheets of a file hold which source.

    A mapping decides first, then the sheet's name, then the file's name for sheets whose header fits or for the only
    sheet, then the header where it fits one source alone. Hidden sheets are never read unless a mapping says so.

    Args:
        file: opened.
        item: the file, for its name.
        sources: those looked for.
        files: file or `file[sheet]` → name of a source, or "" where it is left out on purpose.
    """
    found = Assigned()
    by_name = {source.name: source for source in sources}
    rest: list[Sheet] = []
    for sheet in file.sheets:
        said = files.get(sheet.place, files.get(item.name))
        if said is not None:
            if said in by_name:
                found.parts.append((sheet, by_name[said]))
            else:
                found.left_out.append(LeftOut(sheet.place, "mapping.toml 写明不读"))
        elif sheet.name in TEMPLATE_SHEETS:
            continue
        elif sheet.hidden:
            _hide(sheet, item, sources, found)
        else:
            rest.append(sheet)
    by_sheet = [(sheet, source) for sheet in rest if sheet.name and (source := match(sheet.name, sources))]
    _take(by_sheet, found)
    named = {sheet.place for sheet, _ in by_sheet}
    rest = [sheet for sheet in rest if sheet.place not in named]
    by_file = None if by_sheet else source_named(item, sources)
    if by_file is not None:
        rest = _by_file(rest, by_file, file.name, found)
    for sheet in rest:
        _by_header(sheet, item, sources, found)
    return found


def only_sheet(file: File, source: Source, found: Assigned) -> Assigned:
    """What was told of a file that was given by itself: if nothing was, its only sheet holds what is asked for."""
    sheets = [sheet for sheet in file.sheets if sheet.name not in TEMPLATE_SHEETS and not sheet.hidden]
    if len(sheets) == 1:
        found.remarks.clear()  # whoever gave the file said what its table holds
    if found.parts or found.errors or len(sheets) != 1:
        return found
    return Assigned(parts=[(sheets[0], source)], hidden=found.hidden)


def _by_file(sheets: list[Sheet], source: Source, file: str, found: Assigned) -> list[Sheet]:
    """Take the sheets that the file's name speaks of; the others are left."""
    telling = [sheet for sheet in sheets if not is_note(sheet.name)]
    fits = [sheet for sheet in sheets if fitting(sheet, [source])]
    if not fits and len(telling) == 1:
        fits = telling
    if fits:
        _take([(sheet, source) for sheet in fits], found)
        taken = {sheet.place for sheet in fits}
        return [sheet for sheet in sheets if sheet.place not in taken]
    if not sheets:
        return []
    names = [sheet.name for sheet in sheets]
    found.errors.append(
        SheetError(
            f"{file}：有 {len(sheets)} 个工作表，没有一个名为“{source.title}”或“{source.name}”，表头也都对不上；"
            f"找到：{'、'.join(names) or '无'}{perhaps(source.title, names)}"
        )
    )
    found.looks_like.add(source.name)
    return []


def _by_header(sheet: Sheet, item: InputFile, sources: Sequence[Source], found: Assigned) -> None:
    fits = fitting(sheet, sources)
    what = "工作表名" if sheet.name else "文件名"
    if len(fits) == 1:
        before = len(found.parts)
        _take([(sheet, fits[0])], found)
        if len(found.parts) > before:
            found.by_header.add(sheet.place)
            found.remarks.append(
                f"{sheet.place}：{what}没有说明来源，表头只与“{fits[0].title}”（{fits[0].name}）相符，已按此读入"
            )
    elif fits:
        looks = "或".join(f"“{source.title}”（{source.name}）" for source in fits)
        found.errors.append(
            MisnamedFileError(
                f"{sheet.place}：{what}与任何来源都对不上，表头与{looks}都相符",
                f"请把{what}改成以其中一个开头，"
                f'如“{fits[0].title}_1”，或在 mapping.toml 的 [files] 里写明，如 "{sheet.place}" = "{fits[0].name}"'
                '（写 "" 即不读）',
            )
        )
        found.looks_like |= {source.name for source in fits}
    else:
        note = is_note(sheet.name or item.stem)
        found.left_out.append(LeftOut(sheet.place, "说明" if note else "名称和表头都与来源对不上"))


def _take(pairs: Sequence[tuple[Sheet, Source]], found: Assigned) -> None:
    """Read sheets, unless their names say that they no longer count."""
    for sheet, source in pairs:
        words = _withdrawn(sheet.place, source)
        if words is None:
            found.parts.append((sheet, source))
            continue
        found.errors.append(
            SheetError(
                f"{sheet.place}：名称里有“{words}”，却像是“{source.title}”的数据，不知道该不该算",
                "不算的请删去或移出文件夹，或在 mapping.toml 的 [files] 里写明 "
                f'"{sheet.place}" = ""；要算的写 = "{source.name}"',
            )
        )
        found.looks_like.add(source.name)


def _withdrawn(place: str, source: Source) -> str | None:
    name = unicodedata.normalize("NFKC", place).replace(source.title, "_").replace(source.name, "_")
    words = _WITHDRAWN.search(name)
    return words[0] if words else None


def _hide(sheet: Sheet, item: InputFile, sources: Sequence[Source], found: Assigned) -> None:
    fits = fitting(sheet, sources)
    source = match(sheet.name, sources) or (fits[0] if fits else None)
    if source is None and source_named(item, sources) is None:
        found.left_out.append(LeftOut(sheet.place, "隐藏的工作表，表头与来源对不上"))
    elif source is None:
        found.left_out.append(LeftOut(sheet.place, "隐藏的工作表"))
    else:
        found.hidden.append(Hidden(sheet.place, source, _rows_of(sheet, source)))


def _rows_of(sheet: Sheet, source: Source) -> int:
    """How many rows below the header hold anything."""
    try:
        top = find_header(sheet, source).row + 2
    except IntakeError:
        top = sheet.first + 1
    return sum(any(cell is not None for cell in row) for rows, _ in rows_below(sheet, top) for row in rows.iter_rows())


def hidden_remark(hidden: Hidden) -> str:
    """What is said of a hidden sheet that is not read."""
    place, source, rows = hidden
    return (
        f"{place}：是隐藏的工作表，像是“{source.title}”，其中 {rows:,} 行没有读入；"
        f'要读入的请取消隐藏，或在 mapping.toml 的 [files] 里写明 "{place}" = "{source.name}"'
    )


def only_hidden(hidden: Hidden) -> SheetError:
    """The error where a source stands only in a sheet that nobody sees."""
    place, source, rows = hidden
    return SheetError(
        f"{place}：“{source.title}”只在这个隐藏的工作表里（{rows:,} 行）",
        f'请取消隐藏后保存，或在 mapping.toml 的 [files] 里写明 "{place}" = "{source.name}"',
    )
