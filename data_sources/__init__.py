"""The records room: source contracts, readers, firm names, quarantine.

`data_sources.SOURCES` is the registry of the sources kept here; `data_sources.intake.read_records` reads a folder.
Importing the package alone loads no dataframe library.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data_sources.lean_pandera import postpone_pandas

if TYPE_CHECKING:
    from data_sources.source import Source

    SOURCES: tuple[Source, ...]

__all__ = ["SOURCES"]

postpone_pandas()


def __getattr__(name: str) -> object:
    if name == "SOURCES":
        from data_sources.registry import SOURCES  # noqa: PLC0415  (loads the dataframe library)

        return SOURCES
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
