"""A run as a workbook for people, and as a data package for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ipscore.atomic_folder import Place
from ipscore.errors import TargetError
from ipscore.manifest import NAME, sha256, stay_out_of_runs
from ipscore.previous import previous_of
from ipscore.run_folder import Run
from ipscore.run_tables import EVIDENCE_AT, RECORDS
from ipscore.writing import spare, whole_file
from reports.datapackage import DESCRIPTOR, FORMS, OF_FIRMS_ALONE, About, Form, write_datapackage
from reports.rejected_rows import rejected_text
from reports.workbook import write_report_workbook
from scoring.findings import find
from scoring.frames import told_above

if TYPE_CHECKING:
    from pathlib import Path

    from ipscore.previous import Previous
    from scoring.findings import Findings

_SUFFIX = ".xlsx"
_FORMAT = "ipscore-data/1"


def write_workbook(run: Path, out: Path | None = None, previous: str | None = None, *, force: bool = False) -> Path:
    """Write the workbook of a run; it appears whole under its name, or not at all.

    Args:
        run: the run folder.
        out: the file; `RUN.xlsx` beside the run where not given.
        previous: the year before: a run folder or published figures; None compares with nothing.
        force: whether an existing file is replaced.

    Returns:
        the file.

    Raises:
        NotARunError: `run` or `previous` is no run.
        TargetError: the file cannot be written there, or is there and `force` is not set, or is not called .xlsx.
    """
    opened = Run.open(run)
    path = _beside(run, _SUFFIX) if out is None else out
    if path.suffix.lower() != _SUFFIX:
        raise TargetError(f"{path}：工作簿的文件名应以 {_SUFFIX} 结尾", f"--out 请写以 {_SUFFIX} 结尾的文件名")
    stay_out_of_runs(path)
    spare(path, force=force)
    before, findings = _found(opened, previous)
    with whole_file(path, force=force) as partial:
        write_report_workbook(
            partial,
            opened.evaluation,
            findings,
            previous_title=None if before is None else before.title,
            system=None if before is None else before.system(opened),
            questionnaire=opened.rules.questionnaire,
        )
    return path


def write_data(
    run: Path, out: Path | None = None, form: Form | None = None, previous: str | None = None, *, force: bool = False
) -> Path:
    """Write every table of a run, and its findings, with a `datapackage.json`; whole or not at all.

    Args:
        run: the run folder.
        out: the folder; `RUN-data` beside the run where not given.
        form: one format; all of them where not given.
        previous: the year before, as for `write_workbook`.
        force: whether an existing data package is replaced.

    Returns:
        the folder.

    Raises:
        NotARunError: `run` or `previous` is no run, or the run is damaged.
        TargetError: the folder cannot be written there.
    """
    opened = Run.open(run)
    folder = _beside(run, "-data") if out is None else out
    stay_out_of_runs(folder)
    place = Place(folder, force=force, ours=is_data_package)
    place.check()
    before, findings = _found(opened, previous)
    published = (name for name in opened.table_names if name != EVIDENCE_AT and not name.startswith(f"{RECORDS}_"))
    tables = {name: opened.table(name) for name in published}  # records are for whom they are about
    tables |= {f"findings_{name}": frame for name, frame in findings.frames.items()}
    if opened.rulebook.units is not None:
        tables["firms"] = tables["firms"].drop(OF_FIRMS_ALONE, strict=False)
    words, period = opened.rulebook.words, opened.rulebook.period_words
    with place.new_folder() as partial:
        forms = FORMS if form is None else (form,)
        write_datapackage(
            partial,
            tables,
            _about(opened, before),
            words,
            period=period,
            above=told_above(opened.rulebook),
            forms=forms,
        )
    return folder


def is_data_package(folder: Path) -> bool:
    """Whether a folder holds a data package that we wrote."""
    try:
        found = json.loads((folder / DESCRIPTOR).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(found, dict) and found.get("format") == _FORMAT


def _beside(run: Path, suffix: str) -> Path:
    """A name beside the run, also where the run is given as `.`."""
    whole = run.resolve()
    return whole.with_name(f"{whole.name}{suffix}")


def _found(run: Run, previous: str | None) -> tuple[Previous | None, Findings]:
    before = previous_of(run, previous)
    return before, find(run.evaluation, None if before is None else before.means)


def _about(run: Run, before: Previous | None) -> About:
    rulebook = run.rulebook
    return About(
        name=rulebook.id,
        title=f"{rulebook.title}：评价数据",
        description="一次评价运行的全部结果表（得分、台账、依据、分布、统计等）及由其得出的汇总（findings_ 开头）。",
        period=(rulebook.period.start, rulebook.period.end),
        sources=tuple(
            {"title": f"{entry['name']} {entry['sheet']}".strip(), "source": entry["source"], "sha256": entry["sha256"]}
            for entry in run.manifest["inputs"]
        ),
        more=(
            ("format", _FORMAT),
            ("rulebook", rulebook.id),
            ("weights", run.scheme),
            ("rejected", rejected_text(run.table("intake"))),
            ("accepted", run.manifest["accepted"]),
            *((("previous", before.title),) if before is not None else ()),
            ("manifest_sha256", sha256(run.folder / NAME)),
        ),
    )
