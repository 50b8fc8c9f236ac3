"""What the reader does with one folder, and whether it accounts for every row."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from benchmarks.damage.making import Damaged
    from data_sources.records import Records
    from ipscore.rules import Rules

OK, REFUSED, TRACEBACK, ABORT, HANG, LAW = "ok", "refused", "TRACEBACK", "ABORT", "HANG", "LAW"
"""Read; one message; an unknown error; the process died; no answer in time; rows that are not accounted for."""

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


def outcome_of(folder: Path, damaged: Damaged) -> Outcome:
    """Read a folder and look whether the laws hold."""
    from ipscore.failures import told  # noqa: PLC0415

    try:
        records = read(folder)
        broken = broken_laws(records, damaged, folder)
        records.close()
    except Exception as error:  # noqa: BLE001  (whatever it is, it is the outcome)
        message = told(error)
        if message is None:
            return Outcome(TRACEBACK, traceback.format_exc(limit=-4))
        return Outcome(REFUSED, message) if message.strip() else Outcome(TRACEBACK, repr(error))
    except BaseException as error:  # a panic inside a library
        if isinstance(error, (KeyboardInterrupt, SystemExit)):
            raise
        return Outcome(TRACEBACK, f"{type(error).__name__}: {error}")
    return Outcome(LAW, "；".join(broken)) if broken else Outcome(OK)


def broken_laws(records: Records, damaged: Damaged, folder: Path) -> list[str]:
    """What does not add up: per entry, per source against tables and quarantine, against the rows that were written."""
    broken = [
        f"{entry.file}[{entry.sheet}] read {entry.read} ≠ {entry.used} + {entry.rejected} + {entry.excluded}"
        for entry in records.intake
        if entry.read != entry.used + entry.rejected + entry.excluded
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
