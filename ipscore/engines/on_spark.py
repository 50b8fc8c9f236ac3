"""Spark: on this machine, on a cluster, or in a session that somebody else opened."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING, Any

import polars as pl

from ipscore.engines.engine import Engine
from ipscore.engines.spark_reader import SparkReader
from ipscore.engines.spark_session import REMOTE, here, insist_on_java, open_session

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_PART_BYTES = 4 << 20
"""Tables up to this size are one partition: nothing has to be exchanged to group them."""

_SMALL_BYTES = 8 << 20
"""Of records up to this size, to start soon matters most."""


class SparkEngine(Engine):
    """A session; one that was passed in, or that is active, is left running."""

    name = "pyspark"

    def __init__(self, session: Any = None, remote: str | None = None) -> None:
        self._given = session
        self._remote = remote or os.environ.get(REMOTE)
        self._own: Any = None
        self._small = False
        self._held: list[Any] = []
        self._count = 0

    def check(self) -> None:
        """See `Engine.check`; a session on this machine is opened only when it is known how much will be counted."""
        if self._given is not None:
            return
        if self._remote:
            _ = self.session
        else:
            insist_on_java()

    def frames(self, tables: Mapping[str, Any]) -> Mapping[str, Any]:
        """See `Engine.frames`."""
        own = {name: table for name, table in tables.items() if not isinstance(table, pl.LazyFrame)}
        paths = {name: self._written(name, table) for name, table in tables.items() if name not in own}
        self._small = not own and sum(path.stat().st_size for path in paths.values()) <= _SMALL_BYTES
        return {name: own[name] if name in own else self._frame(paths[name]) for name in tables}

    def reader(self) -> SparkReader:
        """See `Engine.reader`."""
        return SparkReader(self.session, self._made)

    def close(self) -> None:
        """See `Engine.close`."""
        for frame in self._held:
            frame.unpersist()
        self._held.clear()
        if self._own is not None:
            self._own.stop()
            self._own = None
        super().close()

    @cached_property
    def session(self) -> Any:
        """The session, opened when it is first needed.

        Raises:
            EngineError: Java is missing, or the cluster cannot be reached.
        """
        if self._given is not None:
            return self._given
        session, ours = open_session(self._remote, self.scratch, small=self._small)
        self._own = session if ours else None
        return session

    def _frame(self, path: Path) -> Any:
        """A table in the session: read from its file where the session runs here, else sent."""
        if not here(self.session):
            return self._kept(self.session.createDataFrame(pl.read_parquet(path).to_arrow()))
        frame = self.session.read.parquet(path.as_uri())
        return self._kept(frame.coalesce(1)) if path.stat().st_size <= _PART_BYTES else frame

    def _made(self, frame: Any) -> Any:
        """The frame made: as files where the session runs here, from which its columns are read fast, else kept."""
        if not here(self.session):
            return self._kept(frame)
        self._count += 1
        path = f"file://{self.scratch}/made-{self._count}"
        frame.write.parquet(path)
        return self.session.read.parquet(path)

    def _kept(self, frame: Any) -> Any:
        """The frame, read once however often it is counted."""
        self._held.append(frame.cache())
        return self._held[-1]
