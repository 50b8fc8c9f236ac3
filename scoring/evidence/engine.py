"""What brings tables before the reduction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping


class Engine(Protocol):
    """An engine that reduces records; see `ipscore.engines`."""

    @property
    def name(self) -> str:
        """As a run's manifest has it."""

    def frames(self, tables: Mapping[str, Any]) -> Mapping[str, Any]:
        """The tables, polars lazy frames, as lazy frames of the engine, whose kind Narwhals knows."""
