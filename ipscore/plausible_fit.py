"""Do the plausible ranges of a rulebook fit the contracts of their sources?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data_sources.column_fit import Columns, column_problems, condition_problems
from indicator_tree.checks import suggestion
from indicator_tree.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from data_sources.source import Source
    from indicator_tree import Rulebook


def range_problems(book: Rulebook, known: Mapping[str, Source]) -> Iterator[Problem]:
    """Sources and columns of ranges that are not there, or are of a kind that such a range does not bound.

    A ratio that no rule asks for is no mistake: a rulebook that extends another may leave its rule out.
    """
    closed = {
        source: {name: values for name, values in columns.items() if values == book.closed_vocabulary[source][name]}
        for source, columns in book.vocabulary.items()
    }  # without what rules add to: the ratios
    for source, ranges in book.plausible.items():
        if source not in known:
            yield Problem(f"plausible.{source}", f"没有数据源 {source}；{suggestion(source, known)}")
            continue
        columns = Columns.of(known[source], closed)
        for name, each in ranges.items():
            where = f"plausible.{source}.{name}"
            at = where if each.column is None else f"{where}.column"
            if each.dated:
                yield from column_problems(at, each.column or name, columns, "date")
            else:
                yield from column_problems(at, each.column or name, columns, "number", "count")
            if each.over is not None:
                yield from column_problems(f"{where}.over", each.over, columns, "number", "count")
            yield from condition_problems(f"{where}.when", each.when, columns)
