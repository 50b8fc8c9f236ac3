"""Two evaluations beside each other, firm by firm and node by node."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from indicator_tree.tree import sort_key
from scoring.comparison.combining import combinations
from scoring.comparison.frames import FIRMS, NODES, PARTS, SPLIT
from scoring.comparison.moves import means
from scoring.comparison.quantities import unshared
from scoring.comparison.shapley import shapley
from scoring.frames import TOTAL_NODES, told_above

if TYPE_CHECKING:
    from indicator_tree import Rulebook
    from scoring.evaluation import Evaluation

_KEY = ["firm_id", "node", "name"]


@dataclass(frozen=True)
class Comparison:
    """What changed from one evaluation to another; the frames have the shapes of `scoring.comparison.frames`.

    Attributes:
        before, now: the evaluations.
        split: `SPLIT`, sorted by node in tree order, then by firm.
        means: `MEANS`, a row per node.
        nodes: `NODES`; one whose kind is not `both` is in one evaluation only.
        firms: `FIRMS`, those in one evaluation only.
        quantities: `QUANTITIES`, those taken as the same in both years.
        common: number of firms in both.
    """

    before: Evaluation
    now: Evaluation
    split: pl.DataFrame
    means: pl.DataFrame
    nodes: pl.DataFrame
    firms: pl.DataFrame
    quantities: pl.DataFrame
    common: int

    def __repr__(self) -> str:
        return f"<Comparison {self.before.rulebook.id} → {self.now.rulebook.id}: {self.common} firms in both>"


def compare_runs(before: Evaluation, now: Evaluation) -> Comparison:
    """The change of every firm at every node, split into rules, weights and records.

    The conventions stand in the docstring of `scoring.comparison`.
    """
    runs = (before, now)
    nodes = _nodes(before.rulebook, now.rulebook)
    firms = _evaluated(before).join(_evaluated(now), on="firm_id", how="semi").sort("firm_id")["firm_id"]
    told = nodes.drop("leaf").with_row_index("order")
    own = [_scores(run, told, kind).rename({"score": f"score_{at}", "rank": f"rank_{at}", "firm": f"firm_{at}"})
           for run, kind, at in ((before, "gone", "before"), (now, "new", "now"))]  # fmt: skip
    joined = own[0].join(own[1], on=_KEY, how="full", coalesce=True)
    split = (
        joined.join(_parts(runs, nodes, firms), on=_KEY, how="left")
        .join(told.select("node", "name", "order"), on=["node", "name"])
        .with_columns(
            kind=pl.when(pl.col("firm_before").is_null())
            .then(pl.lit("new"))
            .otherwise(pl.when(pl.col("firm_now").is_null()).then(pl.lit("gone")).otherwise(pl.lit("both"))),
            firm=pl.coalesce("firm_now", "firm_before"),
            before=pl.col("score_before"),
            now=pl.col("score_now"),
            change=pl.col("score_now") - pl.col("score_before"),
            rank_change=pl.col("rank_now") - pl.col("rank_before"),
        )
        .sort("order", "firm_id")
        .select(SPLIT.names())
        .cast(SPLIT)
    )
    return Comparison(
        before=before,
        now=now,
        split=split,
        means=means(split, nodes),
        nodes=nodes,
        firms=pl.concat([_only(now, before, "new"), _only(before, now, "gone")]),
        quantities=unshared(before.rulebook, now.rulebook),
        common=len(firms),
    )


def _nodes(before: Rulebook, now: Rulebook) -> pl.DataFrame:
    """All nodes of both, of the shape `NODES`, in tree order; of one code what is gone comes first."""
    told = told_above(before) | told_above(now)
    totals = [(at, told[at], "both", False) for at in TOTAL_NODES if at in told]
    rows = []
    for code in sorted({*before.nodes, *now.nodes}, key=sort_key):
        names = [book.indicator[code].name if code in book.indicator else None for book in (before, now)]
        if names[0] == names[1]:
            rows.append((code, names[1], "both", code in now.leaves))
            continue
        rows += [
            (code, name, kind, code in book.leaves)
            for name, kind, book in zip(names, ("gone", "new"), (before, now), strict=True)
            if name is not None
        ]
    return pl.DataFrame([*totals, *rows], schema=NODES, orient="row")


def _parts(runs: tuple[Evaluation, Evaluation], nodes: pl.DataFrame, firms: pl.Series) -> pl.DataFrame:
    """The split of the firms at the nodes that both evaluations have; null where there is none."""
    values = combinations(runs, firms)
    tables = [
        firms.to_frame("firm_id").with_columns(
            pl.lit(node).alias("node"),
            pl.lit(name).alias("name"),
            *(
                pl.Series(part, found, dtype=pl.Float64).fill_nan(None)
                for part, found in zip(PARTS, shapley(values[node]), strict=True)
            ),
        )
        for node, name in nodes.filter(pl.col("kind") == "both").select("node", "name").iter_rows()
    ]
    return pl.concat(tables)


def _scores(run: Evaluation, nodes: pl.DataFrame, kind: str) -> pl.DataFrame:
    """firm_id, node, name, firm, score, rank at the nodes of one evaluation."""
    own = nodes.filter(pl.col("kind").is_in(["both", kind])).select("node", "name")
    return run.scores.join(own, on="node").select(*_KEY, "firm", "score", "rank")


def _evaluated(run: Evaluation) -> pl.DataFrame:
    return run.firms.filter(pl.col("status") == "evaluated").select("firm_id", "firm")


def _only(run: Evaluation, other: Evaluation, kind: str) -> pl.DataFrame:
    """The firms that the other evaluation lacks."""
    totals = run.scores.filter(pl.col("node") == "total").select("firm_id", "score", "rank")
    return (
        _evaluated(run)
        .join(_evaluated(other), on="firm_id", how="anti")
        .join(totals, on="firm_id", how="left")
        .join(other.firms.select("firm_id", "reason"), on="firm_id", how="left")
        .with_columns(kind=pl.lit(kind))
        .sort("rank", "firm_id", nulls_last=True)
        .select(FIRMS.names())
        .cast(FIRMS)
    )
