"""A run: one published evaluation as a folder. Writing it, and reading it back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import polars as pl

from indicator_tree import load_rulebook
from ipscore.errors import NotARunError
from ipscore.manifest import FORMAT, NAME, write_manifest
from scoring import Evaluation

if TYPE_CHECKING:
    from pathlib import Path

    from data_sources.records import Records
    from indicator_tree import Rulebook, RulebookFile

PARQUET = ("scores", "ledger", "evidence", "evidence_records", "firms")
CSV: dict[str, dict[str, Any]] = {
    "distribution": {"node": pl.String, "band": pl.String, "firms": pl.Int64, "share": pl.Float64},
    "summary": {
        **dict.fromkeys(("node", "name"), pl.String),
        "level": pl.Int64,
        "weight": pl.Float64,
        "firms": pl.Int64,
        **dict.fromkeys(("mean", "median", "min", "max", "sd"), pl.Float64),
    },
}
RULEBOOK = "rulebook.json"
QUARANTINE = "quarantine"
_QUARANTINE_COLUMNS = {"row": pl.Int64}


def write_run(folder: Path, evaluation: Evaluation, records: Records, source: RulebookFile) -> None:
    """Write all files of a run into an empty folder. CSV files open in Excel as they are (byte order mark)."""
    for name in PARQUET:
        getattr(evaluation, name).write_parquet(folder / f"{name}.parquet")
    for name in CSV:
        _write_csv(getattr(evaluation, name), folder / f"{name}.csv")
    (folder / QUARANTINE).mkdir()
    for name, table in records.quarantine.items():
        _write_csv(table, folder / QUARANTINE / f"{name}.csv")
    text = evaluation.rulebook.model_dump_json(indent=2, exclude_none=True) + "\n"
    (folder / RULEBOOK).write_text(text, encoding="utf-8", newline="\n")
    write_manifest(folder, evaluation, records, source)


def is_run(folder: Path) -> bool:
    """Whether a folder holds a run, judged by its manifest."""
    try:
        manifest = json.loads((folder / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(manifest, dict) and manifest.get("format") == FORMAT


@dataclass(frozen=True)
class Run:
    """A run folder; its tables are read when asked for."""

    folder: Path

    @classmethod
    def open(cls, folder: Path) -> Run:
        """The run in a folder.

        Raises:
            NotARunError: there is no such folder, or it holds no run.
        """
        if not folder.is_dir():
            raise NotARunError(f"没有文件夹 {folder}；RUN 应为 ipscore score 写出的运行文件夹")
        if not is_run(folder):
            raise NotARunError(f"{folder} 不是运行文件夹：其中没有 ipscore score 写出的 {NAME}{_below(folder)}")
        return cls(folder)

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """The manifest as written."""
        found: dict[str, Any] = json.loads((self.folder / NAME).read_text(encoding="utf-8"))
        return found

    @cached_property
    def rulebook(self) -> Rulebook:
        """The rulebook that the run applied."""
        return load_rulebook(self.folder / RULEBOOK)

    @property
    def scheme(self) -> str:
        """The weight scheme that the run applied."""
        return str(self.manifest["weights"]["scheme"])

    def table(self, name: str) -> pl.DataFrame:
        """A table by its name: `scores`, `summary`, `quarantine_complaints`.

        Raises:
            NotARunError: the file is missing or cannot be read.
        """
        file = file_of(name)
        try:
            return read_table(self.folder / file)
        except (OSError, pl.exceptions.PolarsError) as error:
            raise NotARunError(f"{self.folder} 不完整：无法读取 {file}（{error}）") from error

    @property
    def table_names(self) -> tuple[str, ...]:
        """Names of all tables."""
        quarantined = sorted(path.stem for path in (self.folder / QUARANTINE).glob("*.csv"))
        return (*PARQUET, *CSV, *(f"{QUARANTINE}_{name}" for name in quarantined))

    @cached_property
    def evaluation(self) -> Evaluation:
        """The evaluation that was published."""
        tables = {name: self.table(name) for name in (*PARQUET, *CSV)}
        return Evaluation(rulebook=self.rulebook, scheme=self.scheme, **tables)


def file_of(table: str) -> str:
    """Where in the run a table lies."""
    if table in PARQUET:
        return f"{table}.parquet"
    if table.startswith(f"{QUARANTINE}_"):
        return f"{QUARANTINE}/{table.removeprefix(f'{QUARANTINE}_')}.csv"
    return f"{table}.csv"


def read_table(path: Path) -> pl.DataFrame:
    """A table of a run from its file; CSV files get their types back."""
    if path.suffix == ".parquet":
        return pl.read_parquet(path)
    types = CSV.get(path.stem, _QUARANTINE_COLUMNS)
    return pl.read_csv(path, schema_overrides=types, infer_schema=False)


def _write_csv(table: pl.DataFrame, path: Path) -> None:
    table.write_csv(path, include_bom=True)


def _below(folder: Path) -> str:
    runs = sorted(path.name for path in folder.iterdir() if path.is_dir() and is_run(path))
    return f"；是否指其中的 {'、'.join(runs)}？" if runs else ""
