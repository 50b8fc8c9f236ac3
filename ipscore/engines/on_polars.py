"""Polars, in this process: the engine that needs nothing more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data_sources.bulk.on_polars import PolarsReader
from ipscore.engines.engine import Engine

if TYPE_CHECKING:
    from collections.abc import Mapping


class PolarsEngine(Engine):
    """The tables are Polars' own already."""

    name = "polars"

    def frames(self, tables: Mapping[str, Any]) -> Mapping[str, Any]:
        """See `Engine.frames`."""
        return tables

    def reader(self) -> PolarsReader:
        """See `Engine.reader`."""
        return PolarsReader()
