"""Rejected evidence stops a score, unless somebody decided to go on without it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from data_sources import firm_register
from data_sources.acceptance import ACCEPTED_FILE, COMMAND_LINE, parse_options, read_accepted, settle
from data_sources.acceptance.wanted import Place, Wanted, place_of
from data_sources.declared import register_of
from data_sources.readings import source as readings_source
from ipscore.errors import RejectedRowsError
from ipscore.inputs import sources_of
from scoring.intake import with_accepted

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    import polars as pl

    from data_sources.acceptance import Accepted, Settlement
    from data_sources.records import Records
    from ipscore.rules import Rules

_WAYS_SHOWN = 8


@dataclass(frozen=True)
class Decisions:
    """Decisions as they are written.

    Attributes:
        wanted: those of the folder, and those given.
        sha256: fingerprint of the folder's file; None where there is none.
        alone: the name of the file that is read by itself; what the folder's file says of others is not about it.
    """

    wanted: tuple[Wanted, ...] = ()
    sha256: str | None = None
    alone: str | None = None

    def about(self, records: Records) -> tuple[Wanted, ...]:
        """The decisions that may be about records: all of them, unless these are those of one file."""
        if self.alone is None:
            return self.wanted
        here = {name for entry in records.intake for name in (entry.source.lower(), entry.title.lower())}
        return tuple(one for one in self.wanted if one.origin != ACCEPTED_FILE or self._is_own(one, here))

    def _is_own(self, one: Wanted, here: Collection[str]) -> bool:
        file = one.rows.file if isinstance(one.rows, Place) else None
        return file in (None, self.alone) and one.source.strip().lower() in here


@dataclass(frozen=True)
class Acceptance:
    """The decisions that a score rests on; they fit what was rejected.

    Attributes:
        entries: the decisions, in the order of the sources.
        sha256: fingerprint of `accepted.toml`; None where there is none.
    """

    entries: tuple[Accepted, ...] = ()
    sha256: str | None = None

    def reasons(self) -> dict[str, str]:
        """Source → why its rejected rows are gone without; of rows that are named, each with its place."""
        found: dict[str, list[str]] = {}
        for entry in self.entries:
            place = "" if entry.row is None else f"{place_of(entry.file or '', entry.sheet or '')} 第{entry.row}行："
            found.setdefault(entry.source, []).append(f"{place}{entry.reason}")
        return {source: "；".join(reasons) for source, reasons in found.items()}

    def stated(self, intake: pl.DataFrame) -> pl.DataFrame:
        """What became of the rows of every source, with these decisions: `scoring.frames.INTAKE`."""
        return with_accepted(intake, self.reasons())

    def in_manifest(self) -> dict[str, Any]:
        """What the manifest says of them."""
        entries = [{key: value for key, value in asdict(entry).items() if value is not None} for entry in self.entries]
        file = None if self.sha256 is None else {"name": ACCEPTED_FILE, "sha256": self.sha256}
        return {"acceptance": file, "accepted": entries}


def decisions_of(records: Path, given: Sequence[str] = ()) -> Decisions:
    """The decisions in the folder of records, or beside a single file of them, and those of the command line.

    Raises:
        AcceptanceError: some cannot be understood.
    """
    options = parse_options(given)
    alone = None if records.is_dir() else records.name
    found = read_accepted(records.parent if alone else records)
    if found is None:
        return Decisions(options, alone=alone)
    file, sha256 = found
    return Decisions((*file.wanted(), *options), sha256, alone)


def decisions_again(records: Path, manifest: Mapping[str, Any]) -> Decisions:
    """The decisions that a run rests on, to be held against its records again: those of the folder as they are now, and
    those that were given on the command line.

    Raises:
        AcceptanceError: those of the folder cannot be understood.
    """
    found = decisions_of(records)
    given = (
        Wanted(
            entry["source"],
            entry["rejected"] if "row" not in entry else Place(entry["row"], entry["file"], entry["sheet"]),
            entry["reason"],
            entry["origin"],
        )
        for entry in manifest.get("accepted", ())
        if entry["origin"] == COMMAND_LINE
    )
    return replace(found, wanted=(*found.wanted, *given))


def accept_records(records: Records, decisions: Decisions, rules: Rules) -> tuple[Records, Acceptance]:
    """See `accept`: what scores follow from are the sources that the rules read, and the register."""
    return accept(
        records,
        decisions,
        titles={source.name: source.title for source in sources_of(rules.rulebook, rules.questionnaire)},
        scored=rules.rulebook.sources,
        register=register_of(rules.rulebook).source.name,
    )


def accept_readings(
    records: Records, decisions: Decisions, outcome: str = "没有写出任何结果"
) -> tuple[Records, Acceptance]:
    """See `accept`: every reading that is not excluded counts, and the register, where there is one, says whose there
    are.
    """
    sources = (firm_register.SOURCE, readings_source.SOURCE)
    titles = {source.name: source.title for source in sources}
    read, acceptance = accept(
        records, decisions, titles=titles, scored=titles.keys(), register=firm_register.SOURCE.name, outcome=outcome
    )
    return replace(read, ignored=tuple(name for name in read.ignored if name != ACCEPTED_FILE)), acceptance


def accept(
    records: Records,
    decisions: Decisions,
    *,
    titles: Mapping[str, str],
    scored: Collection[str],
    register: str,
    outcome: str = "没有写出任何结果",
) -> tuple[Records, Acceptance]:
    """Stop unless all rejected evidence is accepted.

    Args:
        records: what was read.
        decisions: which rejected rows may be gone without.
        titles: all sources that the records may have, by name.
        scored: the sources that scores follow from.
        register: the source that says who is evaluated.
        outcome: what follows, for the message.

    Returns:
        The records, with a remark on rejected rows that decide nothing, and the decisions.

    Raises:
        RejectedRowsError: rows were rejected that nobody accepted, or a decision does not fit what was rejected.
    """
    found = settle(records, decisions.about(records), titles, scored, register)
    if found.problems:
        raise RejectedRowsError(found.problems, _message(found, outcome))
    return (
        replace(records, remarks=(*records.remarks, *found.remarks)),
        Acceptance(found.accepted, decisions.sha256),
    )


def _message(found: Settlement, outcome: str) -> str:
    ways = [f"       {way}" for way in found.ways[:_WAYS_SHOWN]]
    more = [f"       ……另有 {len(found.ways) - _WAYS_SHOWN} 处"] if len(found.ways) > _WAYS_SHOWN else []
    lines = [
        f"有不合格的记录没有处理，{outcome}：",
        *(f"  - {problem}" for problem in found.problems),
        "不合格的记录不等于没有发生，原因见上表。可以：",
        "  1. 改正文件，再运行一次；",
        "  2. 只是表头或取值的写法不同的，在数据文件夹的 mapping.toml 中写明对应；",
        f"  3. 确认可以不计的，在数据文件夹的 {ACCEPTED_FILE} 中写明来源、行数（或行号）和理由"
        + ("，或加" if ways else ""),
        *ways,
        *more,
    ]
    return "\n".join(lines)
