"""The register of whoever is evaluated: securities firms, or the units that a rulebook declares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data_sources import firm_register

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from data_sources.source import Source

COLUMNS = ("firm_id", "full_name", "short_name", "former_names", "established_on", "brokerage", "merged_into")
"""What names and standing are computed from; see `data_sources.firm_register`."""


@dataclass(frozen=True)
class Register:
    """A register and how its rows are read.

    Attributes:
        source: its contract; the one register of an intake.
        completed: the `COLUMNS` that it lacks or may leave empty, as polars expressions over its own.
        groups: columns that put its rows into groups: `peer_group`, and those that a rulebook adds.
    """

    source: Source
    completed: Mapping[str, pl.Expr]
    groups: tuple[str, ...] = ()

    def rows(self, table: pl.DataFrame) -> pl.DataFrame:
        """Sound rows of the register with all `COLUMNS`, and its columns of groups."""
        return table.with_columns(**self.completed).select(*COLUMNS, *self.groups)


FIRMS = Register(firm_register.SOURCE, {})
"""The register of securities firms."""
