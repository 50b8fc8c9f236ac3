"""How much of a folder is in memory at a time, how much of it is kept for the next time, and what is too much to read.

Of what comes out only the order of a large table depends on it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Limits:
    """Bounds of memory, of the cache and of workbooks.

    Attributes:
        batch_rows: rows of a large Parquet file that are looked at together, at most.
        batch_cells: their cells, at most: of many columns half as many rows, or a quarter, and so on.
        piece_rows: rows of typed Parquet at an address that are checked together, columns at a time.
        hashes: hashes of records' numbers that are compared together.
        block_bytes: bytes of a large text file that are read together.
        held_bytes: files that together take up less are read at once and held, and so are results that do. Of larger
            files a few batches at a time are in memory, and what they give is laid down in a temporary folder.
        converted_from_bytes: text files and workbooks of that size or more are kept converted; smaller ones are read
            again as fast.
        unpacked_bytes: what all files of an archive may unpack to; they are held in memory.
        listed_files: how many files a folder may hold, its subfolders and archives included.
        cache_bytes: how much the cache may hold; what was not used for the longest time goes first.
        package_bytes: what a workbook may unpack to.
        part_bytes: what a part of a workbook, such as one sheet, may unpack to.
        compression: how many times smaller than unpacked a part of more than `small_part_bytes` may be packed; also how
            many cells a byte of a Parquet file may stand for that has more than `sheet_cells`.
        small_part_bytes: parts that unpack to no more may be packed as well as they can; those that are not tables
            (styles, names of sheets) are never larger.
        cut_from_bytes: sheets of a workbook that unpack to that or more are cut into columns; smaller ones are parsed
            as fast.
        sheets: sheets of a workbook.
        sheet_cells: rows times columns of a sheet, from its first cell to the last one that holds something.
        sparse_cells: rows times columns that may stand almost empty; in a larger sheet at least one cell of
            `sparsity` holds something.
        sparsity: see `sparse_cells`.
        cell_characters: length of a cell's text; spreadsheets allow 32,767.
    """

    batch_rows: int = 250_000
    batch_cells: int = 3_000_000
    piece_rows: int = 1_000_000
    hashes: int = 10_000_000
    block_bytes: int = 32 << 20
    held_bytes: int = 64 << 20
    converted_from_bytes: int = 4 << 20
    unpacked_bytes: int = 256 << 20
    listed_files: int = 10_000
    cache_bytes: int = 4 << 30
    package_bytes: int = 3 << 30
    part_bytes: int = 2 << 30
    compression: int = 200
    small_part_bytes: int = 32 << 20
    cut_from_bytes: int = 1 << 18
    sheets: int = 500
    sheet_cells: int = 40_000_000
    sparse_cells: int = 1_000_000
    sparsity: int = 50
    cell_characters: int = 32_767

    def batch(self, width: int) -> int:
        """Rows of so many columns that are looked at together; halves of `batch_rows`, as groups of rows often are."""
        rows = self.batch_rows
        while rows > 1 and rows * width > self.batch_cells:
            rows //= 2
        return rows

    def halved(self) -> Limits:
        """Half as many rows together, for rows whose work takes several times the memory of their cells."""
        return replace(self, batch_rows=max(self.batch_rows // 2, 1))


LONGEST_CELL = 10_000
"""Characters of a cell of open text beyond which its row is rejected."""

LONGEST_SHOWN = 300
"""Characters of a cell that the quarantine shows; it masks few more, however long the cell is."""

DEFAULT = Limits()
