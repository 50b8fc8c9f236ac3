"""The report on the robustness of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipscore.parameters import DETERMINED_WIDTH
from ipscore.robustness_files import read_study
from ipscore.weights_recovery import recover_weights
from reports.rejected_rows import rejected_text
from reports.robustness import robustness_report

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ipscore.run_folder import Run
    from reports.document import Document


def robustness_document(run: Run, references: Sequence[str] = (), *, issuer: str = "", notice: str = "") -> Document:
    """The report of the study that a run holds.

    Args:
        run: the run.
        references: published figures, by name or file, from which weights are recovered; none says nothing of it.
        issuer: who hands it out.
        notice: what every reader must know first.

    Raises:
        NoStudyError: the run has no study, or one that is damaged or outdated.
        PublishedError: published figures that cannot be found or understood.
        ReconciliationError: figures that cannot be read as weighted means of their rulebook's tree.
    """
    study = read_study(run)
    recovered = recover_weights(references, at_least=0.0, width=DETERMINED_WIDTH) if references else None
    rejected = rejected_text(run.table("intake"))
    return robustness_report(study, recovered=recovered, rejected=rejected, issuer=issuer, notice=notice)
