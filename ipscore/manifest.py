"""The manifest of a run: what went in, what came out, and by which rules. No clock and no path."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from ipscore.atomic_folder import is_there
from ipscore.earlier_formats import rejected_by_source
from ipscore.errors import TargetError
from ipscore.survey_files import QUESTIONNAIRE, survey_entry
from reports.json_text import json_text
from scoring.frames import told_above

if TYPE_CHECKING:
    from pathlib import Path

    from data_sources.records import Records
    from indicator_tree import RulebookFile
    from ipscore.acceptance import Acceptance
    from scoring import Evaluation

NAME = "manifest.json"


class RunKind(NamedTuple):
    """A kind of runs.

    Attributes:
        formats: what their manifests may call themselves to be read, today's first; see `ipscore.earlier_formats`.
        noun: what such a folder is called.
        command: what writes it.
    """

    formats: tuple[str, ...]
    noun: str
    command: str

    @property
    def format(self) -> str:
        """What the manifest of one that is written calls itself."""
        return self.formats[0]


EVALUATION = RunKind(("ipscore-run/3", "ipscore-run/2", "ipscore-run/1"), "运行文件夹", "ipscore score")
OPERATIONS = RunKind(("ipscore-operations/2", "ipscore-operations/1"), "运营指标的运行文件夹", "ipscore ops score")
KINDS = (EVALUATION, OPERATIONS)
RULEBOOK = "rulebook.json"
STUDY = "robustness"
"""The folder within a run that holds a study of its robustness, which has a manifest of its own."""


def sha256(path: Path) -> str:
    """Fingerprint of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def fingerprints(folder: Path) -> dict[str, str]:
    """Fingerprints of all files of a run but the manifest, by their name within the run, sorted.

    A study of the run's robustness, whole or half-written, is no part of the run.
    """
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file() and path.name != NAME)
    files = sorted(found, key=lambda path: path.parts)  # paths themselves are not in the same order on every system
    return {path.as_posix(): sha256(folder / path) for path in files if not _of_study(path)}


def _of_study(path: Path) -> bool:
    first, *below = path.parts
    return first.startswith(f".{STUDY}.") or (first == STUDY and bool(below))


def is_of_kind(folder: Path, *kinds: RunKind) -> bool:
    """Whether a folder holds a run of one of the kinds, judged by its manifest."""
    stated = _format_of(folder)
    return any(stated in kind.formats for kind in kinds)


def is_run(folder: Path) -> bool:
    """Whether a folder holds an evaluation run."""
    return is_of_kind(folder, EVALUATION)


def is_operations_run(folder: Path) -> bool:
    """Whether a folder holds an operations run."""
    return is_of_kind(folder, OPERATIONS)


def is_any_run(folder: Path) -> bool:
    """Whether a folder holds a run of any kind."""
    return is_of_kind(folder, *KINDS)


def _format_of(folder: Path) -> object:
    try:
        manifest = json.loads(_stated(folder))
    except (OSError, ValueError):
        return None
    return manifest.get("format") if isinstance(manifest, dict) else None


def _stated(folder: Path) -> bytes:
    """What the manifest says, also if the folder is being replaced at this moment."""
    try:
        return (folder / NAME).read_bytes()
    except FileNotFoundError:
        if not is_there(folder):
            raise
        return (folder / NAME).read_bytes()


def stay_out_of_runs(path: Path) -> None:
    """Insist that nothing is written inside a run of either kind, which would no longer be what its manifest says.

    Raises:
        TargetError: the path lies inside a run.
    """
    for above in path.resolve().parents:
        if is_any_run(above):
            raise TargetError(
                f"{path} 在运行文件夹 {above} 之内，写入会破坏那次运行", f"请另选一处，不要写在 {above} 里"
            )


