"""What a copy says of itself: of which file it was made, its sheets, and the files that hold their rows."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from data_sources.headers import Header

if TYPE_CHECKING:
    from pathlib import Path

ENTRY = "entry.json"
_FORMAT = 3


@dataclass(frozen=True)
class Batch:
    """Names of the files that hold the rows of one batch, and what is wrong with them; none where nothing is."""

    rows: str
    found: str | None


@dataclass(frozen=True)
class SheetEntry:
    """One sheet that is read: its name, its source, its matched header, its batches, and what is said of it."""

    sheet: str
    source: str
    header: Header
    batches: tuple[Batch, ...]
    hidden: bool
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class Said:
    """What is said of a file beside its rows.

    Attributes:
        ignored: sheets that are not read, and why.
        remarks: what a person should know of the file.
        hidden: sheets that nobody sees: where they are, the names of the sources they look like, and how many rows.
        seen: all sheets (`file[sheet]`) that a mapping may name.
    """

    ignored: tuple[tuple[str, str], ...]
    remarks: tuple[str, ...]
    hidden: tuple[tuple[str, str, int], ...]
    seen: tuple[str, ...]


@dataclass(frozen=True)
class Entry:
    """A whole copy.

    Attributes:
        file: the name of the file, to be shown.
        sheets: the sheets that are read, in the order of the file.
        said: what is said beside that.
        files: name → SHA-256 of every file that holds rows.
    """

    file: str
    sheets: tuple[SheetEntry, ...]
    said: Said
    files: dict[str, str]


def key_of(identity: dict[str, Any]) -> str:
    """The key of all that decides what a copy holds."""
    return hashlib.sha256(_spelled(identity).encode()).hexdigest()


def write_entry(folder: Path, key: str, entry: Entry) -> None:
    """Write it beside the files that hold the rows, as the last one.

    Raises:
        OSError: it cannot be written.
    """
    content = {"format": _FORMAT, "key": key, "entry": asdict(entry)}
    text = _spelled(content)
    whole = _spelled({"sha256": hashlib.sha256(text.encode()).hexdigest(), "content": content})
    (folder / ENTRY).write_text(whole, encoding="utf-8", newline="\n")
    (folder / ENTRY).chmod(0o600)


def read_entry(folder: Path, key: str) -> Entry | None:
    """What a copy says of itself; None if that is damaged, or another copy's."""
    try:
        whole = json.loads((folder / ENTRY).read_text(encoding="utf-8"))
        content = whole["content"]
        if whole["sha256"] != hashlib.sha256(_spelled(content).encode()).hexdigest():
            return None
        return _entry(content["entry"]) if (content["format"], content["key"]) == (_FORMAT, key) else None
    except (OSError, ValueError, TypeError, KeyError):
        return None


def is_whole(folder: Path, entry: Entry) -> bool:
    """Whether every file of a copy is as it was written."""
    try:
        return all(file_sha256(folder / name) == digest for name, digest in entry.files.items())
    except OSError:
        return False


def file_sha256(path: Path) -> str:
    """Fingerprint of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _entry(said: dict[str, Any]) -> Entry:
    sheets = tuple(
        SheetEntry(
            sheet["sheet"],
            sheet["source"],
            Header(**sheet["header"] | {name: tuple(sheet["header"][name]) for name in ("dropped", "remarks")}),
            tuple(Batch(**batch) for batch in sheet["batches"]),
            sheet["hidden"],
            tuple(sheet["remarks"]),
        )
        for sheet in said["sheets"]
    )
    beside = said["said"]
    return Entry(
        said["file"],
        sheets,
        Said(
            tuple((place, reason) for place, reason in beside["ignored"]),
            tuple(beside["remarks"]),
            tuple((place, source, rows) for place, source, rows in beside["hidden"]),
            tuple(beside["seen"]),
        ),
        dict(said["files"]),
    )


def _spelled(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True)
