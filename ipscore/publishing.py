"""Records → run folder: the way that `score` and `demo` share."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from data_sources.intake import NOWHERE
from ipscore.acceptance import accept_records, decisions_of
from ipscore.atomic_folder import Place
from ipscore.engines import ENGINES
from ipscore.inputs import read_records
from ipscore.intake_tables import showing_intake
from ipscore.manifest import is_run, stay_out_of_runs
from ipscore.previous_runs import PreviousRuns
from ipscore.progress import progress_bar
from ipscore.run_folder import write_run
from ipscore.survey_files import given_margins
from scoring import UnknownSchemeError, score

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from data_sources.records import Records
    from ipscore.engines.engine import Engine
    from ipscore.rules import Rules
    from scoring import Evaluation


def publish(
    records_folder: Path,
    run_folder: Path,
    rules: Rules,
    weights: str | None = None,
    *,
    margins_file: Path | None = None,
    engine: Engine | None = None,
    addresses: Mapping[str, str] = NOWHERE,
    accepted: Sequence[str] = (),
    previous: PreviousRuns | None = None,
    force: bool = False,
    cache: bool = True,
) -> tuple[Records, Evaluation]:
    """Read, score and publish; the run folder appears whole, at the end, or not at all.

    Args:
        records_folder: the records.
        run_folder: where the run goes.
        rules: the rulebook with its files, and its questionnaire.
        weights: name of a weight scheme; the rulebook's default where not given.
        margins_file: margins to which respondents are weighted.
        engine: what counts the records; Polars where not given.
        addresses: source → where it lies as typed Parquet, if not in the folder.
        accepted: rejected rows to go on without, beside those of the folder's `accepted.toml`: `complaints=3`, or one
            row, `firm_register:Sheet1:91`.
        previous: the previous runs that the rules read; none where not given.
        force: whether an existing run is replaced.
        cache: whether converted copies of large text files are read and kept.

    Raises:
        TargetError: the run folder must not be written. Nothing is read then.
        UnknownSchemeError: the rulebook has no such scheme. Nothing is read then.
        SurveyError: the margins cannot be used.
        EngineError: the engine cannot be reached. Nothing is read then.
        IntakeError: the records cannot be read.
        AcceptanceError: rejected rows are accepted in words that cannot be understood. Nothing is read then.
        RejectedRowsError: rows of sources that the rules read were rejected and not accepted; the reasons are printed.
        ScoringError: they cannot be scored.
    """
    stay_out_of_runs(run_folder)
    place = Place(run_folder, force=force, ours=is_run)
    place.check()
    rulebook = rules.rulebook
    if weights is not None and weights not in rulebook.weights:
        raise UnknownSchemeError(weights, rulebook.weights)
    if engine is not None:
        engine.check()
    before = PreviousRuns() if previous is None else previous
    rules = before.filled(rules)
    rulebook = rules.rulebook
    margins = given_margins(margins_file, rules)
    decisions = decisions_of(records_folder, accepted)
    with progress_bar("读入") as progress:
        records = read_records(
            records_folder, rulebook, progress, rules.questionnaire, cache=cache, addresses=addresses, engine=engine
        )
    with showing_intake(records):
        records, acceptance = accept_records(records, decisions, rules)
        taken = before.values(rulebook, records.firms)
        evaluation = score(records, rulebook, weights, margins, rules.questionnaire, engine=engine, previous=taken)
    evaluation = replace(evaluation, intake=acceptance.stated(evaluation.intake))
    with place.new_folder() as partial:
        write_run(
            *(partial, evaluation, records, rules, margins),
            acceptance=acceptance,
            engine=ENGINES[0] if engine is None else engine.name,
        )
    return records, evaluation
