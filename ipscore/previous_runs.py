"""Runs of the evaluations before, as `score` reads them: opened, held against their manifests and against the rules."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from ipscore.manifest import NAME, fingerprints, sha256
from ipscore.run_folder import Run
from ipscore.run_tables import PREVIOUS_AT
from scoring.errors import PreviousRunError
from scoring.previous.asking import asked_of_previous
from scoring.previous.carrying import PreviousValues, carried
from scoring.previous.cutoffs import with_previous_cutoffs
from scoring.previous.frames import kept_from_previous
from scoring.previous.ordering import Earlier, in_order

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from indicator_tree import Rulebook
    from ipscore.rules import Rules

_SHOWN = 5


@dataclass(frozen=True)
class PreviousRuns:
    """Previous runs, the latest first; none where nothing reads them and none are given."""

    ordered: tuple[Earlier, ...] = ()
    runs: tuple[Run, ...] = ()
    """The same, as they were opened."""

    @property
    def last(self) -> Run | None:
        """The last one."""
        return self.runs[0] if self.runs else None

    def filled(self, rules: Rules) -> Rules:
        """The rules with the cut-offs that they take from the last run."""
        if not self.ordered:
            return rules
        book = with_previous_cutoffs(rules.rulebook, self.ordered[0])
        return replace(rules, source=replace(rules.source, rulebook=book))

    def values(self, rulebook: Rulebook, firms: pl.DataFrame) -> PreviousValues:
        """What the rules read of them, for the firms of a register."""
        return carried(self.ordered, rulebook, firms)


def open_previous(folders: Sequence[Path], rulebook: Rulebook, out: Path | None = None) -> PreviousRuns:
    """The previous runs that a rulebook is scored with. See `open_given`.

    Raises:
        PreviousRunError: the rulebook asks for more than are given.
    """
    found = open_given(folders, rulebook, out)
    if error := lacking(rulebook, len(found.ordered)):
        raise error
    return found


def open_given(folders: Sequence[Path], rulebook: Rulebook, out: Path | None = None) -> PreviousRuns:
    """The previous runs that are given, whether or not the rulebook asks for more.

    Args:
        folders: of the runs, in any order.
        rulebook: what reads them.
        out: where the new run goes.

    Raises:
        NotARunError: one is no run.
        PreviousRunError: one is given twice, is the new run itself, is no longer what it was when it was written, or
            is not of an earlier period than the next.
    """
    opened: list[tuple[Path, Run]] = []
    for folder in folders:
        if out is not None and folder.resolve() == out.resolve():
            raise PreviousRunError(f"--previous 与 --out 都是 {folder}；一次评价不能与自己相比", "--out 请写到另一处")
        if any(folder.resolve() == other.resolve() for other, _ in opened):
            raise PreviousRunError(f"--previous 给了两次 {folder}", "请删去一个 --previous")
        opened.append((folder, Run.open(folder)))
    by_name = {str(folder): run for folder, run in opened}
    ordered = in_order([_earlier(folder, run) for folder, run in opened], rulebook)
    return PreviousRuns(ordered, tuple(by_name[one.name] for one in ordered))


def runs_to_compare(folders: Sequence[Path], rulebook: Rulebook) -> PreviousRuns:
    """Runs that records are held against: as `open_given` has them where the rulebook reads previous runs, else any.

    Raises: as `open_given` does.
    """
    if asked_of_previous(rulebook):
        return open_given(folders, rulebook)
    opened = [Run.open(folder) for folder in folders]
    return PreviousRuns(runs=tuple(sorted(opened, key=lambda run: run.rulebook.period.end, reverse=True)))


def kept_by(run: Run) -> PreviousValues:
    """What a run keeps of the previous ones, to score its records again."""
    if PREVIOUS_AT not in run.table_names:
        return PreviousValues()
    told = run.table(PREVIOUS_AT).with_columns(pl.col(pl.String).fill_null(""))
    return PreviousValues(run.table("evidence").filter(kept_from_previous()), told)


def lacking(rulebook: Rulebook, given: int = 0) -> PreviousRunError | None:
    """What reads more previous runs than are given, and how they are given; None where there are enough."""
    asked = [one for one in asked_of_previous(rulebook) if one.runs > given]
    if not asked:
        return None
    told = f"只给了 {given} 次" if given else "没有给"
    lines = "\n".join(f"  {one.what}：此前 {one.runs} 次" if one.runs > 1 else f"  {one.what}：上一次" for one in asked)
    way_out = "请加 --previous RUN（ipscore score 写出的运行文件夹），几次就写几个"
    return PreviousRunError(f"规则要读以前的运行，{told}：\n{lines}", way_out)


def _earlier(folder: Path, run: Run) -> Earlier:
    if changed := list(_changed(run)):
        named = "、".join(changed[:_SHOWN]) + (f" 等 {len(changed)} 个文件" if len(changed) > _SHOWN else "")
        raise PreviousRunError(
            f"{folder}：{named} 已不是运行写出时的内容，不能作上一次的运行",
            f"请换回原来的 {folder}，或用 ipscore score 重新评分",
        )
    return Earlier(str(folder), run.evaluation, sha256(folder / NAME))


def _changed(run: Run) -> Iterator[str]:
    """The files of a run that are gone or no longer what its manifest says."""
    present = fingerprints(run.folder)
    for entry in run.manifest["outputs"]:
        if present.get(entry["name"]) != entry["sha256"]:
            yield entry["name"]
