"""Runs among the records, as the records of the sources that a rulebook makes of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from data_sources.derived_files import DerivedFile

__all__ = ["RunsFound"]


@dataclass(frozen=True)
class RunsFound:
    """The runs among the records.

    Attributes:
        files: those that sources are made of, as files of the folder.
        remarks: which are read by none, and which days of the period none is about, in Chinese.
    """

    files: tuple[DerivedFile, ...] = ()
    remarks: tuple[str, ...] = ()
