"""A study of robustness as a folder within the run that it was made of: written whole, read back, checked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from data_sources.csv_files import write_csv
from indicator_tree.robustness import Robustness
from ipscore.atomic_folder import Place
from ipscore.errors import NoStudyError
from ipscore.manifest import NAME, STUDY, fingerprints
from ipscore.robustness_schemas import OPTIONAL, TABLES, file_name
from ipscore.versions import study_versions
from reports.json_text import json_text
from reports.robustness import Study

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

    from ipscore.run_folder import Run

FORMAT = "ipscore-robustness/2"


def has_study(run: Run) -> bool:
    """Whether a study lies in the run's folder, judged by its manifest."""
    return (run.folder / STUDY / NAME).is_file()


def write_study(run: Run, study: Study) -> Path:
    """Write a study into its run; it appears whole, at the end, in place of what was there, or not at all.

    CSV files open in Excel as they are (byte order mark). The manifest has no clock and no path.
    """
    target = run.folder / STUDY
    with Place(target, force=True).new_folder() as partial:
        for name in TABLES:
            frame: pl.DataFrame = getattr(study, name)
            if name in OPTIONAL and frame.is_empty():
                continue
            path = partial / file_name(name)
            if path.suffix == ".parquet":
                frame.write_parquet(path)
            else:
                write_csv(frame, path)
        content: dict[str, Any] = {
            "format": FORMAT,
            "settings": study.settings.model_dump(mode="json", exclude_none=True),
            "realisations": dict(study.sizes),
            "notes": list(study.notes),
            "run": _made_of(run),
            "outputs": [{"name": name, "sha256": digest} for name, digest in fingerprints(partial).items()],
            "versions": study_versions(),
        }
        text = json_text(content) + "\n"
        (partial / NAME).write_text(text, encoding="utf-8", newline="\n")
    return target


def study_of(run: Run) -> Study | None:
    """The study in a run's folder, for reports that tell of one where there is one; None where there is none.

    Raises:
        NoStudyError: it is damaged or outdated.
    """
    return read_study(run) if has_study(run) else None


def read_study(run: Run) -> Study:
    """The study in a run's folder.

    Raises:
        NoStudyError: there is none, it is damaged, its files are not those that were written, or it was made of other
            tables than the run's.
    """
    manifest = read_manifest(run)
    if stale := outdated(run, manifest):
        raise NoStudyError(
            f"{run.folder / STUDY} 不是由这次运行的结果算出的（{'、'.join(stale)} 已不同）",
            f"请重新运行 ipscore robustness {run.folder} --force",
        )
    if changed := edited(run, manifest):
        raise NoStudyError(
            f"{run.folder / STUDY} 中的 {'、'.join(changed)} 已被改动或删除，不再是算出的结果",
            f"请重新运行 ipscore robustness {run.folder} --force",
        )
    try:
        return Study(
            rulebook=run.rulebook,
            scheme=run.scheme,
            settings=Robustness.model_validate(manifest["settings"]),
            sizes=manifest["realisations"],
            notes=tuple(manifest["notes"]),
            **{name: run.table(f"{STUDY}_{name}") for name in TABLES if name not in OPTIONAL or name in _listed(run)},
        )
    except (KeyError, ValueError) as error:
        raise _damaged(run, str(error)) from error


def _listed(run: Run) -> set[str]:
    """The tables that only some studies have and this one has."""
    return {name for name in OPTIONAL if (run.folder / STUDY / file_name(name)).is_file()}


def read_manifest(run: Run) -> dict[str, Any]:
    """The manifest of the study in a run's folder.

    Raises:
        NoStudyError: there is none, or it is damaged.
    """
    if not has_study(run):
        raise NoStudyError(f"{run.folder} 中没有稳健性分析", f"请先运行 ipscore robustness {run.folder}")
    try:
        found = json.loads((run.folder / STUDY / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _damaged(run, f"{NAME} 无法读取") from error
    if not isinstance(found, dict) or found.get("format") != FORMAT or not _complete(found):
        raise _damaged(run, f"{NAME} 不是应有的形式")
    return found


def outdated(run: Run, manifest: dict[str, Any]) -> list[str]:
    """The run's files that are not those that the study was made of, by name."""
    then, now = ({entry["name"]: entry["sha256"] for entry in entries} for entries in (manifest["run"], _made_of(run)))
    return [name for name in sorted(then | now) if then.get(name) != now.get(name)]


def edited(run: Run, manifest: dict[str, Any]) -> list[str]:
    """The study's files that are not as they were written, or no longer there, by name."""
    now = fingerprints(run.folder / STUDY)
    return [entry["name"] for entry in manifest["outputs"] if now.get(entry["name"]) != entry["sha256"]]


def _made_of(run: Run) -> list[dict[str, str]]:
    return [{"name": entry["name"], "sha256": entry["sha256"]} for entry in run.manifest["outputs"]]


def _complete(manifest: dict[str, Any]) -> bool:
    shape = {"settings": dict, "realisations": dict, "notes": list, "run": list, "outputs": list, "versions": dict}
    return all(isinstance(manifest.get(key), kind) for key, kind in shape.items()) and all(
        isinstance(entry, dict) and {"name", "sha256"} <= entry.keys()
        for entry in (*manifest["run"], *manifest["outputs"])
    )


def _damaged(run: Run, why: str) -> NoStudyError:
    return NoStudyError(f"{run.folder / STUDY} 已损坏：{why}", f"请重新运行 ipscore robustness {run.folder} --force")
