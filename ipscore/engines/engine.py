"""What every engine does: it brings tables before the reduction, and puts away what it needed for that."""

from __future__ import annotations

import weakref
from abc import ABC, abstractmethod
from functools import cached_property
from typing import TYPE_CHECKING, Any

import polars as pl

from data_sources.locked_folders import make_scratch, remove_locked

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from data_sources.bulk.reader import Reader


class Engine(ABC):
    """An engine, until it is closed.

    Attributes:
        name: as on the command line.
    """

    name: str

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def check(self) -> None:  # noqa: B027  (most engines are always there)
        """Insist, before anything is read, that the engine can be reached.

        Raises:
            EngineError: it cannot.
        """

    @abstractmethod
    def frames(self, tables: Mapping[str, Any]) -> Mapping[str, Any]:
        """The tables as lazy frames of the engine; those that are its own already are left as they are.

        Args:
            tables: source → polars lazy frame, or a frame of the engine.
        """

    @abstractmethod
    def reader(self) -> Reader:
        """What reads sources that lie at addresses."""

    def close(self) -> None:
        """Give back everything that the engine took; its frames cannot be read any more."""
        if "scratch" in self.__dict__:
            self._finalizer()

    @cached_property
    def scratch(self) -> Path:
        """A temporary folder that goes with the engine, or when the next one is made if the process is killed."""
        folder, lock = make_scratch()
        self._finalizer = weakref.finalize(self, remove_locked, folder, lock)
        return folder

    def _written(self, name: str, table: pl.LazyFrame) -> Path:
        """A table laid down as Parquet, streaming, for an engine that reads it itself.

        Fingerprints of persons and devices, which no rule counts, stay where they are; codes become the texts that they
        stand for, since not every engine knows enumerations.
        """
        path = self.scratch / f"{name}.parquet"
        shown = table.drop(pl.selectors.by_dtype(pl.UInt64)).with_columns(pl.selectors.enum().cast(pl.String))
        shown.sink_parquet(path, compression="lz4")
        return path
