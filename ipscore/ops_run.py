"""An operations run: readings, what was found in them, and their effects, as one folder."""

from __future__ import annotations

import json
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import polars as pl

from data_sources.csv_files import write_csv
from indicator_tree.catalogue import CatalogueError, load_catalogue
from ipscore.atomic_folder import is_there
from ipscore.earlier_formats import TABLES_SINCE_2, intake_of_first, is_first, upgraded
from ipscore.errors import NotARunError
from ipscore.manifest import NAME, fingerprints, is_operations_run
from ipscore.ops_manifest import CATALOGUE, write_operations_manifest
from ipscore.ops_tables import CSV, OPTIONAL, PARQUET, QUARANTINE, file_of, missing_columns, read_table
from ipscore.replaced_runs import insist_unreplaced
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
class OperationsRun:
    """A run folder; its tables are read when asked for."""

    folder: Path

    @classmethod
    def open(cls, folder: Path) -> OperationsRun:
        """The run in a folder.

        Raises:
            NotARunError: there is no such folder, or it holds no operations run, or one whose manifest is damaged.
        """
        if not is_there(folder):
            raise NotARunError(f"没有文件夹 {folder}", "请写 ipscore ops score 写出的运行文件夹")
        if not is_operations_run(folder):
            raise NotARunError(
                f"{folder} 不是运营指标的运行文件夹：其中没有 ipscore ops score 写出的 {NAME}",
                "请写 ipscore ops score 写出的运行文件夹",
            )
        run = cls(folder)
        outputs = run.manifest.get("outputs")
        if not isinstance(outputs, list) or not all(isinstance(one, dict) and "name" in one for one in outputs):
            raise NotARunError(
                f"{folder} 已损坏：{NAME} 没有列出各文件", "请用 ipscore ops score 重新写出，或换回完好的副本"
            )
        return run

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """The manifest, that of an earlier format with the entries of today's."""
        return upgraded(json.loads(self._stated))

    @cached_property
    def _stated(self) -> bytes:
        return (self.folder / NAME).read_bytes()

    @cached_property
    def catalogue(self) -> Catalogue:
        """The catalogue that the run applied."""
        path = self.folder / CATALOGUE
        if not path.is_file():
            raise NotARunError(
                f"{self.folder} 不完整：没有 {CATALOGUE}（运行所用的指标目录）",
                "请用 ipscore ops score 重新写出，或换回完好的副本",
            )
        try:
            return load_catalogue(path)
        except CatalogueError as error:
            raise NotARunError(
                f"{self.folder} 已损坏：{CATALOGUE} 无法读取\n{error.message}",
                "请用 ipscore ops score 重新写出，或换回完好的副本",
            ) from error

    def table(self, name: str) -> pl.DataFrame:
        """A table by its name: `alerts`, `effects`, `quarantine_readings`.

        Raises:
            NotARunError: the file is missing or cannot be read, or lacks columns.
        """
        file = file_of(name)
        if name in TABLES_SINCE_2 and is_first(self.manifest):
            return intake_of_first(self.manifest, {}, ())
        try:
            table = read_table(self.folder / file, name)
        except (OSError, pl.exceptions.PolarsError) as error:
            insist_unreplaced(self.folder, self._stated)
            raise NotARunError(
                f"{self.folder} 不完整：无法读取 {file}（{error}）", "请用 ipscore ops score 重新写出，或换回完好的副本"
            ) from error
        insist_unreplaced(self.folder, self._stated)
        if missing := missing_columns(name, table):
            raise NotARunError(
                f"{self.folder} 已损坏：{file} 缺少列 {'、'.join(missing)}",
                "请用 ipscore ops score 重新写出，或换回完好的副本",
            )
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
        listed = {entry["name"] for entry in self.manifest["outputs"]}
        return [name for name in OPTIONAL if file_of(name) in listed]

    @cached_property
    def tables(self) -> Tables:
        """What reports need of the run."""
        names = (*PARQUET, *CSV, *self._optional)
        wanted = {name: self.table(name) for name in names if name in Tables.__dataclass_fields__}
        return Tables(catalogue=self.catalogue, notice=str(self.manifest.get("notice", "")), **wanted)

    def changed_files(self) -> tuple[str, ...]:
        """Files that are no longer what the manifest says: changed, gone, or not listed."""
        stated = {entry["name"]: entry.get("sha256") for entry in self.manifest["outputs"]}
        present = fingerprints(self.folder)
        return tuple(sorted(name for name in stated.keys() | present if stated.get(name) != present.get(name)))
