"""A copy that is made while its file is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from data_sources.cache.entry import Batch, Entry, SheetEntry, file_sha256, write_entry
from data_sources.cache.rows import to_keep
from data_sources.locked_folders import remove_locked
from data_sources.masking import mask

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from data_sources.cache.entry import Said
    from data_sources.cache.store import Store
    from data_sources.headers import Header
    from data_sources.locks import Lock
    from data_sources.source import Source
    from data_sources.stage.input_files import Fingerprint, InputFile
    from data_sources.stage.sheet import Sheet
    from data_sources.typed_rows import Reading


_FAULTS = (OSError, pl.exceptions.PolarsError)


class Making:
    """A copy that is made while its file is read; it is given up if it cannot be written, or must not be."""

    def __init__(
        self,
        store: Store,
        item: InputFile,
        fingerprint: Fingerprint,
        *,
        key: str,
        said: Said,
        closed: Mapping[str, Mapping[str, Sequence[str]]],
        remark: Callable[[Exception], None],
    ) -> None:
        """Begin one.

        Args:
            store: where it is made.
            item: the file.
            fingerprint: that of the file.
            key: by which it will be found.
            said: what is said of the file beside its rows.
            closed: the values that closed columns allow, by source.
            remark: told why it cannot be written.

        Raises:
            OSError: the folder cannot be written.
            CacheError: see `Store.begin`.
        """
        self._store, self._closed, self._remark = store, closed, remark
        self._item = item
        self._fingerprint = fingerprint
        self._key = key
        self._said = said
        self._sheets: list[tuple[Sheet, Source, Header, list[Batch]]] = []
        self._open = 0
        self._files: dict[str, str] = {}
        self._written = 0
        self._lock: Lock | None
        self._folder, self._lock = store.begin()

    def sheet(self, sheet: Sheet, source: Source, header: Header) -> MakingSheet:
        """A sheet of the file, whose rows come later."""
        self._sheets.append((sheet, source, header, []))
        self._open += 1
        personal = any(mask(text) != text for text in (sheet.name, *header.texts.values(), *header.dropped))
        if personal:
            self.give_up()
        return MakingSheet(self, len(self._sheets) - 1)

    def add(self, number: int, reading: Reading) -> None:
        """Take in the next rows of a sheet, before anything is sifted from them."""
        if self._lock is None:
            return
        if any(tally.by_order for tally in reading.tallies):  # how answers were taken is told anew every time
            self.give_up()
            return
        _, source, _, batches = self._sheets[number]
        frame = to_keep(reading, source, self._closed[source.name])
        if frame is None:
            self.give_up()
            return
        stem = f"{number}-{len(batches):06}"
        found = reading.findings.found
        try:
            rows = self._write(frame, f"{stem}.parquet")
            batches.append(Batch(rows, self._write(found, f"{stem}-found.parquet") if found.height else None))
        except _FAULTS as error:
            self.give_up()
            self._remark(error)
        if self._written > self._store.limit:
            self.give_up()

    def end(self) -> None:
        """Of one sheet everything was taken in; after the last of them the copy is whole."""
        self._open -= 1
        if not self._open:
            self.finish()

    def finish(self) -> None:
        """Nothing more is to come: the copy is whole."""
        if self._lock is None:
            return
        sheets = tuple(
            SheetEntry(sheet.name, source.name, header, tuple(batches), sheet.hidden, tuple(sheet.remarks))
            for sheet, source, header, batches in self._sheets
        )
        try:
            if self._item.state() == self._fingerprint.state:
                entry = Entry(self._item.name, sheets, self._said, self._files)
                write_entry(self._folder, self._key, entry)
                self._store.finish(self._folder, self._key)
        except OSError as error:
            self._remark(error)
        self.give_up()

    def give_up(self) -> None:
        """Leave nothing behind of what is not whole."""
        if self._lock is not None:
            remove_locked(self._folder, self._lock)
            self._lock = None

    def _write(self, frame: pl.DataFrame, name: str) -> str:
        path = self._folder / name
        frame.write_parquet(path, compression="lz4", statistics=False)
        path.chmod(0o600)
        self._files[name] = file_sha256(path)
        self._written += path.stat().st_size
        return name


@dataclass(frozen=True)
class MakingSheet:
    """One sheet of a copy that is made."""

    making: Making
    number: int

    def add(self, reading: Reading) -> None:
        """See `Making.add`."""
        self.making.add(self.number, reading)

    def end(self) -> None:
        """See `Making.end`."""
        self.making.end()
