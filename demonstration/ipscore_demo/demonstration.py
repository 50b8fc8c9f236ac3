"""What a demonstration prints, and the folder that it writes."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ipscore.atomic_folder import Place

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from reports.table import Table

NOTE = "说明.txt"
"""The file by which a folder is known as one of a demonstration: its first line is that of the note."""


RECORDS, RUN, REPORTS = "records", "run", "reports"
"""What a demonstration of an evaluation writes beside its note."""


@dataclass(frozen=True)
class Demonstration:
    """What to print, every figure that should have come out and did not, and the conclusion."""

    tables: tuple[Table | str, ...]
    failures: tuple[str, ...]
    verdict: str


def open_folder(
    folder: Path, note: str, parts: Collection[str], *, left_out: Collection[str] = (), force: bool
) -> None:
    """Make the folder of a demonstration, with a note of what lies in it.

    Args:
        folder: where.
        note: what the note says; its first line tells the demonstration, a line on a part begins with its name.
        parts: names of what a demonstration writes beside the note.
        left_out: those that this one does not write; an earlier one's go, since they are of other records.
        force: whether an earlier demonstration is replaced.

    Raises:
        TargetError: the folder holds something else, or an earlier demonstration and `force` is not set.
    """
    first_line, _, _ = note.partition("\n")

    def ours(path: Path) -> bool:
        written = path / NOTE
        return written.is_file() and written.read_text(encoding="utf-8", errors="replace").startswith(first_line)

    begun = any((folder / name).exists() for name in parts)
    Place(folder, force=force or not begun, ours=ours).check()
    folder.mkdir(parents=True, exist_ok=True)
    for name in left_out:
        if (folder / name).is_dir():
            shutil.rmtree(folder / name)
    kept = [line for line in note.splitlines(keepends=True) if not line.startswith(tuple(left_out))]
    (folder / NOTE).write_text("".join(kept), encoding="utf-8", newline="\n")


@contextmanager
def new_records(folder: Path, note: str, *, records_only: bool, force: bool) -> Iterator[Path]:
    """An empty folder that becomes `records/` of a demonstration of an evaluation.

    Raises:
        TargetError: the folder holds something else, or an earlier demonstration and `force` is not set.
    """
    left_out = (RUN, REPORTS) if records_only else ()
    open_folder(folder, note, (RECORDS, RUN, REPORTS), left_out=left_out, force=force)
    with Place(folder / RECORDS, force=True).new_folder() as partial:
        yield partial
