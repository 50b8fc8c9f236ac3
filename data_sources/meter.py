"""How far the reading is."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Told after each file, and now and then within a large one: its name, and how many bytes of how many are done.

    `rows` are those of all files that were read so far.
    """

    def __call__(self, file_name: str, done: int, total: int, rows: int = 0) -> None: ...  # noqa: D102


class Meter:
    """Counts the bytes that are done, and tells whoever wants to know."""

    def __init__(self, total: int, progress: Progress | None) -> None:
        self._total = total
        self._done = 0
        self._rows = 0
        self._progress = progress

    def expect(self, amount: int) -> None:
        """So many bytes more are to be read."""
        self._total += amount

    def add(self, file_name: str, amount: int, rows: int = 0) -> int:
        """So many bytes more of a file are done, and so many rows are read; gives the number of bytes back."""
        self._done += amount
        self._rows += rows
        if (amount or rows) and self._progress is not None:
            self._progress(file_name, self._done, self._total, self._rows)
        return amount
