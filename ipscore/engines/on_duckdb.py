"""DuckDB, in this process: relations over Parquet, with what exceeds the memory in a temporary folder."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl

from ipscore.engines.duckdb_reader import DuckDBReader
from ipscore.engines.engine import Engine

if TYPE_CHECKING:
    from collections.abc import Mapping


class DuckDBEngine(Engine):
    """A database in memory of its own.

    While the engine is open its connection is the default one of the module `duckdb`, on which Narwhals relies.
    """

    name = "duckdb"

    def frames(self, tables: Mapping[str, Any]) -> Mapping[str, Any]:
        """See `Engine.frames`."""
        return {
            name: self._relation(self._written(name, table)) if isinstance(table, pl.LazyFrame) else table
            for name, table in tables.items()
        }

    def reader(self) -> DuckDBReader:
        """See `Engine.reader`."""
        return DuckDBReader(self.connection)

    def close(self) -> None:
        """See `Engine.close`."""
        if "connection" in self.__dict__:
            duckdb.set_default_connection(self._default)
            self.connection.close()
        super().close()

    @cached_property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The connection, opened when it is first needed."""
        self._default = duckdb.default_connection()
        opened = duckdb.connect(config={"temp_directory": str(self.scratch / "duckdb")})
        duckdb.set_default_connection(opened)
        return opened

    def _relation(self, path: Any) -> duckdb.DuckDBPyRelation:
        return self.connection.read_parquet(str(path))
