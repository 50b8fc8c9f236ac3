"""The effects computed from the pilot's readings beside the published ones, figure by figure, and every contradiction
of the document beside the figure that was computed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from reports.effect_contradictions import told
from reports.effect_rows import ChangeRow, ContradictionRow, EffectComparison, MonthRow, NumberRow
from scoring.effects import EFFICIENCY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indicator_tree.published.operations import PilotFigures
    from reports.effect_rows import Kind
    from reports.operations.tables import Tables


__all__ = [
    "ChangeRow",
    "ContradictionRow",
    "EffectComparison",
    "MonthRow",
    "NumberRow",
    "compare_effects",
    "contradictions_of",
    "published_changes",
]


def compare_effects(tables: Tables, figures: PilotFigures) -> EffectComparison:
    """Compare.

    Args:
        tables: of an operations run.
        figures: what was published.
    """
    changes, counted = published_changes(tables, figures), _counts(tables, figures)
    return EffectComparison(
        changes=changes,
        months=_months(tables.pooled, figures),
        counts=tuple(NumberRow(each.label, counted[key], each.value, each.unit) for key, each in figures.count.items()),
        contradictions=contradictions_of(tables, changes, figures),
    )


def contradictions_of(
    tables: Tables, changes: Sequence[ChangeRow], figures: PilotFigures
) -> tuple[ContradictionRow, ...]:
    """What the document says otherwise than it computes; only of a run that gives what was published.

    Args:
        tables: of that run.
        changes: its `published_changes`, all of which match.
        figures: what was published.
    """
    return tuple(
        ContradictionRow(each.about, each.says, told(each.computed, tables, changes, figures), each.note)
        for each in figures.contradiction
    )


def published_changes(tables: Tables, figures: PilotFigures) -> tuple[ChangeRow, ...]:
    """The best-improved firms beside the published ones; of any run, whatever it lacks."""
    firms = dict(tables.firms.select("firm_id", "firm").iter_rows())
    best = {(row["indicator"], row["system"]): row for row in tables.effects.iter_rows(named=True)}
    asked: list[tuple[Kind, str, str, str, float, float | None, float | None]] = [
        *(("account", each.indicator, "", each.name, each.change, each.first, each.last) for each in figures.account),
        *(("efficiency", EFFICIENCY, each.system, each.name, each.change, None, None) for each in figures.efficiency),
        *(("change", each.indicator, each.system, each.name, each.change, None, None) for each in figures.change),
    ]
    rows = []
    for kind, indicator, system, name, published, published_first, published_last in asked:
        found = best.get((indicator, system), {})
        rows.append(
            ChangeRow(
                kind=kind,
                indicator=indicator,
                system=system,
                name=name,
                firm=firms.get(found.get("firm_id")),
                first=found.get("first"),
                last=found.get("last"),
                change=found.get("change"),
                published_first=published_first,
                published_last=published_last,
                published=published,
            )
        )
    return tuple(rows)


def _months(pooled: pl.DataFrame, figures: PilotFigures) -> tuple[MonthRow, ...]:
    values = {(system, month): value for system, month, value in pooled["system", "month", "efficiency"].iter_rows()}
    return tuple(
        MonthRow(each.system, f"{month:%Y-%m}", values.get((each.system, month)), value)
        for each in figures.clearing
        for month, value in zip(each.months, each.values, strict=True)
    )


def _counts(tables: Tables, figures: PilotFigures) -> dict[str, float]:
    """The counts that the text tells, by their key in the published figures."""
    accounts = [each.indicator for each in figures.account]
    best = tables.effects.filter(pl.col("indicator").is_in(accounts))["firm_id"]
    improved = dict(tables.tally.select("node", "improved").iter_rows())
    catalogue = tables.catalogue
    return {
        "clearing_improved": improved.get(_class_of(tables, catalogue.clearing.seconds), 0),
        "best_firms": best.n_unique(),
        "accounts_improved": improved.get(_class_of(tables, accounts[0]), 0),
        "accounts_most_of_one_firm": max(best.value_counts()["count"], default=0),
        "firms": tables.firms.height,
    }


def _class_of(tables: Tables, code: str) -> str:
    """The class of an indicator."""
    at = code
    while (parent := tables.catalogue.indicator[at].parent) is not None:
        at = parent
    return at
