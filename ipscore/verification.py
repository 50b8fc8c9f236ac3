"""Does a run still say what its records say? Fingerprints first, then everything computed anew."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import polars as pl

from data_sources.acceptance import ACCEPTED_FILE
from data_sources.intake import NOWHERE
from data_sources.locked_folders import scratch_folder
from data_sources.steady_parquet import write_parquet
from ipscore.acceptance import Acceptance, Decisions, accept_records, decisions_again
from ipscore.earlier_formats import TABLES_SINCE_2, is_first, is_without_records
from ipscore.errors import RejectedRowsError
from ipscore.inputs import read_records
from ipscore.intake_tables import showing_intake
from ipscore.manifest import STUDY, fingerprints, sha256
from ipscore.manifest_differences import manifest_differences
from ipscore.previous_runs import kept_by
from ipscore.robustness_files import has_study, outdated, read_manifest
from ipscore.run_folder import Run, write_run
from ipscore.run_tables import EVIDENCE_AT, LISTED, RECORDS, file_of, read_table
from ipscore.survey_files import margins_of
from ipscore.table_differences import differences_of
from ipscore.versions import versions
from scoring import score

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from data_sources.meter import Progress
    from data_sources.records import Records
    from ipscore.engines.engine import Engine
    from ipscore.previous_runs import PreviousRuns
    from ipscore.rules import Rules
    from scoring import Evaluation
    from scoring.previous.carrying import PreviousValues


@dataclass(frozen=True)
class Check:
    """One thing that was checked: `same`, and if not, what differs."""

    what: str
    same: bool
    differences: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verification:
    """Checks of the run's own files, of the input files, of the manifest and every table computed anew."""

    files: tuple[Check, ...]
    inputs: tuple[Check, ...]
    manifest: tuple[Check, ...]
    tables: tuple[Check, ...]
    study: tuple[Check, ...] = ()
    """Files of the study of robustness in the run, and whether they were made of this run; none where there is none."""
    previous: str = ""
    """Where the values of previous runs were taken from; empty where the run has none."""
    versions: tuple[str, ...] = ()
    """Libraries whose versions are not those of the run; that alone is no difference."""

    @property
    def same(self) -> bool:
        """Whether nothing differs anywhere."""
        return all(check.same for check in (*self.files, *self.inputs, *self.manifest, *self.tables, *self.study))


def verify(
    run: Run,
    records_folder: Path,
    progress: Progress | None = None,
    *,
    engine: Engine | None = None,
    addresses: Mapping[str, str] = NOWHERE,
    cache: bool = True,
    previous: PreviousRuns | None = None,
) -> Verification:
    """Check a run against its manifest and its records.

    Args:
        run: the run.
        records_folder: its records.
        progress: told how far the reading is.
        engine: what counts the records again; Polars where not given. The run need not be of the same.
        addresses: source → where it lies as typed Parquet, if not in the folder.
        cache: whether copies of large text files are used.
        previous: the previous runs; where not given, what the run itself keeps of them.

    Raises:
        data_sources.errors.IntakeError: the records cannot be read.
        scoring.ScoringError: they cannot be scored.
    """
    rules = run.rules if previous is None else previous.filled(run.rules)
    files = _against({entry["name"]: entry["sha256"] for entry in run.manifest["outputs"]}, fingerprints(run.folder))
    recorded = {entry["name"]: entry["sha256"] for entry in run.manifest["inputs"]}
    present = {
        path.name: sha256(path) for path in sorted(records_folder.glob("*")) if path.is_file() and path.name in recorded
    }
    margins = margins_of(run.folder)
    first = is_first(run.manifest)
    decisions = Decisions() if first else decisions_again(records_folder, run.manifest)
    records = read_records(
        *(records_folder, rules.rulebook, progress, rules.questionnaire),
        cache=cache,
        addresses=addresses,
        engine=engine,
    )
    with showing_intake(records):
        taken = kept_by(run) if previous is None else previous.values(rules.rulebook, records.firms)
        evaluation = score(
            *(records, rules.rulebook, run.scheme, margins, rules.questionnaire),
            engine=engine,
            previous=taken,
        )
    records, acceptance, decided = _accepted_again(run, records, decisions, rules)
    evaluation = replace(evaluation, intake=acceptance.stated(evaluation.intake))
    if (entry := run.manifest.get("acceptance")) is not None or decisions.sha256 is not None:
        recorded |= {} if entry is None else {entry["name"]: entry["sha256"]}
        present |= {} if decisions.sha256 is None else {ACCEPTED_FILE: decisions.sha256}
    more = {entry.file: entry.sha256 for entry in records.intake}
    with scratch_folder() as anew:
        write_run(*(anew, evaluation, records, rules, margins), acceptance=acceptance)
        since = {file_of(name) for name in TABLES_SINCE_2} if first else set()
        if is_without_records(run.manifest):
            since |= _with_numbers_alone(anew, evaluation)
        names = sorted({*fingerprints(run.folder), *fingerprints(anew)} - since)
        respelled = set(names) if first else {file_of(LISTED)}
        tables = tuple(_compare(name, run.folder / name, anew / name, respelled=name in respelled) for name in names)
        stated = manifest_differences(run.manifest, Run.open(anew).manifest)
    manifest = (*decided, *(Check(key, same=not found, differences=found) for key, found in stated.items()))
    inputs, whence = _against(recorded, present | more), _whence(taken, given=previous is not None)
    return Verification(files, inputs, manifest, tables, _study(run), whence, _other_versions(run))


