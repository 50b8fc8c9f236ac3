"""Does an operations run still say what its readings say? Everything is computed anew and compared byte by byte."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data_sources.locked_folders import scratch_folder
from ipscore.manifest import NAME, fingerprints, sha256
from ipscore.ops_manifest import CATALOGUE
from ipscore.ops_score import score_readings

if TYPE_CHECKING:
    from pathlib import Path

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
    """
    firm, notice = run.manifest.get("firm"), str(run.manifest.get("notice", ""))
    with scratch_folder() as temporary:
        again = temporary / "run"
        catalogue = run.folder / CATALOGUE
        score_readings(readings, again, catalogue, firm=firm, period=run.period, notice=notice)
        anew = fingerprints(again) | {NAME: sha256(again / NAME)}
    before = fingerprints(run.folder) | {NAME: sha256(run.folder / NAME)}
    different = sorted(name for name in before.keys() | anew if before.get(name) != anew.get(name))
    return OperationsVerification(run.changed_files(), tuple(different))
