"""All files of a folder: those of its subfolders and ZIP archives as well, and what is no file of anybody's."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from data_sources.errors import FolderError, IntakeError
from data_sources.stage.archives import unpacked
from data_sources.stage.formats import ARCHIVE, READABLE, Format, format_of
from data_sources.stage.input_files import InputFile, closed

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from pathlib import Path

    from data_sources.limits import Limits

SETTINGS = frozenset({"accepted.toml", "mapping.toml"})
"""Files beside the records that say how these are read."""

_NOBODYS = frozenset({"thumbs.db", "desktop.ini", "__macosx", "$recycle.bin", "system volume information", "@eadir"})
_DEEPEST = 8


class LeftOut(NamedTuple):
    """A file or sheet that is not read, and why not."""

    place: str
    reason: str

    def __str__(self) -> str:
        return f"{self.place}（{self.reason}）"


class Listed(NamedTuple):
    """A file and what it is."""

    file: InputFile
    format: Format


@dataclass
class Listing:
    """What a folder holds.

    Attributes:
        files: all files but archives: those of the folder by name, then those of subfolders, then those of archives.
        left_out: what is no file that could be read.
        errors: archives that cannot be opened.
    """

    files: list[Listed] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    errors: list[IntakeError] = field(default_factory=list)


def nothing(path: Path) -> bool:
    """No folder is passed over."""
    return False


def list_files(
    folder: Path,
    limits: Limits,
    *,
    passed_over: Callable[[Path], bool] = nothing,
    elsewhere: Collection[str] = (),
) -> Listing:
    """List a folder with all that is below it.

    Args:
        folder: its files, subfolders and ZIP archives.
        limits: how many files there may be, and what archives may unpack to.
        passed_over: whether a subfolder is none of the records', such as a run.
        elsewhere: names of subfolders whose Parquet files are read by another way.

    Raises:
        FolderError: the folder does not exist, is no folder, holds no file that may be read, or too many.
    """
    if not folder.exists():
        raise FolderError(f"找不到文件夹：{folder}", f"请核对 {folder} 是否写对")
    if not folder.is_dir():
        raise FolderError(f"{folder} 不是文件夹", f"请改写 {folder}：应为存放各来源文件的文件夹")
    listing = Listing()
    archives: list[InputFile] = []
    for number, (file, lies_elsewhere) in enumerate(_walk(folder, "", passed_over, elsewhere, listing)):
        if number >= limits.listed_files:
            raise FolderError(
                f"文件夹 {folder} 里（连同子文件夹）有 {limits.listed_files:,} 个以上的文件，不像是数据文件夹",
                f"请把数据文件单独放进一个文件夹，代替 {folder}",
            )
        if lies_elsewhere and (file.suffix in {".parquet", ".crc"} or file.stem.startswith("_")):
            continue
        try:
            kind = format_of(file)
        except OSError as error:
            listing.errors.append(closed(file.name, error))
            continue
        if kind is ARCHIVE:
            archives.append(file)
        else:
            listing.files.append(Listed(file, kind))
    for archive in archives:
        add_archive(archive, limits, listing)
    if not listing.errors and not any(kind.readable or kind.may_hold_records for _, kind in listing.files):
        found = [file.name for file, _ in listing.files] + [place for place, _ in listing.left_out]
        raise FolderError(
            f"文件夹 {folder} 里没有可读的文件（{'、'.join(READABLE)}，或装有这些文件的 ZIP）；"
            f"找到：{'、'.join(found) or '空文件夹'}",
            f"请把各来源的文件放进 {folder}；表样可用 ipscore template 写出",
        )
    return listing


def list_path(path: Path, limits: Limits) -> tuple[Listing, bool]:
    """The files of a folder, of an archive, or one that is given by itself, and whether it is that.

    Raises:
        FolderError: there is nothing at the path, or see `list_files`.
        IntakeError: the file cannot be opened.
    """
    if not path.exists():
        raise FolderError(f"找不到文件或文件夹：{path}", f"请核对 {path} 是否写对")
    if path.is_dir():
        return list_files(path, limits), False
    item = InputFile.of(path)
    try:
        kind = format_of(item)
    except OSError as error:
        raise closed(item.name, error) from error
    if kind is ARCHIVE:
        inside = Listing()
        add_archive(item, limits, inside)
        return inside, False
    return Listing([Listed(item, kind)]), True


def _walk(
    folder: Path, above: str, passed_over: Callable[[Path], bool], elsewhere: Collection[str], listing: Listing
) -> Iterator[tuple[InputFile, bool]]:
    """The files of a folder, then those of its subfolders, and whether they lie in one that is read another way."""
    try:
        found = (entry for entry in folder.iterdir() if not _is_nobodys(entry.name))
        entries = sorted(found, key=lambda entry: entry.name)  # paths are not in the same order on every system
    except OSError as error:
        listing.errors.append(closed(f"{above}{folder.name}" if above else str(folder), error))
        return
    for path in entries:
        if path.is_file() and not (not above and path.name in SETTINGS):
            yield InputFile(f"{above}{_shown(path.name)}", path), False
        elif not path.is_dir() and not path.is_file():
            listing.left_out.append(LeftOut(f"{above}{_shown(path.name)}", "不是文件，或指向不存在的文件"))
    for path in entries:
        name = f"{above}{_shown(path.name)}"
        if not path.is_dir() or passed_over(path):
            continue
        if name.count("/") >= _DEEPEST:
            listing.errors.append(
                FolderError(f"{name}：子文件夹超过 {_DEEPEST} 层，没有再往下找", f"请把 {name} 里的文件移到上层")
            )
            continue
        here = not above and path.name in elsewhere
        yield from ((file, here or deeper) for file, deeper in _walk(path, f"{name}/", passed_over, (), listing))


def add_archive(archive: InputFile, limits: Limits, listing: Listing) -> None:
    """Add the files of an archive to a listing, or the error that it cannot be opened."""
    try:
        inside = [file for file in unpacked(archive, limits) if not _any_nobodys(file.name.split("/"))]
    except IntakeError as error:
        listing.errors.append(error)
        return
    listing.files += [Listed(file, format_of(file)) for file in inside]
    if not inside:
        listing.left_out.append(LeftOut(archive.name, "空的压缩包"))


def _any_nobodys(parts: Sequence[str]) -> bool:
    return any(map(_is_nobodys, parts))


def _is_nobodys(name: str) -> bool:
    """Whether a name is that of a file that programs keep for themselves, such as the lock of an open workbook."""
    return name.startswith((".", "~$", "~WR")) or name.lower() in _NOBODYS


def _shown(name: str) -> str:
    """A name that can be shown; one that was unpacked with another encoding is mostly GBK."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return os.fsencode(name).decode("gb18030", errors="replace")
    return name
