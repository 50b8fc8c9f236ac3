"""Opening a folder: every sheet that holds a source, with its header found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from data_sources.errors import IntakeError, raise_all
from data_sources.folder import assign, check_complete, list_files, match
from data_sources.headers import Header, find_header
from data_sources.sheets import WORKBOOKS, Sheet, read_file

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from data_sources.source import Source


class Progress(Protocol):
    """Told after each file: its name, and how many bytes of how many are done."""

    def __call__(self, file_name: str, done: int, total: int) -> None: ...  # noqa: D102


@dataclass(frozen=True)
class Part:
    """One sheet that is read: where it stands and what it holds."""

    sheet: Sheet
    source: Source
    header: Header
    sha256: str


def open_folder(
    folder: Path, sources: Sequence[Source], required: Collection[str], progress: Progress | None
) -> tuple[list[Part], tuple[str, ...]]:
    """Open every file that may hold a source.

    Returns:
        the sheets that hold one, in the order of names; and what belongs to no source.

    Raises:
        IntakeError: all that is wrong with files, sheets and headers, at once.
    """
    listing = list_files(folder)
    sizes = [path.stat().st_size for path in listing.files]
    parts: list[Part] = []
    ignored = list(listing.others)
    errors: list[IntakeError] = []
    found: set[str] = set()
    for number, path in enumerate(listing.files):
        named = match(path.stem, sources)
        if named is None and path.suffix.lower() not in WORKBOOKS:  # only a workbook's sheets could tell more
            ignored.append(path.name)
            continue
        try:
            file = read_file(path)
            assigned, left = assign(file, path.stem, sources)
        except IntakeError as error:
            errors.append(error)
            found |= {named.name} if named else set()
            continue
        ignored += left
        for sheet, source in assigned:
            found.add(source.name)
            try:
                parts.append(Part(sheet, source, find_header(sheet, source), file.sha256))
            except IntakeError as error:
                errors.append(error)
        if progress is not None:
            progress(path.name, sum(sizes[: number + 1]), sum(sizes))
    try:
        check_complete(folder, found, required, sources, ignored)
    except IntakeError as error:
        errors.append(error)
    raise_all(errors)
    return parts, tuple(sorted(ignored))
