"""Does an operations run still say what its readings say? Everything is computed anew and compared byte by byte."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from data_sources.locked_folders import scratch_folder
from ipscore.acceptance import Acceptance, accept_readings, decisions_again
from ipscore.earlier_formats import TABLES_SINCE_2, is_first
from ipscore.manifest import NAME, fingerprints, sha256
from ipscore.manifest_differences import manifest_differences
from ipscore.ops_manifest import CATALOGUE
from ipscore.ops_score import score_decided
from ipscore.ops_tables import QUARANTINE, file_of

if TYPE_CHECKING:
    from pathlib import Path

    from data_sources.records import Records
    from ipscore.ops_run import OperationsRun


@dataclass(frozen=True)
class OperationsVerification:
    """Names of files: of the run that are no longer what its manifest says, and that come out differently."""

    changed: tuple[str, ...]
    different: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether nothing differs anywhere."""
        return not self.changed and not self.different


def verify_operations(run: OperationsRun, readings: Path) -> OperationsVerification:
    """Compute a run anew from its readings, by the catalogue and the period that it keeps.

    The manifest is compared too: it tells the fingerprints of the files of readings.

    Raises:
        data_sources.errors.IntakeError: the readings cannot be read.
        NotARunError: the run has no sound catalogue.
        RejectedRowsError: the decisions about refused readings do not fit them any more.
    """
    firm, notice = run.manifest.get("firm"), str(run.manifest.get("notice", ""))
    decisions = decisions_again(readings, run.manifest)
    first = is_first(run.manifest)
    with scratch_folder() as temporary:
        again = score_decided(
            *(readings, temporary / "run", run.folder / CATALOGUE),
            decide=_undecided if first else partial(accept_readings, decisions=decisions),
            firm=firm,
            period=run.period,
            notice=notice,
        )
        before, anew = (fingerprints(one.folder) | {NAME: sha256(one.folder / NAME)} for one in (run, again))
        different = sorted(name for name in before.keys() | anew if before.get(name) != anew.get(name))
        if first:
            different = [name for name in different if not _only_respelled(name, run, again)]
    return OperationsVerification(run.changed_files(), tuple(different))


def _undecided(records: Records) -> tuple[Records, Acceptance]:
    """A run of the first format knows no decisions about refused readings."""
    return records, Acceptance()


def _only_respelled(name: str, before: OperationsRun, after: OperationsRun) -> bool:
    """Whether a file differs only as the first format differs from today's."""
    if name == NAME:
        return not any(manifest_differences(before.manifest, after.manifest).values())
    if name in {file_of(table) for table in TABLES_SINCE_2}:
        return True
    folder, _, file = name.rpartition("/")
    table = f"{QUARANTINE}_{file.removesuffix('.csv')}"
    if folder != QUARANTINE or not {table}.issubset({*before.table_names} & {*after.table_names}):
        return False
    return before.table(table).equals(after.table(table))
