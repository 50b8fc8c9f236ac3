"""An operations run: readings, what was found in them, and their effects, as one folder."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from data_sources.csv_files import write_csv
from indicator_tree.catalogue import CatalogueError, load_catalogue
from ipscore.earlier_formats import TABLES_SINCE_2, intake_of_first, is_first
from ipscore.manifest import NAME, OPERATIONS
from ipscore.ops_manifest import CATALOGUE, write_operations_manifest
from ipscore.ops_tables import CSV, OPTIONAL, PARQUET, QUARANTINE, file_of, missing_columns, read_table
from ipscore.run_base import RunFolder
from ipscore.withdrawn_rows import as_written
from reports.operations.tables import Tables

if TYPE_CHECKING:
    from pathlib import Path

    from indicator_tree.catalogue import Catalogue
    from ipscore.ops_manifest import Scored


def write_operations_run(folder: Path, scored: Scored) -> None:
    """Write all files of a run into an empty folder, which may hold `readings.parquet` already."""
    for name in PARQUET:
        if name in scored.tables:
            scored.tables[name].write_parquet(folder / file_of(name))
    for name in CSV:
        write_csv(as_written(name, scored.tables[name]), folder / file_of(name))
    for name in OPTIONAL:
        if scored.tables[name].height:
            write_csv(scored.tables[name], folder / file_of(name))
    (folder / QUARANTINE).mkdir()
    for name in scored.records.quarantine:
        write_csv(scored.records.quarantined(name), folder / QUARANTINE / f"{name}.csv")
    text = scored.catalogue.model_dump_json(indent=2, exclude_none=True) + "\n"
    (folder / CATALOGUE).write_text(text, encoding="utf-8", newline="\n")
    write_operations_manifest(folder, scored)


@dataclass(frozen=True)
class OperationsRun(RunFolder):
    """A run of operations indicators."""

    KIND = OPERATIONS

    def check(self) -> None:
        """Require that the manifest lists the files.

        Raises:
            NotARunError: it does not.
        """
        outputs = self.manifest.get("outputs")
        if not isinstance(outputs, list) or not all(isinstance(one, dict) and "name" in one for one in outputs):
            raise self.damaged(f"{NAME} 没有列出各文件")

    @cached_property
    def catalogue(self) -> Catalogue:
        """The catalogue that the run applied."""
        path = self.folder / CATALOGUE
        if not path.is_file():
            raise self.incomplete(f"没有 {CATALOGUE}（运行所用的指标目录）")
        try:
            return load_catalogue(path)
        except CatalogueError as error:
            raise self.damaged(f"{CATALOGUE} 无法读取\n{error.message}") from error

    def table(self, name: str) -> pl.DataFrame:
        """A table by its name: `alerts`, `effects`, `quarantine_readings`.

        Raises:
            NotARunError: the file is missing or cannot be read, or lacks columns.
        """
        file = file_of(name)
        if name in TABLES_SINCE_2 and is_first(self.manifest):
            return intake_of_first(self.manifest, {}, ())
        with self.reading(file):
            table = read_table(self.folder / file, name)
        self.require_unreplaced()
        self.require_columns(file, missing_columns(name, table))
        return table

    @property
    def period(self) -> tuple[date, date] | None:
        """First and last day on which readings were due; none where those of the readings were taken."""
        stated = self.manifest.get("period")
        return None if stated is None else (date.fromisoformat(stated[0]), date.fromisoformat(stated[1]))

    @property
    def days(self) -> tuple[date, date] | None:
        """First and last day that it is about: of the period if one was stated, else of the months of its readings."""
        if (stated := self.period) is not None:
            return stated
        first, last = self.table("readings").select(pl.col("date").min(), pl.col("date").max().alias("last")).row(0)
        if first is None:
            return None
        return first.replace(day=1), last.replace(day=monthrange(last.year, last.month)[1])

    @property
    def table_names(self) -> tuple[str, ...]:
        """Names of all tables."""
        quarantined = sorted(path.stem for path in (self.folder / QUARANTINE).glob("*.csv"))
        return (*PARQUET, *CSV, *self._optional, *(f"{QUARANTINE}_{name}" for name in quarantined))

    @property
    def _optional(self) -> list[str]:
        return [name for name in OPTIONAL if self.lists(file_of(name))]

    @cached_property
    def tables(self) -> Tables:
        """What reports need of the run."""
        names = (*PARQUET, *CSV, *self._optional)
        wanted = {name: self.table(name) for name in names if name in Tables.__dataclass_fields__}
        return Tables(catalogue=self.catalogue, notice=str(self.manifest.get("notice", "")), **wanted)
