"""The copies that one intake reads and makes."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

import polars as pl

from data_sources.ahead import ahead
from data_sources.cache.entry import Entry, SheetEntry, is_whole, key_of, read_entry
from data_sources.cache.making import Making
from data_sources.cache.rows import from_kept, schema_kept
from data_sources.cache.store import CacheError
from data_sources.errors import UnreadableFileError
from data_sources.stage.formats import PARQUET, TEXT, format_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from data_sources.cache.entry import Batch, Said
    from data_sources.cache.store import Store
    from data_sources.limits import Limits
    from data_sources.locks import Lock
    from data_sources.origin import Origin
    from data_sources.source import Source
    from data_sources.stage.input_files import Fingerprint, InputFile
    from data_sources.typed_rows import Reading

_FAULTS = (OSError, pl.exceptions.PolarsError)


@dataclass(frozen=True)
class Cache:
    """Where copies are kept.

    Attributes:
        store: the folder.
        version: what the code of the reader and of the contracts is known by; copies of another version are not read.
    """

    store: Store
    version: Callable[[], str]


class Copy:
    """A copy that is read: whole when it was found, and held until it is closed."""

    def __init__(self, folder: Path, entry: Entry, lock: Lock) -> None:
        self.entry = entry
        self._folder = folder
        self._lock = lock

    def readings(self, sheet: SheetEntry, source: Source, origin: Origin) -> Iterator[Reading]:
        """The rows of a sheet, batch by batch, as they were read.

        Raises:
            UnreadableFileError: the copy can no longer be read.
        """
        try:
            yield from ahead(partial(self._reading, source, origin), sheet.batches)
        except _FAULTS as error:
            raise UnreadableFileError(
                origin.file, "缓存里的副本读到中途打不开了", "请重试，或加 --no-cache 不用缓存"
            ) from error

    def fits(self, sources: Mapping[str, Source]) -> bool:
        """Whether its frames have the columns that the sources have."""
        try:
            return all(
                pl.read_parquet_schema(self._folder / batch.rows) == schema_kept(sources[sheet.source])
                for sheet in self.entry.sheets
                for batch in sheet.batches
            )
        except (*_FAULTS, KeyError):
            return False

    def close(self) -> None:
        """Let it go."""
        self._lock.release()

    def _reading(self, source: Source, origin: Origin, batch: Batch) -> Reading:
        found = None if batch.found is None else self._frame(batch.found)
        return from_kept(self._frame(batch.rows), found, origin, source)

    def _frame(self, name: str) -> pl.DataFrame:
        return pl.read_parquet(self._folder / name, glob=False, memory_map=False)


@dataclass(frozen=True)
class CopiedSheet:
    """One sheet of a copy that is read."""

    copy: Copy
    entry: SheetEntry

    def readings(self, source: Source, origin: Origin) -> Iterator[Reading]:
        """See `Copy.readings`."""
        return self.copy.readings(self.entry, source, origin)


@dataclass
class Copies:
    """What an intake needs to find copies and to make them.

    Attributes:
        cache: where they are.
        sources: what is looked for.
        closed: the values that closed columns allow, by source.
        limits: which files are worth it.
        remarks: why copies could not be made; at most one.
    """

    cache: Cache
    sources: Sequence[Source]
    closed: Mapping[str, Mapping[str, Sequence[str]]]
    limits: Limits
    remarks: list[str] = field(default_factory=list)
    _held: list[Copy | Making] = field(default_factory=list)

    def worth(self, item: InputFile) -> bool:
        """Whether a copy of a file saves anything."""
        large = item.content is None and item.size >= self.limits.converted_from_bytes
        return large and format_of(item) != PARQUET

    def find(self, item: InputFile, sha256: str, named: Source | None, files: Mapping[str, str]) -> Copy | None:
        """The copy of a file; None if there is none that is whole, and one that is not is removed."""
        key = self._key(item, sha256, named, files)
        store = self.cache.store
        lock = store.hold(key)
        if lock is None:
            return None
        folder = store.folder / key
        entry = read_entry(folder, key)
        if entry is not None and is_whole(folder, entry):
            copy = Copy(folder, entry, lock)
            if copy.fits({source.name: source for source in self.sources}):
                store.touch(key)
                self._held.append(copy)
                return copy
        lock.release()
        store.remove(key)
        return None

    def begin(
        self,
        item: InputFile,
        fingerprint: Fingerprint,
        named: Source | None,
        files: Mapping[str, str],
        said: Said,
    ) -> Making | None:
        """Begin a copy; None if the cache cannot be written."""
        if self.remarks:
            return None
        try:
            key = self._key(item, fingerprint.sha256, named, files)
            making = Making(
                self.cache.store, item, fingerprint, key=key, said=said, closed=self.closed, remark=self.remark
            )
        except (OSError, CacheError) as error:
            self.remark(error)
            return None
        self._held.append(making)
        return making

    def remark(self, error: Exception) -> None:
        """Say, once, that no copies are made."""
        why = (error.strerror if isinstance(error, OSError) else None) or str(error)
        if not self.remarks:
            self.remarks.append(
                f"缓存文件夹 {self.cache.store.folder} 写不进（{why}）：结果不受影响，下次仍须重新解析文本文件"
            )

    def close(self) -> None:
        """Let all copies go; those that are not whole are removed."""
        for held in self._held:
            if isinstance(held, Copy):
                held.close()
            else:
                held.give_up()
        self._held.clear()

    def _key(self, item: InputFile, sha256: str, named: Source | None, files: Mapping[str, str]) -> str:
        by_name = format_of(item) == TEXT and named is not None
        sources = [source for source in self.sources if source is named] if by_name else self.sources
        return key_of(
            {
                "version": self.cache.version(),
                "polars": pl.__version__,
                "sha256": sha256,
                "name": item.name,
                "files": {name: said for name, said in files.items() if name.startswith(item.name)},
                "named": "" if named is None else named.name,
                "block_bytes": self.limits.block_bytes,
                "sources": {source.name: _contract(source, self.closed[source.name]) for source in sources},
            }
        )


def _contract(source: Source, closed: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    checks = [
        [column.name, check.name, check.error, repr(check.limit)]
        for column in source.columns
        for check in column.checks
    ]
    return {
        "names": [source.name, source.title],
        "dated_by": source.dated_by,
        "key": list(source.key),
        "columns": [repr(column) for column in source.columns],
        "checks": checks,
        "mapped": repr(source.mapped),
        "closed": {name: list(values) for name, values in closed.items()},
    }
