"""Damage to the bytes of a file, whatever its format, and to what lies in the folder."""

# ruff: noqa: D103  (the name of a damage says what it is)

from __future__ import annotations

import io
import shutil
import sys
import zipfile
import zlib
from typing import TYPE_CHECKING

from benchmarks.damage.formats import text

if TYPE_CHECKING:
    import random
    from collections.abc import Callable
    from pathlib import Path

    from benchmarks.damage.formats import Cells


def truncated(draw: random.Random, content: bytes) -> bytes:
    return content[: draw.randrange(len(content))]


def flipped_bytes(draw: random.Random, content: bytes) -> bytes:
    found = bytearray(content)
    for _ in range(draw.choice([1, 3, 30])):
        found[draw.randrange(len(found))] ^= 1 << draw.randrange(8)
    return bytes(found)


def block_of_zeros(draw: random.Random, content: bytes) -> bytes:
    at = draw.randrange(len(content))
    return content[:at] + bytes(min(64, len(content) - at)) + content[at + 64 :]


def more_behind(draw: random.Random, content: bytes) -> bytes:
    return content + draw.choice([b"\0" * 200, b"<html>", content[: len(content) // 2], b"\x1a", b"\r\n" * 50])


def more_before(draw: random.Random, content: bytes) -> bytes:
    return draw.choice([b"\0", b"\r\n\r\n", b"\xef\xbb\xbf", b"\xff\xfe", b"MZ", b" "]) + content


def nothing_left(draw: random.Random, _: bytes) -> bytes:
    return draw.choice([b"", b"\xef\xbb\xbf", b"\r\n", b"\0", b" "])


def noise(draw: random.Random, _: bytes) -> bytes:
    return draw.randbytes(draw.choice([10, 4_000]))


def bytes_lost(draw: random.Random, content: bytes) -> bytes:
    at = draw.randrange(len(content))
    return content[:at] + content[at + draw.randrange(1, 9) :]


BYTES: tuple[Callable[[random.Random, bytes], bytes], ...] = (
    truncated,
    flipped_bytes,
    block_of_zeros,
    more_behind,
    more_before,
    nothing_left,
    noise,
    bytes_lost,
)


def mixed_encodings(draw: random.Random, cells: Cells) -> bytes:
    lines = text(cells).splitlines(keepends=True)
    return b"".join(line.encode(draw.choice(["utf-8", "gb18030"])) for line in lines)


def broken_quotes(draw: random.Random, cells: Cells) -> bytes:
    content = text(cells)
    for _ in range(draw.randrange(1, 4)):
        at = draw.randrange(len(content))
        content = f'{content[:at]}"{content[at:]}'
    return content.encode()


def mark_in_the_middle(draw: random.Random, cells: Cells) -> bytes:
    lines = text(cells).splitlines(keepends=True)
    lines[draw.randrange(len(lines))] += "\ufeff"
    return "".join(lines).encode("utf-8-sig")


def nul_bytes(draw: random.Random, cells: Cells) -> bytes:
    content = text(cells).encode()
    at = draw.randrange(len(content))
    return content[:at] + b"\0\0" + content[at:]


def only_carriage_returns(_: random.Random, cells: Cells) -> bytes:
    return text(cells).replace("\r\n", "\r").encode("utf-8-sig")


def mixed_line_ends(draw: random.Random, cells: Cells) -> bytes:
    return "".join(line + draw.choice(["\r", "\n", "\r\n", "\n\n"]) for line in text(cells).splitlines()).encode()


def separator_declared(draw: random.Random, cells: Cells) -> bytes:
    separator = draw.choice([";", ",", "|", "\t"])
    return (f"sep={draw.choice([separator, ';'])}\r\n" + text(cells, separator)).encode("utf-8-sig")


def mixed_separators(draw: random.Random, cells: Cells) -> bytes:
    return "".join(text([row], draw.choice([",", ";", "\t"])) for row in cells).encode()


def utf16_without_mark(draw: random.Random, cells: Cells) -> bytes:
    return text(cells, "\t").encode(draw.choice(["utf-16-le", "utf-16-be", "utf-32"]))


def shift_jis_and_latin(draw: random.Random, cells: Cells) -> bytes:
    return text(cells).encode(draw.choice(["shift_jis", "latin-1", "cp1252", "big5", "euc_kr"]), errors="replace")


TEXTS: tuple[Callable[[random.Random, Cells], bytes], ...] = (
    mixed_encodings,
    broken_quotes,
    mark_in_the_middle,
    nul_bytes,
    only_carriage_returns,
    mixed_line_ends,
    separator_declared,
    mixed_separators,
    utf16_without_mark,
    shift_jis_and_latin,
)


def wrong_checksum(draw: random.Random, path: Path) -> None:
    """A packed file whose stored checksums are not those of its parts."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(path.name, path.read_bytes())
    if path.suffix == ".xlsx":
        content = bytearray(path.read_bytes())
        with zipfile.ZipFile(path) as archive:
            crc = draw.choice(archive.infolist()).CRC.to_bytes(4, "little")
    else:
        content = bytearray(packed.getvalue())
        crc = zlib.crc32(path.read_bytes()).to_bytes(4, "little")
    at = content.find(crc)
    while at >= 0:
        content[at] ^= 0xFF
        at = content.find(crc, at + 1)
    if path.suffix == ".xlsx":
        path.write_bytes(content)
    else:
        path.unlink()
        path.with_suffix(".zip").write_bytes(content)


def wrong_ending(draw: random.Random, path: Path) -> None:
    ending = draw.choice(
        [".csv", ".xlsx", ".xls", ".ods", ".dbf", ".sav", ".parquet", ".zip", ".et", ".txt", ".docx", ".bak"]
    )
    path.rename(path.with_suffix(ending))


def folder_named_like_it(_: random.Random, path: Path) -> None:
    content, name = path.read_bytes(), path.name
    path.unlink()
    path.mkdir()
    (path / name).write_bytes(content)


def empty_folder_named_like_it(_: random.Random, path: Path) -> None:
    path.unlink()
    path.mkdir()


def archive_in_archive(draw: random.Random, path: Path) -> None:
    content, name = path.read_bytes(), path.name
    for _ in range(draw.randrange(2, 5)):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr(name, content)
        content, name = packed.getvalue(), f"{path.stem}.zip"
    path.unlink()
    path.with_suffix(".zip").write_bytes(content)


def archive_of_odd_names(draw: random.Random, path: Path) -> None:
    names = [
        f"../{path.name}",
        f"/{path.name}",
        f"a\\{path.name}",
        "",
        f"{path.name}/",
        "con",
        f"{'深/' * 30}{path.name}",
    ]
    with zipfile.ZipFile(path.with_suffix(".zip"), "w") as archive:
        archive.writestr(draw.choice(names) or " ", path.read_bytes())
    path.unlink()


def far_down(draw: random.Random, path: Path) -> None:
    folder = path.parent
    for number in range(draw.randrange(1, 9)):
        folder = folder / f"层{number}"
    folder.mkdir(parents=True)
    path.rename(folder / path.name)


def swapped_contents(draw: random.Random, path: Path) -> None:
    others = [other for other in sorted(path.parent.iterdir()) if other.is_file() and other != path]
    other = draw.choice(others)
    mine, theirs = path.read_bytes(), other.read_bytes()
    path.write_bytes(theirs)
    other.write_bytes(mine)


def another_copy(draw: random.Random, path: Path) -> None:
    name = draw.choice(
        [f"{path.stem} - 副本{path.suffix}", f"{path.stem}(1){path.suffix}", f"{path.stem}.bak", f"~${path.name}"]
    )
    shutil.copyfile(path, path.with_name(name))


def odd_name(draw: random.Random, path: Path) -> None:
    stem = draw.choice(
        [
            f"{path.stem[:2]}",
            f"{path.stem} ",
            f"{path.stem}🙂",
            f"[x]{path.stem}*"[: 40 if sys.platform != "win32" else 3],
            f"{path.stem}..",
            path.stem[::-1],
        ]
    )
    path.rename(path.with_name(f"{stem}{path.suffix}"))


def gone(_: random.Random, path: Path) -> None:
    path.unlink()


def points_elsewhere(_: random.Random, path: Path) -> None:
    content = path.with_name("elsewhere.bin")
    if sys.platform == "win32":
        return
    path.unlink()
    path.symlink_to(content)


def folder_in_circle(_: random.Random, path: Path) -> None:
    if sys.platform != "win32":
        path.with_name("圈").symlink_to(path.parent, target_is_directory=True)


PATHS: tuple[Callable[[random.Random, Path], None], ...] = (
    wrong_checksum,
    wrong_ending,
    folder_named_like_it,
    empty_folder_named_like_it,
    archive_in_archive,
    archive_of_odd_names,
    far_down,
    swapped_contents,
    another_copy,
    odd_name,
    gone,
    points_elsewhere,
    folder_in_circle,
)
