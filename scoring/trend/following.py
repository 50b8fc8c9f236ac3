"""Evaluations put in order and read side by side."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from indicator_tree.periods import title_of
from indicator_tree.tree import sort_key
from scoring.aggregation import WHOLE, Hierarchy, methods_of, roll_up_tree
from scoring.comparison.differing import reweighted
from scoring.errors import TrendError
from scoring.frames import TOTAL_NODES, told_above
from scoring.leaf_scores import score_matrix
from scoring.places import places
from scoring.precision import settled
from scoring.trend.frames import FIRMS, LETTERS_BY_RUN, MEANS, NODES, TREND
from scoring.trend.letters import letters_by_run

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from indicator_tree import Rulebook
    from scoring.evaluation import Evaluation

_TOP = ("total", "base", "bonus")
_KEY = ["node", "name"]


@dataclass(frozen=True)
class Trend:
    """Evaluations in the order of their periods; the frames have the shapes of `scoring.trend.frames`.

    Attributes:
        evaluations: the oldest first.
        periods: how each is called: `2017年度`, or by its quarter, month or days where years repeat.
        common: leaves that all have, by code, in tree order.
        scores: `TREND`, by node in tree order, then by firm and period.
        means: `MEANS`.
        nodes: `NODES`.
        firms: `FIRMS`.
        letters: `LETTERS_BY_RUN`; empty where no rulebook gives letters.
    """

    evaluations: tuple[Evaluation, ...]
    periods: tuple[str, ...]
    common: tuple[str, ...]
    scores: pl.DataFrame
    means: pl.DataFrame
    nodes: pl.DataFrame
    firms: pl.DataFrame
    letters: pl.DataFrame = field(default_factory=LETTERS_BY_RUN.to_frame)

    def __repr__(self) -> str:
        return f"<Trend {' → '.join(self.periods)}: {len(self.common)} indicators in all>"

    @property
    def latest(self) -> Rulebook:
        """The rules of the latest evaluation."""
        return self.evaluations[-1].rulebook

    @property
    def whole(self) -> str:
        """The node at which the whole tree is told, like for like."""
        return _whole(_told([one.rulebook for one in self.evaluations]))

    @property
    def lettered(self) -> tuple[str, ...]:
        """The nodes that have letters in any evaluation, those of the latest first."""
        return tuple(dict.fromkeys(node for one in reversed(self.evaluations) for node in one.rulebook.lettered))

    @property
    def changed(self) -> bool:
        """Whether tree or weights differ anywhere, so that scores like for like are others than those published."""
        changes = self.nodes.drop_nulls("reweighted")
        return bool((changes["added"].list.len() + changes["dropped"].list.len()).sum() or changes["reweighted"].any())


def follow(evaluations: Sequence[Evaluation]) -> Trend:
    """Evaluations side by side.

    Args:
        evaluations: at least two, in any order; no two of the same period.

    Raises:
        TrendError: fewer than two, two of the same period, or of units of different kinds.
    """
    ordered = sorted(evaluations, key=lambda each: (each.rulebook.period.end, each.rulebook.period.start))
    periods = _periods([each.rulebook for each in ordered])
    common = _common([each.rulebook for each in ordered])
    told = _told([each.rulebook for each in ordered])
    names = _names([each.rulebook for each in ordered], told)
    called = {row["firm_id"]: row["firm"] for each in ordered for row in _evaluated(each).iter_rows(named=True)}
    tables = [
        _scores(each, ordered[-1], common, told, run=at, period=period)
        for at, (each, period) in enumerate(zip(ordered, periods, strict=True), 1)
    ]
    order = pl.DataFrame(names, schema=_KEY, orient="row").with_row_index("order")
    placed = (
        pl.concat(tables)
        .join(order, on=_KEY)
        .with_columns(firm=pl.col("firm_id").replace_strict(called))
        .sort("order", "firm_id", "run")
    )
    return Trend(
        tuple(ordered),
        periods,
        tuple(common),
        placed.select(TREND.names()).cast(dict(TREND.items())),
        _means(placed, len(ordered)),
        _nodes(ordered, periods, names, _whole(told)),
        _firms(ordered, periods),
        letters_by_run(ordered, periods),
    )


def _periods(books: Sequence[Rulebook]) -> tuple[str, ...]:
    if len(books) < 2:  # noqa: PLR2004  (what makes a course)
        raise TrendError(
            f"至少要有两次运行，只给了 {len(books)} 次", "请再写一个运行文件夹，或用 ipscore distribution 看一次的"
        )
    nouns = {book.words.noun for book in books}
    if len(nouns) > 1:
        raise TrendError(
            f"评价的对象不同，不能放在一起看：{'、'.join(sorted(nouns))}", "请只写评价同一种对象的运行文件夹"
        )
    for one, other in pairwise(books):
        if one.period == other.period:
            raise TrendError(
                f"有两次运行的评价期间相同（{one.period.start} 至 {one.period.end}：{one.title}、{other.title}）",
                "同一期间请只留一个运行文件夹；比较同一期间的两次运行请用 ipscore compare",
            )
    titles = tuple(book.period_words.title for book in books)
    if len(set(titles)) == len(titles):
        return titles
    return tuple(title_of(book.period.start, book.period.end) for book in books)


def _told(books: Sequence[Rulebook]) -> dict[str, str]:
    """The nodes above the tree that any rulebook tells, with the names of the latest."""
    found = {node: name for book in books for node, name in told_above(book).items()}
    return {node: found[node] for node in TOTAL_NODES if node in found}


def _whole(told: Mapping[str, str]) -> str:
    """The node at which the whole tree is told, like for like: without bonus and rules on the total, the total."""
    return WHOLE if WHOLE in told else "total"


def _names(books: Sequence[Rulebook], told: Mapping[str, str]) -> list[tuple[str, str]]:
    """Code and name of every node of any tree: those above the tree, then in tree order, the latest names first."""
    found = [(code, told[code]) for code in _TOP if code in told]
    codes = sorted({code for book in books for code in book.indicator}, key=sort_key)
    for code in codes:
        named = [book.indicator[code].name for book in reversed(books) if code in book.indicator]
        found += [(code, name) for name in dict.fromkeys(named)]
    return found


def _common(books: Sequence[Rulebook]) -> list[str]:
    def same(code: str) -> bool:
        own = books[-1].indicator[code].name
        return all(code in book.leaves and book.indicator[code].name == own for book in books)

    return [code for code in books[-1].leaves if same(code)]


def _evaluated(one: Evaluation) -> pl.DataFrame:
    return one.firms.filter(status="evaluated").select("firm_id", "firm")


def _scores(
    one: Evaluation, latest: Evaluation, common: Sequence[str], told: Mapping[str, str], *, run: int, period: str
) -> pl.DataFrame:
    """What an evaluation published, with the scores like for like beside it."""
    book = one.rulebook
    names = {**told, **{code: indicator.name for code, indicator in book.indicator.items()}}
    joined = (
        one.scores.select("firm_id", "node", "score", "rank")
        .filter(pl.col("node").is_in(list(names)), (pl.col("node") != "bonus") | (book.bonus is not None))
        .join(places(one).select("firm_id", "node", "band"), on=["firm_id", "node"], how="left")
        .with_columns(name=pl.col("node").replace_strict(names))
        .join(_like(one, latest, common, told), on=["firm_id", "node", "name"], how="left")
    )
    like_rank = settled(pl.col("like")).rank("min", descending=True).over("node", "name")
    return joined.with_columns(run=pl.lit(run), period=pl.lit(period), like_rank=like_rank.cast(pl.Int64))


def _like(one: Evaluation, latest: Evaluation, common: Sequence[str], told: Mapping[str, str]) -> pl.DataFrame:
    """firm_id, node, name, like: the common leaves rolled up by the latest rules; indicators that not all have are
    left out, and their siblings share their weight.
    """
    book, hierarchy = latest.rulebook, Hierarchy.of(latest.rulebook)
    firms = _evaluated(one)["firm_id"].sort()
    matrix = score_matrix(one.scores.filter(pl.col("node").is_in(list(common))), firms)
    missing = np.full(len(firms), np.nan)
    leaves = {leaf: matrix.get(leaf, missing) if leaf in common else missing for leaf in hierarchy.leaves}
    found = roll_up_tree(leaves, hierarchy, book.local_weights(latest.scheme), methods_of(book))
    whole = _whole(told)
    names = {WHOLE: told[whole]} | {code: indicator.name for code, indicator in book.indicator.items()}
    return pl.concat(
        firms.to_frame("firm_id").with_columns(
            pl.lit(whole if node == WHOLE else node).alias("node"),
            pl.lit(names[node]).alias("name"),
            pl.Series("like", values, dtype=pl.Float64).fill_nan(None),
        )
        for node, values in found.items()
    )


def _means(scores: pl.DataFrame, runs: int) -> pl.DataFrame:
    everywhere = pl.col("like").count().over("firm_id", *_KEY) == runs
    matched = pl.col("like").filter(pl.col("everywhere"))
    return (
        scores.with_columns(everywhere=everywhere)
        .group_by(*_KEY, "run", "period")
        .agg(
            order=pl.col("order").first(),
            firms=pl.col("score").count().cast(pl.Int64),
            mean=pl.col("score").mean(),
            like=pl.col("like").mean(),
            matched=matched.mean(),
            matched_firms=matched.count().cast(pl.Int64),
        )
        .sort("order", "run")
        .select(MEANS.names())
        .cast(dict(MEANS.items()))
    )


def _nodes(
    ordered: Sequence[Evaluation], periods: Sequence[str], names: Sequence[tuple[str, str]], whole: str
) -> pl.DataFrame:
    rows = []
    for node, name in names:
        if node in TOTAL_NODES and node != whole:
            continue
        before: dict[tuple[str, str], float] | None = None
        for at, (one, period) in enumerate(zip(ordered, periods, strict=True), 1):
            children = _children(one, WHOLE if node == whole else node, name)
            changes: tuple[list[str] | None, list[str] | None, bool | None] = (None, None, None)
            if before is not None and children is not None:
                stayed = [child for child in children if child in before]
                changes = (
                    [" ".join(child) for child in children if child not in before],
                    [" ".join(child) for child in before if child not in children],
                    reweighted([before[child] for child in stayed], [children[child] for child in stayed]),
                )
            rows.append((node, name, at, period, children is not None, *changes))
            before = children
    return pl.DataFrame(rows, NODES, orient="row")


def _children(one: Evaluation, node: str, name: str) -> dict[tuple[str, str], float] | None:
    """Code and name of the children of a node with their weights; None where the evaluation does not have the node."""
    book = one.rulebook
    if node != WHOLE and (node not in book.indicator or book.indicator[node].name != name):
        return None
    weights = book.local_weights(one.scheme)
    children = book.children.get(None if node == WHOLE else node, ())
    return {(child, book.indicator[child].name): weights[child] for child in children}


def _firms(ordered: Sequence[Evaluation], periods: Sequence[str]) -> pl.DataFrame:
    rows = []
    for at, ((before, now), period) in enumerate(zip(pairwise(ordered), periods[1:], strict=True), 2):
        old, new = _evaluated(before), _evaluated(now)
        names = dict(now.firms.select("firm_id", "firm").iter_rows())
        rows += [
            (row["firm_id"], row["firm"], "came", at, period, None, None, None)
            for row in new.join(old, on="firm_id", how="anti").sort("firm_id").iter_rows(named=True)
        ]
        gone = old.join(new, on="firm_id", how="anti").sort("firm_id")
        told = now.firms.select("firm_id", "status", "evaluated_as", "reason")
        for row in gone.join(told, on="firm_id", how="left").iter_rows(named=True):
            merged = row["status"] == "merged"
            into = row["evaluated_as"] if merged else None
            kind = "merged" if merged else "went"
            rows.append((row["firm_id"], row["firm"], kind, at, period, into, names.get(into), row["reason"]))
    return pl.DataFrame(rows, FIRMS, orient="row")
