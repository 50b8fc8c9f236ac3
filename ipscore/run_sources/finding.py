"""Runs among the records, found, held against their manifests, and laid out as the records of sources."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import polars as pl

from data_sources.declared import declared_sources
from data_sources.derived_files import DerivedFile
from data_sources.errors import FolderError, IntakeError
from indicator_tree.periods import without_period
from ipscore.manifest import NAME, is_any_run, is_operations_run, is_run, sha256
from ipscore.ops_run import OperationsRun
from ipscore.run_folder import Run
from ipscore.run_sources import RunsFound
from ipscore.run_sources.operations import found_in_operations
from ipscore.run_sources.scores import scores_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from data_sources.source import Source
    from indicator_tree import Rulebook
    from indicator_tree.run_sources import RunSource
    from indicator_tree.scope import Period

    Span = tuple[date, date, Path]
    """First and last day of a run, and where it is."""

_DEEPEST = 4
"""How many folders below the records a run may lie."""
_LISTED = 5
_DAY = timedelta(days=1)


def find_runs(folder: Path, rulebook: Rulebook) -> RunsFound:
    """The records that runs in a folder hold for a rulebook, and the runs that none of its sources reads.

    Raises:
        IntakeError: there is no run of the kind that is asked for, two are of the same days, or one was changed after
            it was written, holds another firm, or lacks what a unit weighs.
    """
    wanted = {name: table.run for name, table in rulebook.declared.items() if table.run is not None}
    runs = sorted(_runs_below(folder, _DEEPEST))
    sources = [source for source in declared_sources(rulebook) if source.name in wanted]
    files: list[DerivedFile] = []
    remarks: list[str] = []
    for source in sources:
        run = wanted[source.name]
        found = _found(folder, runs, source, run)
        spans = _spans(found, run, rulebook.period)
        if run.kind == "evaluation":
            _stop_if_twice(folder, source, spans)
        files += _files(folder, found, source, run)
        remarks += _without_run(source, spans, rulebook.period)
    read = {file.path.parent for file in files}
    return RunsFound(tuple(files), (*_unread(folder, [path for path in runs if path not in read]), *remarks))


def _unread(folder: Path, runs: Sequence[Path]) -> Iterator[str]:
    if runs:
        names = "、".join(path.relative_to(folder).as_posix() for path in runs[:_LISTED])
        more = f" 等 {len(runs)} 个" if len(runs) > _LISTED else ""
        yield f"数据文件夹里的运行没有来源用到，未读入：{names}{more}"


def _without_run(source: Source, spans: Sequence[Span], period: Period) -> Iterator[str]:
    """The days of the period that no run is about: what is scored leaves them out."""
    gaps, begin = [], period.start
    for start, end, _ in spans:
        if start > begin:
            gaps.append((begin, start - _DAY))
        begin = max(begin, end + _DAY)
    if begin <= period.end:
        gaps.append((begin, period.end))
    if gaps:
        spelled = "、".join(f"{start} 至 {end}" for start, end in gaps)
        yield f"{source.title}：评价期内有些日子没有运行，得分不含它们：{spelled}"


def _runs_below(folder: Path, deeper: int) -> Iterator[Path]:
    for path in folder.iterdir() if folder.is_dir() else ():
        if not path.is_dir() or path.name.startswith("."):
            continue
        if is_any_run(path):
            yield path
        elif deeper:
            yield from _runs_below(path, deeper - 1)


def _found(folder: Path, runs: Sequence[Path], source: Source, wanted: RunSource) -> list[Path]:
    """The runs that a source is made of.

    Raises:
        FolderError: there is none.
    """
    of_kind = is_run if wanted.kind == "evaluation" else is_operations_run
    found = [path for path in runs if of_kind(path)]
    if wanted.rules:
        found = [path for path in found if wanted.rules in _names(Run.open(path).rulebook.id)]
    if not found:
        command = "ipscore score" if wanted.kind == "evaluation" else "ipscore ops score"
        by = f"、按规则 {wanted.rules} 评价" if wanted.rules else ""
        others = "、".join(path.relative_to(folder).as_posix() for path in runs[:_LISTED]) or "没有任何运行"
        raise FolderError(
            f"{source.title}：{folder} 里没有 {command} 写出{by}的运行文件夹；找到：{others}",
            f"请把运行文件夹整个放进 {folder}",
        )
    return found


def _spans(found: Sequence[Path], wanted: RunSource, period: Period) -> list[Span]:
    """The days of different runs in their order: scores count on their last day, what is found in operations daily."""
    own = {sha256(path / NAME): path for path in reversed(found)}.values()
    every = [(*days, path) for path in own if (days := _days(path, wanted)) is not None]
    return sorted(
        (start, end, path)
        for start, end, path in every
        if period.start <= end and (end if wanted.kind == "evaluation" else start) <= period.end
    )


def _days(path: Path, wanted: RunSource) -> tuple[date, date] | None:
    if wanted.kind == "operations":
        return OperationsRun.open(path).days
    own = Run.open(path).rulebook.period
    return own.start, own.end


def _files(folder: Path, found: Sequence[Path], source: Source, wanted: RunSource) -> Iterator[DerivedFile]:
    titles = {column.name: column.title for column in source.columns}
    for path in found:
        name = f"{path.relative_to(folder).as_posix()}/{wanted.table}"
        table, files = (scores_of if wanted.kind == "evaluation" else found_in_operations)(path, name, wanted)
        _stop_if_changed(path, files)
        ordered = table.select(pl.col(column).alias(title) for column, title in titles.items())
        made_of = hashlib.sha256(f"{sha256(path / NAME)}\n{wanted.model_dump_json()}".encode()).hexdigest()
        yield DerivedFile.from_table(ordered, name, path / NAME, source=source.name, made_of=made_of)


def _stop_if_twice(folder: Path, source: Source, spans: Sequence[Span]) -> None:
    """Two different runs of the same days would count the same records twice; a copy of one is read once.

    Raises:
        FolderError: there are such runs, of days that the evaluation asks for.
    """
    for (_, end, one), (start, _, other) in pairwise(spans):
        if start <= end:
            names = "、".join(path.relative_to(folder).as_posix() for path in (one, other))
            raise FolderError(
                f"{source.title}：{names} 的评价期重叠（{start} 在前者的 {end} 之前），同一天的得分会计两次",
                f"请只留一个，或在 [source.{source.name}] 的 run 里用 rules 写明取按哪个规则评价的",
            )


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
            f"{path.name}：{'、'.join(changed)} 已不是运行写出时的内容，不能作为依据",
            f"请用 ipscore score 重新评分，或换回原来的 {path.name}",
        )
