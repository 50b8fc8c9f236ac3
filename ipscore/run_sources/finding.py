"""Runs among the records, found, held against their manifests, and laid out as the records of sources."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import polars as pl

from data_sources.declared import declared_sources
from data_sources.derived_files import DerivedFile
from data_sources.errors import FolderError, IntakeError
from indicator_tree.periods import without_period
from ipscore.manifest import NAME, is_any_run, is_operations_run, is_run, sha256
from ipscore.run_folder import Run
from ipscore.run_sources.operations import found_in_operations
from ipscore.run_sources.scores import scores_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from data_sources.source import Source
    from indicator_tree import Rulebook
    from indicator_tree.run_sources import RunSource

_DEEPEST = 4
"""How many folders below the records a run may lie."""
_LISTED = 5


def derived_files(folder: Path, rulebook: Rulebook) -> tuple[DerivedFile, ...]:
    """The records that runs in a folder hold for a rulebook; none where it makes no source of runs.

    Raises:
        IntakeError: there is no run of the kind that is asked for, or one was changed after it was written, holds
            another firm, or lacks what a unit weighs.
    """
    wanted = {name: table.run for name, table in rulebook.declared.items() if table.run is not None}
    if not wanted:
        return ()
    runs = sorted(_runs_below(folder, _DEEPEST))
    sources = [source for source in declared_sources(rulebook) if source.name in wanted]
    return tuple(file for source in sources for file in _of_source(folder, runs, source, wanted[source.name]))


def _runs_below(folder: Path, deeper: int) -> Iterator[Path]:
    for path in folder.iterdir() if folder.is_dir() else ():
        if not path.is_dir() or path.name.startswith("."):
            continue
        if is_any_run(path):
            yield path
        elif deeper:
            yield from _runs_below(path, deeper - 1)


def _of_source(folder: Path, runs: Sequence[Path], source: Source, wanted: RunSource) -> Iterator[DerivedFile]:
    of_kind = is_run if wanted.kind == "evaluation" else is_operations_run
    found = [path for path in runs if of_kind(path)]
    if wanted.rules:
        found = [path for path in found if wanted.rules in _names(Run.open(path).rulebook.id)]
    if not found:
        command = "ipscore score" if wanted.kind == "evaluation" else "ipscore ops score"
        by = f"、按规则 {wanted.rules} 评价" if wanted.rules else ""
        others = "、".join(str(path.relative_to(folder)) for path in runs[:_LISTED]) or "没有任何运行"
        raise FolderError(
            f"{source.title}：{folder} 里没有 {command} 写出{by}的运行文件夹；找到：{others}。"
            f"请把运行文件夹整个放进 {folder}"
        )
    titles = {column.name: column.title for column in source.columns}
    for path in found:
        name = f"{path.relative_to(folder).as_posix()}/{wanted.table}"
        table, files = (scores_of if wanted.kind == "evaluation" else found_in_operations)(path, name, wanted)
        _stop_if_changed(path, files)
        ordered = table.select(pl.col(column).alias(title) for column, title in titles.items())
        made_of = hashlib.sha256(f"{sha256(path / NAME)}\n{wanted.model_dump_json()}".encode()).hexdigest()
        yield DerivedFile.from_table(ordered, name, path / NAME, source=source.name, made_of=made_of)


def _names(rules: str) -> tuple[str, str]:
    """What rules may be called: whole, or without the period that they were applied to."""
    return rules, without_period(rules)


def _stop_if_changed(path: Path, files: Sequence[str]) -> None:
    """Hold the files that were read against the run's manifest.

    Raises:
        IntakeError: one is no longer what the run wrote.
    """
    manifest: dict[str, Any] = json.loads((path / NAME).read_text(encoding="utf-8"))
    stated = {entry["name"]: entry["sha256"] for entry in manifest["outputs"]}
    if changed := [name for name in files if stated.get(name) != sha256(path / name)]:
        raise IntakeError(
            f"{path.name}：{'、'.join(changed)} 已不是运行写出时的内容，不能作为依据；请重新评分，或换回原来的文件夹"
        )
