"""What the reader does with one folder, and whether it accounts for every row; of some folders also what is said."""

from __future__ import annotations

import io
import json
import traceback
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from benchmarks.damage.making import Damaged
    from data_sources.records import Records
    from ipscore.rules import Rules

NOT_READY = 1
OK, REFUSED, TRACEBACK, ABORT, HANG, LAW = "ok", "refused", "TRACEBACK", "ABORT", "HANG", "LAW"
"""Read; one message; an unknown error; the process died; no answer in time; rows that are not accounted for."""

EXIT_CODES = (0, NOT_READY, 3)
"""Of `ipscore check`: ready, not ready, doubtful."""

FAILURES = (TRACEBACK, ABORT, HANG, LAW)
RULES = Path(__file__).with_name("rules.toml")


@dataclass(frozen=True)
class Outcome:
    """What became of a folder: one of the outcomes above, and the message or what is wrong."""

    outcome: str
    message: str = ""


def warm_up() -> None:
    """Import what reading needs, so that the time of a folder is its own."""
    from ipscore import failures, inputs  # noqa: F401, PLC0415

    _rules()


@cache
def _rules() -> Rules:
    from ipscore.rules import read_rules  # noqa: PLC0415

    return read_rules(RULES)


def read(folder: Path) -> Records:
    """The records of a folder; no source but the register must be there, so that what is not read shows."""
    from data_sources.declared import register_of  # noqa: PLC0415
    from data_sources.intake import read_records  # noqa: PLC0415
    from ipscore.inputs import sources_of  # noqa: PLC0415

    rulebook = _rules().rulebook
    return read_records(
        folder,
        sources=sources_of(rulebook),
        required=(),
        period=rulebook.period,
        population=rulebook.population,
        vocabulary=rulebook.closed_vocabulary,
        register=register_of(rulebook),
    )


def outcome_of(folder: Path, damaged: Damaged, *, by_command: bool = False) -> Outcome:
    """Read a folder and look whether the laws hold.

    Args:
        folder: the damaged folder.
        damaged: what was done to it.
        by_command: whether `ipscore check` must say the same of it, too.
    """
    from ipscore.failures import told  # noqa: PLC0415

    try:
        if by_command and (unlike := unlike_check(folder, *checked(folder))):
            return Outcome(LAW, "；".join(unlike))
        records = read(folder)
        broken = broken_laws(records, damaged, folder)
        records.close()
    except Exception as error:  # noqa: BLE001  (whatever it is, it is the outcome)
        known = told(error)
        if known is None:
            return Outcome(TRACEBACK, traceback.format_exc(limit=-4))
        return Outcome(REFUSED, known.whole) if known.message.strip() else Outcome(TRACEBACK, repr(error))
    except BaseException as error:  # a panic inside a library
        if isinstance(error, (KeyboardInterrupt, SystemExit)):
            raise
        return Outcome(TRACEBACK, f"{type(error).__name__}: {error}")
    return Outcome(LAW, "；".join(broken)) if broken else Outcome(OK)


def checked(folder: Path) -> tuple[int, str, str]:
    """What `ipscore check --format json` returns and prints: exit code, output, errors."""
    from ipscore.cli import run  # noqa: PLC0415

    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = run(["check", str(folder), "--rulebook", str(RULES), "--format", "json", "--no-cache"])
    return code, out.getvalue(), err.getvalue()


def unlike_check(folder: Path, code: int, out: str, err: str) -> list[str]:
    """What `ipscore check` says that is no document of its own, or not what the reader says of the same folder."""
    from data_sources.errors import IntakeError  # noqa: PLC0415

    try:
        document = json.loads(out)
    except ValueError:
        return [f"check printed no JSON but {out[:80]!r}, exit code {code}, {err[-200:]!r}"]
    said = [f"check returned {code} and wrote {document['exit_code']}"] if document["exit_code"] != code else []
    said += [f"check returned {code}"] if code not in EXIT_CODES else []
    said += ["check is not ready and says no reason"] if code == NOT_READY and not document["reasons"] else []
    try:
        records = read(folder)
    except IntakeError:
        return said + (["check reads what cannot be read"] if document["files"] or code != NOT_READY else [])
    rows = [_fates(vars(entry)) for entry in records.intake]
    stopped = not document["files"] and code == NOT_READY
    if stopped and all(any(entry.source == name for entry in records.intake) for name in _rules().rulebook.sources):
        said.append("check does not read what can be read")
    elif not stopped and sorted(rows) != sorted(map(_fates, document["files"])):
        said.append(f"check counts {document['files']}, the reader {rows}")
    records.close()
    return said


def _fates(entry: Mapping[str, object]) -> Sequence[object]:
    return tuple(entry[name] for name in ("file", "sheet", "source", "read", "used", "rejected", "excluded"))


def broken_laws(records: Records, damaged: Damaged, folder: Path) -> list[str]:
    """What does not add up: per entry, per source against tables and quarantine, against the rows that were written."""
    fates = ("used", "rejected", "excluded", "corrected")
    broken = [
        f"{entry.file}[{entry.sheet}] read {entry.read} ≠ {' + '.join(str(getattr(entry, fate)) for fate in fates)}"
        for entry in records.intake
        if entry.read != sum(getattr(entry, fate) for fate in fates)
    ]
    by_source: dict[str, dict[str, int]] = {}
    for entry in records.intake:
        sums = by_source.setdefault(entry.source, dict.fromkeys(("read", "used", "rejected", "excluded"), 0))
        for fate in sums:
            sums[fate] += getattr(entry, fate)
    for source, sums in by_source.items():
        table = records.firms if source == "firm_register" else records.tables[source].collect()
        if table.height != sums["used"]:
            broken.append(f"{source}: {table.height} records, {sums['used']} used")
        kept_out = records.quarantine.get(source)
        for fate in ("rejected", "excluded"):
            rows = 0 if kept_out is None else kept_out.filter(pl.col("kind") == fate).n_unique(["file", "sheet", "row"])
            if rows != sums[fate]:
                broken.append(f"{source}: {rows} rows {fate} in quarantine, {sums[fate]} counted")
    for source, rows in damaged.rows.items():
        found = by_source.get(source, {"read": 0})["read"]
        if found != rows:
            broken.append(f"{source}: {found} read, {rows} written")
    return broken + passed_by(records, folder)


def passed_by(records: Records, folder: Path) -> list[str]:
    """Files that are neither read nor named as left out."""
    said = [entry.file for entry in records.intake] + [*records.ignored, *records.remarks]
    files = [path for path in folder.rglob("*") if path.is_file() and not path.name.startswith((".", "~$"))]
    return [f"{path.name} passed by" for path in files if not any(_named(path, folder, text) for text in said)]


def _named(path: Path, folder: Path, text: str) -> bool:
    return any(part in text for part in path.relative_to(folder).parts)
