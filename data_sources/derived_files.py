"""Tables that are made of other files, such as those of a run, and read like any file of the folder."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data_sources.stage.input_files import Fingerprint, InputFile

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl


@dataclass(frozen=True, eq=False)
class DerivedFile(InputFile):
    """A table under the name of what it is made of.

    Attributes:
        source: the name of the source that it holds.
        made_of: a fingerprint of what it is made of, and how; the same for the same content.
    """

    source: str = ""
    made_of: str = ""

    @classmethod
    def from_table(cls, table: pl.DataFrame, name: str, path: Path, *, source: str, made_of: str) -> DerivedFile:
        """A table whose columns are called as the source's contract calls them.

        Args:
            table: its rows.
            name: how messages call it.
            path: the file that says what it is made of.
            source: see the attributes.
            made_of: see the attributes.
        """
        content = io.BytesIO()
        table.write_parquet(content)
        return cls(name, path, content.getvalue(), source, made_of)

    def fingerprint(self) -> Fingerprint:
        """That of what it is made of: how a table is packed may change with a library's version."""
        return Fingerprint(self.made_of, self.state())
