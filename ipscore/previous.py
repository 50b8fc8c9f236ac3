"""The year before, to compare with: a run, or published figures."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from indicator_tree import load_rulebook
from indicator_tree import published as published_figures
from indicator_tree.errors import PublishedError
from indicator_tree.loading import available
from indicator_tree.published import load_published
from ipscore.comparable import stop_if_incomparable, stop_unless_earlier
from ipscore.errors import NotARunError
from ipscore.run_folder import Run
from reports.system import System
from scoring.comparison import changed_rulebook, system_change
from scoring.errors import TrendError
from scoring.trend import Trend, follow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indicator_tree import Rulebook
    from indicator_tree.published import PublishedFigures

_MEANS = {"node": pl.String, "mean": pl.Float64, "decimals": pl.Int64}


@dataclass(frozen=True)
class Previous:
    """What is known of the year before.

    Attributes:
        title: how it is called: `2016年度`.
        means: node, mean; of the nodes that are known; of a run also their names, of published figures also the
            decimals that they were printed with.
        run: the run, where it is one; published figures know no firms.
        rulebook: by which that year was evaluated; None where published figures name one that is not at hand.
    """

    title: str
    means: pl.DataFrame
    run: Run | None = None
    rulebook: Rulebook | None = None

    def system(self, now: Run) -> System | None:
        """What of the system differs in a later run; None where nothing does, or nothing is known of the one before.

        Of published figures only the tree of their rulebook is known: how its rules were, and under which weights
        they came out, they do not say.
        """
        if self.run is not None:
            found = system_change(self.run.evaluation, now.evaluation)
            asked = (self.run.rules.questionnaire, now.rules.questionnaire)
            return None if found is None else System(found, asked)
        known = None if self.rulebook is None else changed_rulebook(self.rulebook, now.rulebook, None)
        return None if known is None else System(known)


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
        return Previous(run.rulebook.period_words.title, means, run, run.rulebook)
    try:
        published = load_published(given)
    except PublishedError as error:
        if path.is_file():
            raise
        raise NotARunError(
            f"--previous 应为运行文件夹，或公布数字的名称或文件：{error.message}",
            f"请改写 --previous；公布数字可写：{'、'.join(published_figures.available())}",
        ) from error
    known = [(node, figures.mean, published.decimals_of(node)) for node, figures in published.node.items()]
    means = pl.DataFrame(known, _MEANS, orient="row")
    return Previous(f"{published.year}年度", means, rulebook=_rulebook_of(published))


def _rulebook_of(published: PublishedFigures) -> Rulebook | None:
    return load_rulebook(published.rulebook) if published.rulebook in available() else None


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
    if found.rulebook is None:
        return found
    return replace(found, means=_of_the_same_name(found.means, found.rulebook, run.rulebook))


def _of_the_same_name(means: pl.DataFrame, before: Rulebook, now: Rulebook) -> pl.DataFrame:
    """Published means without those of indicators whose code means another indicator now."""
    renamed = [
        code
        for code in before.indicator
        if code in now.indicator and before.indicator[code].name != now.indicator[code].name
    ]
    return means.filter(~pl.col("node").is_in(renamed))


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
            raise TrendError(
                f"{one.folder} 的评价期间（至 {ends[0]}）不早于 {run.folder} 的（至 {ends[1]}）",
                "--previous 请写更早的一次运行",
            )
    return follow([each.evaluation for each in (*before, run)])
