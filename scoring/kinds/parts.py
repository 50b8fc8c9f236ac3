"""Graded parts, which earn the points of the tier or grade that they reach, as a part of several kinds of rules."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, cast

import narwhals as nw
import numpy as np

from indicator_tree.checks import suggestion
from indicator_tree.errors import Problem
from scoring.evidence.conditions import Behind, Count, Reduced, as_evidence, select
from scoring.frames import RECORDS
from scoring.kinds.fit import column_problems, condition_problems, person_problems
from scoring.kinds.kind import Cause, Clause, Varied
from scoring.kinds.levers import Lever
from scoring.kinds.parameters import Number
from scoring.kinds.quantities import Quantity, conditions
from scoring.kinds.spelling import number, records_words
from scoring.kinds.traces import Trace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from data_sources.columns import Kind
    from indicator_tree.rules import Part, When
    from scoring.evidence.conditions import Table, Tables
    from scoring.kinds.facts import Values, Where
    from scoring.kinds.fit import Fit
    from scoring.kinds.levers import Row
    from scoring.kinds.page import Page
    from scoring.kinds.quantities import Definition
    from scoring.kinds.spelling import Names

_MEASURED: Mapping[str, tuple[Kind, ...]] = {"sum": ("number", "count"), "best": ("text",)}
"""Kinds of column that a measure can use; any for the others."""


def reduce_parts(node: str, parts: Sequence[Part], tables: Tables) -> Reduced:
    """Evidence of every part: how many, how many different, how much in all, and the best category."""
    evidence: list[Table] = []
    records: list[Behind] = []
    counts: list[Count] = []
    for part in parts:
        parameter = f"{node}.part.{part.id}"
        columns = () if part.column is None else (part.column,)
        rows = select(tables, node, part.source, part.when, *columns)
        if part.measure == "best":
            evidence.append(_best(rows, node, parameter, part))
        elif part.measure == "distinct" and part.column is not None:
            different = rows.group_by("firm_id").agg(quantity=nw.col(part.column).n_unique())
            evidence.append(as_evidence(different, node, parameter, part.source, part.label))
        else:
            counts.append(Count(node, parameter, part.source, part.label, (part.when,), measure=_measure(part)))
        records.append(Behind(node, parameter, part.source, (part.when,)))
    sums = tuple(f"{node}.part.{part.id}" for part in parts if part.measure == "sum")
    return Reduced(evidence, records, counts, sums=sums)


def _measure(part: Part) -> str:
    return part.column if part.measure == "sum" and part.column is not None else RECORDS


def _best(rows: Table, node: str, parameter: str, part: Part) -> Table:
    """The firm's best category; `quantity` is its place among the grades, 1 being the best."""
    grades = list(part.grades)
    categories = part.column or ""
    places = list(range(1, len(grades) + 1))
    place = nw.col(categories).replace_strict(grades, places, default=None, return_dtype=nw.Int64)
    best = rows.select("firm_id", quantity=place).group_by("firm_id").agg(nw.col("quantity").min())
    names = nw.col("quantity").replace_strict(places, grades, default=None, return_dtype=nw.String)
    return as_evidence(best, node, parameter, part.source, names)


def grade_parts(page: Page, parts: Sequence[Part]) -> Where:
    """Write a row per part; returns which firms have any record of any part."""
    submitted = np.zeros(page.facts.count, dtype=bool)
    for part in parts:
        found = page.quantity(f"part.{part.id}")
        submitted |= ~np.isnan(found)
        if part.measure == "best":
            _grade_category(page, part)
        else:
            amount = np.nan_to_num(found)
            page.write(f"part.{part.id}", part.label, _tier_points(amount, part), part, quantity=amount)
    return submitted


def _grade_category(page: Page, part: Part) -> None:
    key = f"part.{part.id}"
    held = dict(page.categories(key))
    none = np.full(page.facts.count, np.nan)
    unlisted = np.isnan(page.quantity(key))
    for category, points in part.grades.items():
        has = ~np.isnan(held.get(category, none))
        page.write(key, f"{part.label}：{category}", points, part, only=has)
        if category == part.absent:
            page.write(key, f"{part.label}：没有记录，视为{category}", points, part, only=unlisted)


def _tier_points(amount: Values, part: Part) -> Values:
    lows = np.array([tier.at_least for tier in reversed(part.tiers)])
    points = np.array([0.0, *(tier.points for tier in reversed(part.tiers))])
    return points[np.searchsorted(lows, amount, side="right")]


def fit_parts(where: str, parts: Sequence[Part], fit: Fit) -> Iterator[Problem]:
    """Sources, columns and grades that parts need and that are not there."""
    for part in parts:
        yield from _fit_part(f"{where}.part.{part.id}", part, fit)


def _fit_part(where: str, part: Part, fit: Fit) -> Iterator[Problem]:
    if missing := list(fit.no_source(where, part.source)):
        yield from missing
        return
    columns = fit.records[part.source]
    yield from condition_problems(f"{where}.when", part.when, columns)
    if part.column is None:
        return
    kinds = _MEASURED.get(part.measure, ())
    wrong = list(column_problems(f"{where}.column", part.column, columns, *kinds))
    wrong += person_problems(f"{where}.column", part.column, columns, "不能据以计数或评级")
    yield from wrong
    if part.measure != "best" or wrong:
        return
    if (allowed := columns.allowed.get(part.column)) is None:
        yield Problem(f"{where}.column", f"须有词表 vocabulary.{part.source}.{part.column}，说明可能有哪些级别")
        return
    for grade in part.grades:
        if grade not in allowed:
            yield Problem(f"{where}.grades.{grade}", f"“{grade}”不在词表中；{suggestion(grade, allowed)}")
    if absent := [value for value in allowed if value not in part.grades]:
        yield Problem(f"{where}.grades", f"词表中的 {'、'.join(absent)} 没有写明分值")


