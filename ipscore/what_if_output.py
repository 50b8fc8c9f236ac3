"""What would be otherwise in a run, on standard output."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from indicator_tree.loading import RulebookFile
from ipscore.errors import ChangeError
from ipscore.inputs import sources_of
from ipscore.json_documents import costs_document, moves_document
from ipscore.lookup import find_firm
from ipscore.output import print_frame, print_json
from ipscore.progress import progress_bar
from ipscore.rules import checked
from ipscore.what_if_changes import read_drops, read_sets
from ipscore.what_if_own import print_own_line, stop_if_of_others
from ipscore.what_if_records import read_again, with_places
from reports.firm_costs_tables import next_steps_table, record_costs_table
from reports.next_total_tables import next_total_tables, nothing_to_change
from reports.terminal import show
from reports.what_if_tables import Supposition, firm_what_if_tables, what_if_tables
from scoring.errors import UnknownRecordError
from scoring.what_if import Drop, Set, Weights, next_steps, next_total, proposal, record_costs, what_if

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ipscore.lookup import Firm
    from ipscore.parameters import FrameFormat
    from ipscore.run_folder import Run
    from ipscore.what_if_records import ReadAgain
    from scoring.what_if import Change


@dataclass(frozen=True)
class Supposed:
    """What is asked, as given on the command line."""

    drops: Sequence[str] = ()
    sets: Sequence[str] = ()
    scheme: str | None = None
    firm: str | None = None
    own: bool = False


def print_what_if(run: Run, asked: Supposed, records: Path | None, form: FrameFormat) -> None:
    """Print who moves; of a firm alone, without anything changed, what its records cost and what leads further.

    Raises:
        ChangeError: nothing is asked, or something that cannot be understood.
        UnknownFirmError: no such firm.
        OtherRecordsError: the records are not those of the run.
        scoring.ScoringError: as `scoring.what_if.what_if` and `record_costs` say.
    """
    rules = run.rules
    read = rules.rulebook.sources
    sources = [source for source in sources_of(rules.rulebook, rules.questionnaire) if source.name in read]
    changes: list[Change] = [*read_drops(asked.drops, sources), *read_sets(asked.sets)]
    changes += [] if asked.scheme is None else [Weights(asked.scheme)]
    if not changes and asked.firm is None:
        raise ChangeError(
            "没有写明要改变什么", "请加 --drop、--set 或 --weights；或用 --firm 看其中一个对象的每条记录各扣了多少"
        )
    firm = None if asked.firm is None else find_firm(run.table("firms"), asked.firm)
    if asked.own:
        stop_if_of_others(run, changes, firm)
    if sets := [change for change in changes if isinstance(change, Set)]:
        checked(replace(rules, source=RulebookFile(proposal(rules.rulebook, sets), rules.source.files)))
    again = None
    if records is not None:
        with progress_bar("读入") as progress:
            again = read_again(run, records, progress)
    if asked.own and firm is not None:
        print_own_line(what_if(run.evaluation, changes, again.given if again else None), firm, form)
    elif changes:
        _print_moves(run, changes, firm, again, form)
    elif firm is not None:
        _print_costs(run, firm, again, form)


def _print_moves(
    run: Run, changes: list[Change], firm: Firm | None, again: ReadAgain | None, form: FrameFormat
) -> None:
    try:
        found = what_if(run.evaluation, changes, again.given if again else None)
    except UnknownRecordError as error:
        raise with_places(error, run, again) from None
    wanted = pl.lit(value=True) if firm is None else pl.col("firm_id") == firm.firm_id
    if form == "csv":
        print_frame(found.moves.filter(wanted), form)
        return
    if form == "json":
        print_json(moves_document(found, None if firm is None else firm.firm_id))
        return
    drops = [change for change in changes if isinstance(change, Drop)]
    given = Supposition(run.evaluation, found, drops, _titles(run))
    if firm is None:
        show(*what_if_tables(given))
    else:
        show(*_remark(firm), *firm_what_if_tables(given, firm.firm_id, firm.name))


def _print_costs(run: Run, firm: Firm, again: ReadAgain | None, form: FrameFormat) -> None:
    evaluation = run.evaluation
    costs = record_costs(evaluation, firm.firm_id, again.given if again else None)
    if form == "csv":
        print_frame(costs.rows, form)
        return
    steps = next_steps(evaluation, firm.firm_id)
    whole = next_total(evaluation, firm.firm_id)
    if form == "json":
        print_json(costs_document(firm, costs, steps, whole))
        return
    tables = [
        *(
            [record_costs_table(evaluation, costs, _titles(run), firm.name)]
            if costs.rows.height or costs.unclear
            else ()
        ),
        *([next_steps_table(evaluation, steps, firm.name)] if steps.height else ()),
    ]
    tables = tables or [nothing_to_change(evaluation.rulebook, firm.name)]
    show(*_remark(firm), *tables, *next_total_tables(evaluation.rulebook, whole, firm.name))


def _titles(run: Run) -> dict[str, str]:
    return {source.name: source.title for source in sources_of(run.rulebook, run.rules.questionnaire)}


def _remark(firm: Firm) -> list[str]:
    return [firm.remark] if firm.remark else []
