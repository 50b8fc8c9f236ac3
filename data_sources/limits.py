"""How much of a folder is in memory at a time; of what comes out only the order of a large table depends on it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Bounds of memory.

    Attributes:
        batch_rows: rows of a large Parquet file that are looked at together.
        block_bytes: bytes of a large text file that are read together.
        held_bytes: files that together take up less are read at once and held, and so are results that do. Of larger
            files one batch at a time is in memory, and what it gives is laid down in a temporary folder.
    """

    batch_rows: int = 250_000
    block_bytes: int = 32 << 20
    held_bytes: int = 64 << 20


DEFAULT = Limits()