def part_clauses(parts: Sequence[Part]) -> Iterator[Clause]:
    """Tiers and grades: points whose order matters move together, and so do thresholds."""
    for at, part in enumerate(parts):
        tiers = [f"不少于 {number(tier.at_least)} {part.unit} {number(tier.points)} 分" for tier in part.tiers]
        grades = [f"{grade} {number(points)} 分" for grade, points in part.grades.items()]
        content = f"{part.label}：{'；'.join([*tiers, *grades])}"
        yield Clause(f"part.{part.id}", content, part, tuple(_varied(at, part)))


def _varied(at: int, part: Part) -> Iterator[Varied]:
    key, where = f"part.{part.id}", ("part", at)
    if part.measure == "best":
        grades = [Number((*where, "grades", grade), points) for grade, points in part.grades.items()]
        yield Varied(f"{key}.grades", f"{part.label}各级分值", grades)
        return
    points = [Number((*where, "tiers", place, "points"), tier.points) for place, tier in enumerate(part.tiers)]
    yield Varied(f"{key}.points", f"{part.label}各档分值", points)
    lows = [Number((*where, "tiers", place, "at_least"), *_room(low, below)) for place, low, below in _lows(part)]
    if lows:
        yield Varied(f"{key}.at_least", f"{part.label}各档门槛", lows)


def _lows(part: Part) -> Iterator[tuple[int, float, float]]:
    """Thresholds but the lowest, which only says that there is anything at all, each with the next lower one."""
    for place, (tier, below) in enumerate(pairwise(part.tiers)):
        yield place, tier.at_least, below.at_least


def _room(low: float, below: float) -> tuple[float, float]:
    """A threshold, and how far down it may go: not below the middle between it and the next lower one."""
    return low, (low + below) / 2


def part_quantities(node: str, parts: Sequence[Part]) -> Iterator[tuple[Quantity, Definition]]:
    """The quantity of every part."""
    for part in parts:
        counts = (part.source, conditions(part.when), part.measure, part.column, tuple(part.grades))
        yield Quantity(node, f"{node}.part.{part.id}"), counts


def part_counted(parts: Sequence[Part]) -> Iterator[tuple[str, str, When]]:
    """The records of every part, and the columns that are summed."""
    for part in parts:
        yield part.source, RECORDS, part.when
        if _measure(part) != RECORDS:
            yield part.source, _measure(part), part.when


def part_levers(node: str, parts: Sequence[Part], evidence: Mapping[str, Sequence[Row]]) -> Iterator[Lever]:
    """A better grade, or a quantity that reaches a higher tier."""
    for part in parts:
        key = f"{node}.part.{part.id}"
        rows = evidence.get(key, ())
        if part.measure == "best":
            grades = tuple(part.grades)
            place = rows[0][1] if rows else grades.index(cast("str", part.absent)) + 1
            yield Lever("grade", key, part.label, place, np.arange(place - 1, 0, -1, dtype=np.float64), grades)
            continue
        amount = rows[0][1] if rows else 0.0
        lows = sorted(tier.at_least for tier in part.tiers if tier.at_least > amount)
        yield Lever("quantity", key, part.label, amount, np.array(lows, dtype=np.float64))


def part_traces(node: str, parts: Sequence[Part]) -> Iterator[Trace]:
    """The records of every part."""
    for part in parts:
        yield Trace(f"{node}.part.{part.id}", part.source, "one" if part.measure == "records" else "all")


def parts_not_added(parts: Sequence[Part]) -> tuple[str, ...]:
    """Best categories and numbers of different values, which firms' quantities do not add up to."""
    return tuple(f"part.{part.id}" for part in parts if part.measure in ("best", "distinct"))


def part_causes(parts: Sequence[Part]) -> dict[str, Cause]:
    """What points are lost by: every part that does not give its most."""
    return {f"part.{part.id}": Cause(part.label, part.most) for part in parts}


def part_unit(parts: Sequence[Part], key: str) -> str:
    """The unit of the part that a key names."""
    return next((part.unit for part in parts if key == f"part.{part.id}"), "")


def part_label(parts: Sequence[Part], key: str) -> str | None:
    """What the part is called that a key names."""
    return next((part.label for part in parts if key == f"part.{part.id}"), None)


def part_words(parts: Sequence[Part], names: Names) -> str:
    """All parts in words."""
    return "；".join(_words(part, names) for part in parts)


def _words(part: Part, names: Names) -> str:
    records = records_words(part.source, part.when, names)
    column = "" if part.column is None else names.column(part.source, part.column).title
    measured = {
        "records": f"{records}记录数",
        "distinct": f"{records}不同的{column}数",
        "sum": f"{records}{column}合计",
        "best": f"{records}{column}取最好的一级",
    }[part.measure]
    unit = f" {part.unit}" if part.unit else ""
    tiers = [f"不少于 {number(tier.at_least)}{unit}的 {number(tier.points)} 分" for tier in part.tiers]
    grades = [f"{grade} {number(points)} 分" for grade, points in part.grades.items()]
    absent = f"，没有记录的视为{part.absent}" if part.absent is not None else ""
    return f"{part.label}（{measured}）{'、'.join([*tiers, *grades])}{absent}"