def write_manifest(
    folder: Path,
    evaluation: Evaluation,
    records: Records,
    source: RulebookFile,
    *,
    acceptance: Acceptance,
    engine: str,
) -> None:
    """Write the manifest beside the files it lists.

    Args:
        folder: the run.
        evaluation: what was scored.
        records: of what.
        source: by which rules.
        acceptance: which rejected rows were gone without.
        engine: the name of that which counted the records.
    """
    from ipscore.versions import versions  # noqa: PLC0415  (looks through what is installed)

    outputs = fingerprints(folder)
    rulebook = evaluation.rulebook
    content: dict[str, Any] = {
        "format": EVALUATION.format,
        "rulebook": {
            "id": rulebook.id,
            "title": rulebook.title,
            "files": [{"name": name, "sha256": digest} for name, digest in source.files],
            "sha256": outputs[RULEBOOK],
        },
        "questionnaire": _questionnaire(evaluation, outputs),
        "weights": {"scheme": evaluation.scheme, "title": rulebook.weights[evaluation.scheme].title},
        "engine": engine,
        **intake_entries(records, acceptance),
        "previous": previous_entries(evaluation) or None,
        "firms": _firms(evaluation.firms),
        "survey": survey_entry(evaluation.survey),
        "totals": _totals(evaluation),
        "outputs": [{"name": name, "sha256": digest} for name, digest in outputs.items()],
        "versions": versions(),
    }
    stated = {key: value for key, value in content.items() if value is not None}
    text = json_text(stated) + "\n"
    (folder / NAME).write_text(text, encoding="utf-8", newline="\n")


def previous_entries(evaluation: Evaluation) -> list[dict[str, Any]]:
    """The previous runs that were read, the latest first: which, and the fingerprint of the manifest of each."""
    rows = evaluation.previous.rename({"title": "name", "manifest": "sha256"}).drop("back").to_dicts()
    return [{key: value for key, value in row.items() if value not in ("", 0, None)} for row in rows]


def _questionnaire(evaluation: Evaluation, outputs: dict[str, str]) -> dict[str, Any] | None:
    if QUESTIONNAIRE not in outputs:
        return None
    return {"id": evaluation.rulebook.questionnaire, "sha256": outputs[QUESTIONNAIRE]}


def intake_entries(records: Records, acceptance: Acceptance) -> dict[str, Any]:
    """What went in and what became of it; the decisions about what was rejected; and what else should be known."""
    inputs = _inputs(records)
    return {
        "inputs": inputs,
        "rejected": rejected_by_source(inputs),
        **acceptance.in_manifest(),
        **_corrections(records),
        "mapping": None if records.mapping is None else dict(zip(("name", "sha256"), records.mapping, strict=True)),
        "ignored": sorted(records.ignored),
        "remarks": list(records.remarks),
    }


def _corrections(records: Records) -> dict[str, Any]:
    """The correction files, and what every row of them decided; nothing where there are no such files."""
    corrections = records.corrections
    if not corrections.files:
        return {}
    told = corrections.applied.drop("title", "header").with_columns(pl.col("decided_on").cast(pl.String))
    rows = [{key: value for key, value in row.items() if value not in (None, "")} for row in told.to_dicts()]
    files = [{"name": name, "sha256": digest} for name, digest in corrections.files]
    return {"corrections": {"files": files, **({"decisions": rows} if rows else {})}}


def _inputs(records: Records) -> list[dict[str, Any]]:
    entries = sorted(records.intake, key=lambda entry: (entry.file, entry.sheet, entry.source))
    return [
        {
            "name": entry.file,
            "source": entry.source,
            "sheet": entry.sheet,
            "sha256": entry.sha256,
            "read": entry.read,
            "used": entry.used,
            "rejected": entry.rejected,
            "excluded": entry.excluded,
            **({"corrected": entry.corrected} if entry.corrected else {}),
        }
        for entry in entries
    ]


def _firms(firms: pl.DataFrame) -> dict[str, int]:
    return {status: firms.filter(pl.col("status") == status).height for status in ("evaluated", "merged", "excluded")}


def _totals(evaluation: Evaluation) -> dict[str, float | int | None]:
    rows = {row["node"]: row for row in evaluation.summary.iter_rows(named=True)}
    means = {node: rows[node]["mean"] for node in told_above(evaluation.rulebook)}
    return {"firms": rows["total"]["firms"], **means}
