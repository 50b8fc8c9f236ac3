"""What an intake hands over."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from data_sources.batches import UNRECOGNISED
from data_sources.corrections.applied import NO_CORRECTIONS
from data_sources.errors import StrictIntakeError
from data_sources.quarantine import Quarantine

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from data_sources.corrections.applied import Corrections
    from data_sources.spill import Spill


@dataclass(frozen=True)
class FileIntake:
    """What became of one file, or of one sheet of a workbook: read = used + rejected + excluded + corrected.

    Attributes:
        file: the file's name.
        source: the source it holds.
        sheet: the sheet's name; empty for a file that is one table.
        sha256: fingerprint of the whole file.
        read: rows that hold anything, without the header.
        used: rows that count.
        rejected: bad rows.
        excluded: sound rows that are not scored (outside the period, firm not evaluated).
        dropped: headers of columns that no source has; their cells are not kept.
        title: how people call the source.
        hidden: whether a person who opens the file does not see the sheet.
        remarks: what a person should know of it, in Chinese, such as rows that are hidden and were read.
        corrected: rows that a decision withdrew.
    """

    file: str
    source: str
    sheet: str
    sha256: str
    read: int
    used: int
    rejected: int
    excluded: int
    dropped: tuple[str, ...]
    title: str = ""
    hidden: bool = False
    remarks: tuple[str, ...] = ()
    corrected: int = 0


@dataclass(frozen=True)
class Records:
    """Typed, validated records with what was kept out of them.

    Of a large folder, tables and quarantine lie in a temporary folder that is removed together with this object (or
    with the process): keep it as long as they are read.

    Attributes:
        firms: one row per registered firm; see `data_sources.population.firms_of`.
        tables: source → record_id, firm_id (the evaluated firm), entity_id (the firm that the record names) and the
            source's own columns, sorted by record_id, or, where a source has more than 100,000 rows or is too large
            for memory, in the order of files and rows (of typed Parquet at an address those first that did not have
            to be read one by one); a source without a file has no table.
        placed: the same tables, each record with the place where it stands (`data_sources.origin.PLACE`); firms and
            values of closed columns may be places in an enumeration (pl.Enum), which take less to read.
        intake: one entry per file and sheet, in the order of names.
        quarantine: source → file, sheet, row, column, value, kind (`rejected`, `excluded` or `corrected`), reason;
            in the order of files, rows and columns. See `quarantined` for millions of lines.
        unrecognised: answers of the records that count which are no option of their question, each with its place and
            what was probably meant: `data_sources.batches.UNRECOGNISED`. They are empty in the tables.
        ignored: files and sheets that are not read, each with the reason.
        remarks: what a person should know of files and sheets, such as hidden rows.
        mapping: name and SHA-256 of the file beside the records that says what headers, cells and files mean.
        corrections: the decisions that were applied to them; those of a folder without correction files are none.
        beside: what lies among the records and is none of them, such as runs that no source reads.
        cache_remarks: why nothing could be kept in the cache; it says nothing of the records.
        spill: what keeps the tables and the quarantine of a large folder.
    """

    firms: pl.DataFrame
    tables: dict[str, pl.LazyFrame]
    intake: tuple[FileIntake, ...]
    quarantine: Mapping[str, pl.DataFrame]
    unrecognised: pl.DataFrame = field(default_factory=UNRECOGNISED.to_frame)
    ignored: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    mapping: tuple[str, str] | None = None
    corrections: Corrections = NO_CORRECTIONS
    beside: tuple[str, ...] = ()
    cache_remarks: tuple[str, ...] = ()
    placed: Mapping[str, pl.LazyFrame] = field(default_factory=dict)
    spill: Spill | None = field(default=None, repr=False, compare=False)

    def quarantined(self, source: str) -> pl.LazyFrame:
        """The quarantine of a source, not read yet: `sink_csv` writes it however long it is."""
        return (
            self.quarantine.lazy(source) if isinstance(self.quarantine, Quarantine) else self.quarantine[source].lazy()
        )

    def close(self) -> None:
        """Remove the temporary folder now; the tables of a large folder cannot be read any more."""
        if self.spill is not None:
            self.spill.close()

    def raise_if_rejected(self) -> None:
        """Insist that no row was rejected.

        Raises:
            StrictIntakeError: rows were; lists how many of which file.
        """
        bad = [entry for entry in self.intake if entry.rejected]
        if bad:
            lines = [
                f"  - {entry.file}{f'[{entry.sheet}]' if entry.sheet else ''}：{entry.read} 行中有 {entry.rejected} 行"
                for entry in bad
            ]
            total = sum(entry.rejected for entry in bad)
            raise StrictIntakeError(f"共有 {total} 行不合格，原因见隔离表：\n" + "\n".join(lines))
