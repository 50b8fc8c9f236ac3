"""All record tables of one reconstruction, typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ipscore_demo.reconstruction.aims import load_aims
from ipscore_demo.reconstruction.causes import load_causes, with_causes
from ipscore_demo.reconstruction.complaints import complaints
from ipscore_demo.reconstruction.deductions import incidents
from ipscore_demo.reconstruction.education import education_activities, education_products
from ipscore_demo.reconstruction.firms import Firms, invent_firms
from ipscore_demo.reconstruction.fund_warnings import fund_warnings
from ipscore_demo.reconstruction.measures import integrity_measures
from ipscore_demo.reconstruction.phone import phone_checks, phone_recodes
from ipscore_demo.reconstruction.ratios import annual_ratios
from ipscore_demo.reconstruction.social import social_projects
from ipscore_demo.reconstruction.survey import survey_responses
from ipscore_demo.reconstruction.targets import Targets

if TYPE_CHECKING:
    import polars as pl

    from indicator_tree import Rulebook
    from indicator_tree.published import PublishedFigures

Progress = Callable[[str, int, int], None]
"""Told after each step: what was done, and how many steps of how many."""


@dataclass(frozen=True)
class Rebuilt:
    """The invented firms, and by source the records as they should be read and accepted.

    Every table has record_id, firm_id (the evaluated firm), entity_id (the firm that the record names) and the
    source's own columns. `low_quality` are answer sheets that are read but not accepted: the columns of
    `survey_responses`, and `breaks`, the id of the quality rule that each breaks.
    """

    firms: Firms
    tables: dict[str, pl.DataFrame]
    low_quality: pl.DataFrame


def rebuild(
    rulebook: Rulebook, published: PublishedFigures, *, seed: int = 2017, progress: Progress | None = None
) -> Rebuilt:
    """Solve for records that give the published figures under the rulebook.

    Raises:
        InfeasibleError: some figures cannot come out together; the message names the indicator.
    """
    targets = Targets(rulebook, published, load_aims(f"aims_{published.year}"))
    firms = invent_firms(
        rulebook, targets.aims, published.evaluated_firms, int(targets.count("complaint_handling.firms_never")), seed
    )
    known = incidents(targets, firms, seed)
    activities: list[pl.DataFrame] = []
    calls = phone_checks(targets, firms, seed)
    responses: list[pl.DataFrame] = []
    steps: dict[str, Callable[[], pl.DataFrame]] = {
        "fund_warnings": lambda: fund_warnings(targets, firms, seed),
        "complaints": lambda: complaints(targets, firms, known, seed),
        "integrity_measures": lambda: integrity_measures(targets, firms, known, seed),
        "phone_checks": lambda: calls,
        "phone_recodes": lambda: phone_recodes(targets, calls, seed),
        "survey_responses": lambda: _accepted(responses, survey_responses(targets, firms, known, seed)),
        "annual_ratios": lambda: annual_ratios(targets, firms, seed),
        "education_products": lambda: education_products(targets, firms, seed),
        "education_activities": lambda: activities[0],
        "education_bases": lambda: activities[1],
        "social_projects": lambda: social_projects(targets, firms, seed),
    }
    activities.extend(education_activities(targets, firms, seed))
    causes = load_causes(f"causes_{published.year}")
    caused = {each.source for each in causes}
    tables = {}
    for done, (name, solve) in enumerate(steps.items(), start=1):
        solved = solve()
        tables[name] = with_causes(solved, name, causes, seed) if name in caused else solved
        if progress is not None:
            progress(name, done, len(steps))
    return Rebuilt(firms, tables, responses[0])


def _accepted(rejected: list[pl.DataFrame], both: tuple[pl.DataFrame, pl.DataFrame]) -> pl.DataFrame:
    rejected.append(both[1])
    return both[0]