def _whence(taken: PreviousValues, *, given: bool) -> str:
    if taken.runs.is_empty():
        return ""
    if given:
        return "上一次的数值：与所给的以前的运行核对过"
    titles = "、".join(taken.runs["title"])
    return f"上一次的数值（{titles}）：用的是运行自己记下的，没有与那时的运行核对；要核对，请加 --previous RUN"


def _with_numbers_alone(folder: Path, evaluation: Evaluation) -> set[str]:
    """Write the numbers of the records as runs did that hold no records; returns the files that these do not have."""
    write_parquet(evaluation.evidence_records, folder / file_of(LISTED))
    return {file_of(EVIDENCE_AT), *(file.relative_to(folder).as_posix() for file in folder.glob(f"{RECORDS}/*"))}


def _accepted_again(
    run: Run, records: Records, decisions: Decisions, rules: Rules
) -> tuple[Records, Acceptance, tuple[Check, ...]]:
    """The decisions about rejected rows held against the records again; a run of the first format knows of none."""
    if is_first(run.manifest):
        return records, Acceptance(), ()
    try:
        again, acceptance = accept_records(records, decisions, rules)
    except RejectedRowsError as error:
        return records, Acceptance(), (Check("同意不计的行", same=False, differences=error.problems),)
    return again, acceptance, (Check("同意不计的行", same=True),)


def _study(run: Run) -> tuple[Check, ...]:
    if not has_study(run):
        return ()
    manifest = read_manifest(run)
    recorded = {entry["name"]: entry["sha256"] for entry in manifest["outputs"]}
    changed = tuple(f"{name} 已不是当时的内容" for name in outdated(run, manifest))
    return (*_against(recorded, fingerprints(run.folder / STUDY)), Check("所用的运行结果", not changed, changed))


def _other_versions(run: Run) -> tuple[str, ...]:
    then, now = run.manifest["versions"], versions()
    return tuple(f"{name} {then.get(name)} → {now[name]}" for name in now if then.get(name) != now[name])


def _against(recorded: dict[str, Any], present: dict[str, str]) -> tuple[Check, ...]:
    """Files as recorded and as found."""
    checks = []
    for name in sorted(recorded | present):
        if name not in present:
            checks.append(Check(name, same=False, differences=("文件不在了",)))
        elif name not in recorded:
            checks.append(Check(name, same=False, differences=("清单里没有这个文件",)))
        else:
            same = recorded[name] == present[name]
            checks.append(Check(name, same=same, differences=() if same else ("内容已变（SHA-256 不同）",)))
    return tuple(checks)


def _compare(name: str, before: Path, after: Path, *, respelled: bool) -> Check:
    """One table of both; `respelled` if the same content may be written otherwise."""
    if not after.exists():
        return Check(name, same=False, differences=("重新计算没有这张表",))
    if not before.exists():
        return Check(name, same=False, differences=("运行中没有这张表",))
    if before.read_bytes() == after.read_bytes():
        return Check(name, same=True)
    if before.suffix not in (".csv", ".parquet"):
        return Check(name, same=False, differences=("内容不同",))
    try:
        differences = differences_of(read_table(before).collect(), read_table(after).collect())
    except pl.exceptions.PolarsError as error:
        differences = [f"无法读取：{error}"]
    if respelled and not differences:
        return Check(name, same=True)
    return Check(name, same=False, differences=tuple(differences) or ("内容相同，写法不同",))
