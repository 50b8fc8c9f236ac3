"""What the decisions between two runs did: which they are, whether nothing else differs, and the records read again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from ipscore.errors import IncomparableRunsError, OtherRecordsError
from ipscore.inputs import read_records
from ipscore.survey_files import margins_of
from scoring.corrections.attributing import attribute
from scoring.corrections.under import Corrected
from scoring.what_if import RunRecords

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from data_sources.meter import Progress
    from data_sources.records import Records
    from ipscore.run_folder import Run
    from scoring.corrections.attributing import Attribution

_WHERE = ("file", "sheet", "row")
_SAME = {
    "规则": ("rulebook", "sha256"),
    "问卷": ("questionnaire", "sha256"),
    "权重方案": ("weights", "scheme"),
    "映射": ("mapping", "sha256"),
}


def differing_decisions(before: Run, now: Run) -> list[str]:
    """The decisions of either run that the other does not have, or has otherwise; those of the newer run first."""
    was, is_now = _decisions(before), _decisions(now)
    return [number for number in dict.fromkeys((*is_now, *was)) if was.get(number) != is_now.get(number)]


def remark_of(before: Run, now: Run) -> str:
    """That decisions differ, and how to be told what they did; empty where none do."""
    differing = differing_decisions(before, now)
    if not differing:
        return ""
    return (
        f"两次运行之间有 {len(differing):,} 个更正决定不同：{'、'.join(differing)}。"
        "写 --records 数据文件夹，可说明每个决定带来的得分与位次变化"
    )


def attribute_runs(before: Run, now: Run, folder: Path, progress: Progress | None = None) -> Attribution:
    """How much of every change of score and rank each decision made that the newer run has and the older has not.

    Args:
        before: the older run, such as a preview.
        now: the newer run, over the same files with further decisions.
        folder: the records of the newer run, with the correction files.
        progress: told how far the reading is.

    Raises:
        IncomparableRunsError: something else than further decisions differs, or nothing does.
        OtherRecordsError: the records are not those of the newer run.
        data_sources.errors.IntakeError: the records cannot be read.
        scoring.ScoringError: the records under some of the decisions cannot be scored.
    """
    problems = [*_other_differences(before, now), *_changed_decisions(before, now)]
    if not problems and not differing_decisions(before, now):
        problems = ["两次运行的更正决定相同"]
    if problems:
        lines = "\n".join(f"  - {problem}" for problem in problems)
        raise IncomparableRunsError(f"不能按更正决定分解 {before.folder} 到 {now.folder} 的变化：\n{lines}")
    rules = now.rules
    states = [
        read_records(folder, rules.rulebook, progress, rules.questionnaire, decisions=only)
        for only in (tuple(_decisions(before)), None)
    ]
    _insist_same(now, folder, states[1])
    earlier_records, later_records = (
        RunRecords(state.tables, rules.questionnaire, margins_of(now.folder), state.unrecognised) for state in states
    )
    earlier = list(_decisions(before))
    decided = states[1].corrections.applied.filter(~pl.col("decision").is_in(earlier))
    about = decided.select("source", "record_id", "decision").unique(maintain_order=True)
    found = attribute(Corrected(before.evaluation, earlier_records, later_records, about), now.evaluation)
    if not found.same:
        raise OtherRecordsError(f"{folder} 的数据按规则重新计分，与运行 {before.folder} 和 {now.folder} 的得分不同")
    return found


def _decisions(run: Run) -> dict[str, list[dict[str, Any]]]:
    """Decision → what it says, without where it is written."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in (run.manifest.get("corrections") or {}).get("decisions", ()):
        told = {key: value for key, value in row.items() if key not in _WHERE}
        found.setdefault(row["decision"], []).append(told)
    return {number: sorted(rows, key=str) for number, rows in found.items()}


def _changed_decisions(before: Run, now: Run) -> list[str]:
    was, is_now = _decisions(before), _decisions(now)
    gone = [f"决定 {number} 只在 {before.folder} 里有" for number in was if number not in is_now]
    both = [number for number in was if number in is_now]
    changed = [f"决定 {number} 在两次运行里写的不一样" for number in both if was[number] != is_now[number]]
    return [*gone, *changed]


def _other_differences(before: Run, now: Run) -> list[str]:
    """What differs beside decisions."""
    problems = [
        f"{title}不同"
        for title, (entry, key) in _SAME.items()
        if (before.manifest.get(entry) or {}).get(key) != (now.manifest.get(entry) or {}).get(key)
    ]
    if margins_of(before.folder) != margins_of(now.folder):
        problems.append("答卷加权的已知分布不同")
    was, is_now = _inputs(before), _inputs(now)
    problems += [f"{name} 只在 {before.folder} 里有" for name in sorted(was.keys() - is_now.keys())]
    problems += [f"{name} 只在 {now.folder} 里有" for name in sorted(is_now.keys() - was.keys())]
    return problems + [f"{name} 的内容不同" for name in sorted(was.keys() & is_now.keys()) if was[name] != is_now[name]]


def _inputs(run: Run) -> dict[str, str]:
    """The files of records, without those of corrections."""
    entries = (run.manifest.get("corrections") or {}).get("files", ())
    corrections = {entry["name"] for entry in entries}
    return {entry["name"]: entry["sha256"] for entry in run.manifest["inputs"] if entry["name"] not in corrections}


def _insist_same(run: Run, folder: Path, records: Records) -> None:
    recorded: Mapping[str, str] = {entry["name"]: entry["sha256"] for entry in run.manifest["inputs"]}
    found = {entry.file: entry.sha256 for entry in records.intake}
    other = sorted(name for name in recorded.keys() | found.keys() if recorded.get(name) != found.get(name))
    if other:
        raise OtherRecordsError(f"{folder} 不是运行 {run.folder} 所用的数据：{'、'.join(other)} 不同")
