"""Frames that are kept while a folder is read: in memory as long as they are small, then in a temporary folder."""

from __future__ import annotations

import tempfile
import weakref
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
from polars.io.plugins import register_io_source

from data_sources.errors import SpillError
from data_sources.full_disk import is_full, no_space
from data_sources.locked_folders import make_scratch, remove_locked
from data_sources.steady_parquet import OF_RECORDS, write_parquet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from data_sources.locks import Lock


@dataclass(frozen=True, eq=False)
class Kept:
    """A frame that was kept; it can be had until its `Spill` is closed.

    Attributes:
        where: the frame, or where it lies.
        spill: who keeps it.
        texts: columns of it that are kept as places in an enumeration and given back as text.
    """

    where: pl.DataFrame | Path
    spill: Spill
    texts: tuple[str, ...] = ()

    @property
    def in_memory(self) -> bool:
        """Whether the frame takes up memory."""
        return isinstance(self.where, pl.DataFrame)

    @property
    def is_empty(self) -> bool:
        """Whether it has no rows."""
        return isinstance(self.where, pl.DataFrame) and self.where.is_empty()

    def frame(self) -> pl.DataFrame:
        """The frame."""
        frame = self.where if isinstance(self.where, pl.DataFrame) else pl.read_parquet(self.where, glob=False)
        return frame.with_columns(map(_texts, frame.select(self.texts))) if self.texts else frame

    def lazy(self) -> pl.LazyFrame:
        """The frame, read when it is needed."""
        return as_texts(self.coded(), self.texts)

    def coded(self) -> pl.LazyFrame:
        """The same with places in an enumeration where it gives back texts: less to read, to compare and to sort."""
        return self.where.lazy() if isinstance(self.where, pl.DataFrame) else pl.scan_parquet(self.where, glob=False)

    def drop(self) -> None:
        """Give back the place on the disk; the frame cannot be had any more."""
        if isinstance(self.where, Path):
            self.where.unlink()


class Spill:
    """Keeps frames; its temporary folder goes when it is closed, forgotten, or the process ends."""

    def __init__(self, held_bytes: int) -> None:
        self._left = held_bytes
        self._count = 0
        self._folder: Path | None = None
        self._finalizer: weakref.finalize[[Path, Lock], Spill] | None = None

    def keep(self, frame: pl.DataFrame, texts: Sequence[str] = ()) -> Kept:
        """Keep a frame.

        Args:
            frame: the frame.
            texts: columns of it that are places in an enumeration (pl.Enum), to be given back as text.

        Raises:
            SpillError: the temporary folder cannot be written.
        """
        size = int(frame.estimated_size())
        if frame.is_empty():
            return Kept(frame.clear(), self, tuple(texts))
        if size <= self._left:
            self._left -= size
            return Kept(frame, self, tuple(texts))
        self._left = 0  # what comes later is no smaller: few large frames in memory help nobody
        return Kept(self._written(frame), self, tuple(texts))

    def instead(self, old: Kept, frame: pl.DataFrame) -> Kept:
        """Keep a frame in the place of another."""
        old.drop()
        return self.keep(frame)

    def close(self) -> None:
        """Remove the temporary folder, if there is one."""
        if self._finalizer is not None:
            self._finalizer()

    def path(self) -> Path:
        """Where a frame that is made elsewhere can be laid down."""
        if self._folder is None:
            self._folder, lock = make_scratch()
            self._finalizer = weakref.finalize(self, remove_locked, self._folder, lock)
        self._count += 1
        return self._folder / f"{self._count:06}.parquet"

    def together(self, frames: Iterator[pl.DataFrame], schema: pl.Schema) -> Path:
        """Write frames one after another to a file, as `data_sources.steady_parquet` does; only some are in memory.

        Raises:
            SpillError: the temporary folder cannot be written.
        """
        size = 0

        def told(*_: object) -> Iterator[pl.DataFrame]:
            nonlocal size
            for frame in frames:
                size += int(frame.estimated_size())
                yield frame

        with _told(lambda: size):
            path = self.path()
            write_parquet(register_io_source(told, schema=schema), path, level=OF_RECORDS)
        return path

    def _written(self, frame: pl.DataFrame) -> Path:
        with _told(lambda: int(frame.estimated_size())):
            path = self.path()
            frame.write_parquet(path, compression="uncompressed", statistics=False)
        return path


def as_texts(frame: pl.LazyFrame, names: Sequence[str]) -> pl.LazyFrame:
    """A frame with the texts that some of its columns, places in an enumeration, stand for."""
    told = (pl.col(name).map_batches(_texts, pl.String, is_elementwise=True) for name in names)
    return frame.with_columns(told) if names else frame


def _texts(places: pl.Series) -> pl.Series:
    """The texts of an enumeration; gathered, since a cast takes twice as long."""
    if not isinstance(places.dtype, pl.Enum):
        return places
    return places.dtype.categories[places.to_physical()].alias(places.name)


@contextmanager
def _told(size: Callable[[], int]) -> Iterator[None]:
    """Tell, in Chinese, that the temporary folder cannot be written, and why; how many bytes were to be there."""
    try:
        yield
    except (OSError, pl.exceptions.PolarsError) as error:
        folder = Path(tempfile.gettempdir())
        if is_full(error):
            raise SpillError(f"临时文件夹{no_space(folder, size())}", "请用环境变量 TMPDIR 指定别处") from error
        why = (error.strerror if isinstance(error, OSError) else None) or error
        raise SpillError(f"临时文件夹 {folder} 写不下（{why}）", "请用环境变量 TMPDIR 指定别处") from error
