"""Files inside a ZIP archive; nothing of them is written to disk."""

from __future__ import annotations

import zipfile
import zlib
from typing import TYPE_CHECKING

from data_sources.errors import UnreadableFileError
from data_sources.stage.formats import BROKEN_ARCHIVE
from data_sources.stage.input_files import InputFile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data_sources.limits import Limits

_UTF8, _ENCRYPTED = 0x800, 0x1
_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, MemoryError)


def unpacked(archive: InputFile, limits: Limits) -> list[InputFile]:
    """The files of an archive in the order of their names, each known by the archive's name and its own.

    Raises:
        UnreadableFileError: the archive is damaged, protected by a password, too large, or packed in a way that is not
            read.
    """
    way_out = BROKEN_ARCHIVE.way_out
    try:
        with archive.open() as opened, zipfile.ZipFile(opened) as packed:
            members = [member for member in packed.infolist() if not member.is_dir()]
            if any(member.flag_bits & _ENCRYPTED for member in members):
                raise UnreadableFileError(archive.name, "压缩包设有密码", f"请去掉密码，{way_out[1:]}")
            if len(members) > limits.listed_files:
                raise UnreadableFileError(archive.name, f"里面有 {len(members):,} 个文件，太多", "请先解压")
            if sum(member.file_size for member in members) > limits.unpacked_bytes:
                most = f"{limits.unpacked_bytes >> 20:,} MB"
                raise UnreadableFileError(archive.name, f"解压后超过 {most}", "请先解压，把里面的文件放进数据文件夹")
            found = [
                InputFile(f"{archive.name}/{_name(member)}", archive.path, packed.read(member)) for member in members
            ]
    except NotImplementedError as error:
        raise UnreadableFileError(archive.name, "压缩包的压缩方式读不了", way_out) from error
    except _FAULTS as error:
        raise UnreadableFileError(archive.name, "不是完好的 ZIP 压缩包，里面也许有数据", way_out) from error
    return sorted(found, key=lambda file: file.name)


def _name(member: zipfile.ZipInfo) -> str:
    """The name below the archive; without the mark for UTF-8 it is mostly GBK, whatever the standard says."""
    name = member.filename
    if not member.flag_bits & _UTF8:
        name = next(_decodings(name), name)
    return "/".join(part for part in name.replace("\\", "/").split("/") if part not in {"", ".", ".."})


def _decodings(name: str) -> Iterator[str]:
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return
    for encoding in ("utf-8", "gb18030"):
        try:
            yield raw.decode(encoding)
        except UnicodeDecodeError:
            continue
