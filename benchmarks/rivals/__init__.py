"""The same reduction by different hands, each run in a process of its own by `benchmarks.worker`.

Every module has `reduce(folder, out)`: it reads the records in a folder, writes the evidence to `out` as a Parquet file
and gives what became of the rows. What the rivals leave out that ours does: they say of no row why it does not count
nor where it stands, keep no record ids behind the counts, break nothing down by columns, read only cells that are
written as the generators write them, resolve only the spellings of names that the generators make, and do not notice a
changed, renamed or broken file.
"""

from __future__ import annotations

from typing import NamedTuple


class Fates(NamedTuple):
    """What became of the rows: read = used + rejected + set apart."""

    read: int
    used: int
    rejected: int
    excluded: int
