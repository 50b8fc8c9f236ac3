"""What was planted: every reading that was changed on purpose, what it was and what it became."""

from __future__ import annotations

from dataclasses import astuple, dataclass, replace
from typing import TYPE_CHECKING, Literal

import polars as pl

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from indicator_tree.catalogue import Catalogue
    from ipscore_demo.pilot.table import Cell, Readings

Kind = Literal[
    "spike",
    "drop",
    "level_shift",
    "stuck",
    "unit_error",
    "clearing_slowdown",
    "relation",
    "missing",
    "threshold",
    "part",
]
"""`part` is a reading that changed with another one and need not be noticed by itself."""

KIND_LABELS: dict[Kind, str] = {
    "spike": "骤升",
    "drop": "骤降",
    "level_shift": "水平改变",
    "stuck": "读数不变",
    "unit_error": "单位错误（十倍或十分之一）",
    "clearing_slowdown": "清算变慢",
    "relation": "勾稽不成立",
    "missing": "漏报",
    "threshold": "越过阈值",
    "part": "随另一读数改变",
}

SCHEMA = pl.Schema(
    {
        **dict.fromkeys(("kind", "firm_id", "indicator", "system"), pl.String()),
        **dict.fromkeys(("date", "until"), pl.Date()),
        **dict.fromkeys(("was", "became"), pl.Float64()),
        "note": pl.String(),
    }
)


@dataclass(frozen=True)
class Planted:
    """One planted thing; from `date` to `until`, both included. `was` and `became` are those of the first reading."""

    kind: Kind
    firm_id: str
    indicator: str
    system: str
    date: dt.date
    until: dt.date
    was: float | None
    became: float | None
    note: str

    @classmethod
    def at(
        cls,
        readings: Readings,
        cell: Cell,
        kind: Kind,
        *,
        was: float | None,
        became: float | None,
        note: str,
        days: int = 1,
    ) -> Planted:
        """A planted thing at a cell and so many dates from it."""
        code, system, firm, day = cell
        dates = readings.dates(code, system)
        until = dates[min(day + days - 1, len(dates) - 1)]
        return cls(kind, readings.firms[firm], code, system, dates[day], until, was, became, note)


def as_frame(planted: Sequence[Planted]) -> pl.DataFrame:
    """All planted things: kind, firm_id, indicator, system, date, until, was, became, note; sorted."""
    frame = pl.DataFrame([astuple(each) for each in planted], schema=SCHEMA, orient="row")
    return frame.sort("firm_id", "indicator", "system", "date", "kind", "note")


def consequences(planted: Sequence[Planted], catalogue: Catalogue) -> list[Planted]:
    """Readings that may be told because a relation, a quotient or a volume ties them to a planted one; as parts."""
    ties: dict[str, set[str]] = {}
    pairs = [(relation.left, relation.right) for relation in catalogue.relation]
    for code in catalogue.leaves:
        node = catalogue.indicator[code]
        pairs += [(code, node.follows)] if node.follows is not None else []
        if node.quotient is not None:
            pairs += [(code, node.quotient.numerator), (code, node.quotient.denominator)]
    for one, other in pairs:
        ties.setdefault(one, set()).add(other)
        ties.setdefault(other, set()).add(one)
    known = {(each.firm_id, each.indicator, each.system, each.date) for each in planted}
    found: dict[tuple[str, str, str, dt.date], Planted] = {}
    for each in planted:
        for code in sorted(ties.get(each.indicator, ())):
            at = (each.firm_id, code, each.system, each.date)
            if at not in known:
                found[at] = replace(
                    each, kind="part", indicator=code, was=None, became=None, note=f"随 {each.indicator}"
                )
    return list(found.values())
