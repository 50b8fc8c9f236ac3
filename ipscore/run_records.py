"""The records that a run holds: how they are called, and one of them found by its number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipscore.inputs import sources_of
from reports.record_contents import kinds_of
from scoring.survey_wave import SOURCE

if TYPE_CHECKING:
    from ipscore.run_folder import Run
    from reports.record_contents import RecordKind


def kinds_of_run(run: Run) -> dict[str, RecordKind]:
    """Source → what may be shown of the records of a run; nothing of the answers of persons."""
    sources = sources_of(run.rulebook, run.rules.questionnaire)
    return kinds_of(source for source in sources if source.name != SOURCE)
