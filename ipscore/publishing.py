"""Records → run folder: the way that `score` and `demo` share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipscore.atomic_folder import check_target, new_folder
from ipscore.inputs import read_records
from ipscore.progress import progress_bar
from ipscore.run_folder import is_run, write_run
from scoring import UnknownSchemeError, score

if TYPE_CHECKING:
    from pathlib import Path

    from data_sources.records import Records
    from indicator_tree import RulebookFile
    from scoring import Evaluation


def publish(
    records_folder: Path,
    run_folder: Path,
    source: RulebookFile,
    weights: str | None = None,
    *,
    strict: bool = False,
    force: bool = False,
) -> tuple[Records, Evaluation]:
    """Read, score and publish; the run folder appears whole, at the end, or not at all.

    Args:
        records_folder: the records.
        run_folder: where the run goes.
        source: the rulebook with its files.
        weights: name of a weight scheme; the rulebook's default where not given.
        strict: whether one rejected row stops everything.
        force: whether an existing run is replaced.

    Raises:
        TargetError: the run folder must not be written. Nothing is read then.
        UnknownSchemeError: the rulebook has no such scheme. Nothing is read then.
        IntakeError: the records cannot be read.
        ScoringError: they cannot be scored.
    """
    check_target(run_folder, force=force, ours=is_run)
    if weights is not None and weights not in source.rulebook.weights:
        raise UnknownSchemeError(weights, source.rulebook.weights)
    with progress_bar("读入") as progress:
        records = read_records(records_folder, source.rulebook, progress)
    if strict:
        records.raise_if_rejected()
    evaluation = score(records, source.rulebook, weights)
    with new_folder(run_folder) as partial:
        write_run(partial, evaluation, records, source)
    return records, evaluation
