"""How much of a folder is in memory at a time, and how much of it is kept for the next time.

Of what comes out only the order of a large table depends on it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Bounds of memory, and of the cache.

    Attributes:
        batch_rows: rows of a large Parquet file that are looked at together.
        piece_rows: rows of large typed Parquet that are checked together, columns at a time.
        hashes: hashes of records' numbers that are compared together.
        block_bytes: bytes of a large text file that are read together.
        held_bytes: files that together take up less are read at once and held, and so are results that do. Of larger
            files one batch at a time is in memory, and what it gives is laid down in a temporary folder.
        converted_from_bytes: text files and workbooks of that size or more are kept converted; smaller ones are read
            again as fast.
        cache_bytes: how much the cache may hold; what was not used for the longest time goes first.
    """

    batch_rows: int = 250_000
    piece_rows: int = 1_000_000
    hashes: int = 10_000_000
    block_bytes: int = 32 << 20
    held_bytes: int = 64 << 20
    converted_from_bytes: int = 4 << 20
    cache_bytes: int = 4 << 30


LONGEST_CELL = 10_000
"""Characters of a cell of open text beyond which its row is rejected."""

LONGEST_SHOWN = 300
"""Characters of a cell that the quarantine shows; it masks few more, however long the cell is."""

DEFAULT = Limits()
