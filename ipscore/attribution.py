"""What the decisions between two runs did: which they are, whether nothing else differs, and the records read again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from data_sources.corrections.contract import SOURCE as CORRECTIONS
from data_sources.corrections.decision import decision_key
from data_sources.corrections.renewed import is_of_new_records
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
    differing = [key for key in dict.fromkeys((*is_now, *was)) if _said(was, key) != _said(is_now, key)]
    return [(is_now | {key: was[key] for key in was.keys() - is_now.keys()})[key].number for key in differing]


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
        raise IncomparableRunsError(
            f"不能按更正决定分解 {before.folder} 到 {now.folder} 的变化：\n{lines}",
            "请改正上列的更正决定；不写 --records 则不分解到每一项更正",
        )
    rules = now.rules
    states = [
        read_records(folder, rules.rulebook, progress, rules.questionnaire, decisions=only)
        for only in ([one.number for one in _decisions(before).values()], None)
    ]
    _insist_same(now, folder, states[1])
    earlier_records, later_records = (
        RunRecords(state.tables, rules.questionnaire, margins_of(now.folder), state.unrecognised) for state in states
    )
    every = states[1].corrections.applied
    later = [number for number in every["decision"].unique() if decision_key(number) not in _decisions(before)]
    decided = every.filter(pl.col("decision").is_in(later))
    about = decided.select("source", "record_id", "decision").unique(maintain_order=True)
    found = attribute(Corrected(before.evaluation, earlier_records, later_records, about), now.evaluation)
    if not found.same:
        raise OtherRecordsError(f"{folder} 的数据按规则重新计分，与运行 {before.folder} 和 {now.folder} 的得分不同")
    return found


class _Decided(NamedTuple):
    """A decision of a run: its number as it is written there, and what it says, without where it stands."""

    number: str
    rows: list[dict[str, Any]]


def _decisions(run: Run) -> dict[str, _Decided]:
    """The decisions of a run, by what tells their numbers apart."""
    found: dict[str, _Decided] = {}
    for row in (run.manifest.get("corrections") or {}).get("decisions", ()):
        told = {key: value for key, value in row.items() if key not in (*_WHERE, "decision")}
        found.setdefault(decision_key(row["decision"]), _Decided(row["decision"], [])).rows.append(told)
    return {key: one._replace(rows=sorted(one.rows, key=str)) for key, one in found.items()}


def _said(decisions: Mapping[str, _Decided], key: str) -> list[dict[str, Any]] | None:
    return decisions[key].rows if key in decisions else None


def _changed_decisions(before: Run, now: Run) -> list[str]:
    was, is_now = _decisions(before), _decisions(now)
    gone = [f"决定 {one.number} 只在 {before.folder} 里有" for key, one in was.items() if key not in is_now]
    both = [(one, is_now[key]) for key, one in was.items() if key in is_now]
    changed = [f"决定 {one.number} 在两次运行里写的不一样" for one, other in both if one.rows != other.rows]
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
    """The files of records, without those all of whose sheets are corrections."""
    entries = run.manifest["inputs"]
    decided = {(entry["name"], entry["sheet"]) for entry in entries if entry["source"] == CORRECTIONS.name}
    decided |= {
        (entry["name"], entry["sheet"])
        for entry in entries
        if any(entry["name"] == name and is_of_new_records(entry["sheet"], sheet) for name, sheet in decided)
    }
    return {entry["name"]: entry["sha256"] for entry in entries if (entry["name"], entry["sheet"]) not in decided}


def _insist_same(run: Run, folder: Path, records: Records) -> None:
    recorded: Mapping[str, str] = {entry["name"]: entry["sha256"] for entry in run.manifest["inputs"]}
    found = {entry.file: entry.sha256 for entry in records.intake}
    other = sorted(name for name in recorded.keys() | found.keys() if recorded.get(name) != found.get(name))
    if other:
        raise OtherRecordsError(f"{folder} 不是运行 {run.folder} 所用的数据：{'、'.join(other)} 不同")
