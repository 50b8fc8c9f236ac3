"""The year before, to compare with: a run, or published figures."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from indicator_tree.errors import PublishedError
from indicator_tree.published import load_published
from ipscore.comparable import stop_if_incomparable, stop_unless_earlier
from ipscore.errors import NotARunError
from ipscore.run_folder import Run
from scoring.errors import TrendError
from scoring.trend import Trend, follow

if TYPE_CHECKING:
    from collections.abc import Sequence

_MEANS = {"node": pl.String, "mean": pl.Float64, "decimals": pl.Int64}


@dataclass(frozen=True)
class Previous:
    """What is known of the year before.

    Attributes:
        title: how it is called: `2016年度`.
        means: node, mean; of the nodes that are known; of a run also their names, of published figures also the
            decimals that they were printed with.
        run: the run, where it is one; published figures know no firms.
    """

    title: str
    means: pl.DataFrame
    run: Run | None = None


def read_previous(given: str) -> Previous:
    """A run folder, a file of published figures, or published figures by name.

    Raises:
        NotARunError: it is a folder, but no run, or neither a folder nor published figures.
        PublishedError: the file of published figures is wrong.
    """
    path = Path(given)
    if path.is_dir():
        run = Run.open(path)
        means = run.table("summary").select("node", "name", "mean").drop_nulls()
        return Previous(run.rulebook.period_words.title, means, run)
    try:
        published = load_published(given)
    except PublishedError as error:
        if path.is_file():
            raise
        raise NotARunError(f"--previous 应为运行文件夹，或公布数字的名称或文件：{error}") from error
    known = [(node, figures.mean, published.decimals_of(node)) for node, figures in published.node.items()]
    means = pl.DataFrame(known, _MEANS, orient="row")
    return Previous(f"{published.year}年度", means)


def previous_of(run: Run, given: str | None) -> Previous | None:
    """The year before a run, as `read_previous` reads it; None where none is given.

    Raises:
        NotARunError, PublishedError: see `read_previous`.
        IncomparableRunsError: it is this run or a later one, or evaluated nothing that this run evaluated.
    """
    if given is None:
        return None
    found = read_previous(given)
    if found.run is not None:
        stop_unless_earlier(found.run, run)
        stop_if_incomparable(found.run, run)
    return found


def trend_of(run: Run, previous: Run | None, earlier: Sequence[str]) -> Trend | None:
    """The course from earlier runs over the previous one to this; None where no earlier ones are given.

    Args:
        run: the latest.
        previous: the one before, where it is a run.
        earlier: run folders of years before that, in any order.

    Raises:
        NotARunError: one is no run.
        TrendError: two are of the same period, or one is not of an earlier period than the run.
    """
    if not earlier:
        return None
    before = [*(Run.open(Path(folder)) for folder in earlier), *([] if previous is None else [previous])]
    for one in before:
        if one.rulebook.period.end >= run.rulebook.period.end:
            ends = (one.rulebook.period.end, run.rulebook.period.end)
            raise TrendError(f"{one.folder} 的评价期间（至 {ends[0]}）不早于 {run.folder} 的（至 {ends[1]}）")
    return follow([each.evaluation for each in (*before, run)])
