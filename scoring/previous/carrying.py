"""Values of previous evaluations as evidence of this one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from scoring.errors import PreviousRunError
from scoring.frames import EVIDENCE
from scoring.kinds.registry import kind_of
from scoring.previous.asking import guarded_nodes
from scoring.previous.frames import PREVIOUS, PREVIOUS_RUNS, kept_from_previous
from scoring.previous.ordering import evaluated, gaps

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from indicator_tree import Rulebook
    from scoring.evaluation import Evaluation
    from scoring.previous.ordering import Earlier

_SHOWN = 5


@dataclass(frozen=True)
class PreviousValues:
    """What an evaluation takes over from previous ones.

    Attributes:
        rows: of the shape `EVIDENCE`, of every firm that the previous evaluations knew.
        runs: the previous evaluations, of the shape `PREVIOUS_RUNS`.
    """

    rows: pl.DataFrame = field(default_factory=EVIDENCE.to_frame)
    runs: pl.DataFrame = field(default_factory=PREVIOUS_RUNS.to_frame)

    @classmethod
    def kept_by(cls, evaluation: Evaluation) -> PreviousValues:
        """What a finished evaluation keeps of the previous ones, to score its records again."""
        return cls(evaluation.evidence.filter(kept_from_previous()), evaluation.previous)


def carried(ordered: Sequence[Earlier], rulebook: Rulebook, firms: pl.DataFrame) -> PreviousValues:
    """The values that the rules of a rulebook read of previous evaluations.

    A firm is the same by its code. What a firm that was merged since had, nobody takes over.

    Args:
        ordered: the evaluations, the latest first (`in_order`).
        rulebook: the rules.
        firms: the register of this evaluation.

    Raises:
        PreviousRunError: none of the firms was evaluated before.
    """
    now = firms.filter(pl.col("status") == "evaluated").select("firm_id")
    for one in ordered:
        if now.join(evaluated(one.evaluation), on="firm_id", how="semi").is_empty():
            words = rulebook.words
            raise PreviousRunError(
                f"{one.name} 里没有一{words.measure}本次参加评价的{words.noun}（按代码比对），不是同一评价的上一次",
                "--previous 请写同一评价的上一次运行",
            )
    rows, remarks = [EVIDENCE.to_frame()], [[told] if told else [] for told in gaps(ordered, rulebook)]
    before = [one.evaluation for one in ordered]
    used = {1} if guarded_nodes(rulebook) else set()
    for node, rule in rulebook.rules.items():
        for each in kind_of(rule).carried(node, rule, rulebook, before):
            used.add(each.back)
            if each.remark:
                remarks[each.back - 1].append(f"指标 {node}：{each.remark}")
            title = ordered[each.back - 1].title
            rows.append(_as_evidence(each.values.join(now, on="firm_id", how="semi"), node, each.key, title))
    for place, one in enumerate(ordered):
        remarks[place] += [] if place + 1 in used else ["没有规则用到它"]
        remarks[place] += _merged(one, firms) if place + 1 in used else []
        remarks[place] += [f"经 {one.corrections} 项更正决定，用的是更正以后的"] if one.corrections else []
    return PreviousValues(pl.concat(rows).sort(EVIDENCE.names()), _runs(ordered, remarks))


def _as_evidence(values: pl.DataFrame, node: str, key: str, title: str) -> pl.DataFrame:
    return values.select(
        "firm_id",
        node=pl.lit(node),
        parameter=pl.lit(f"{node}.{key}"),
        cause=pl.lit(title),
        source=pl.lit(PREVIOUS),
        quantity=pl.col("quantity").cast(pl.Float64),
        weight=pl.lit(None, pl.Float64),
    ).cast(dict(EVIDENCE.items()))


def _merged(one: Earlier, firms: pl.DataFrame) -> Iterator[str]:
    """A remark on the firms that were evaluated by themselves and are now evaluated with another one."""
    was = evaluated(one.evaluation).select("firm_id")
    apart = (pl.col("status") == "merged") & (pl.col("evaluated_as") != pl.col("firm_id"))
    gone = firms.filter(apart).join(was, on="firm_id", how="semi").sort("firm_id")
    if gone.is_empty():
        return
    parents = dict(firms.select("firm_id", "firm").iter_rows())
    pairs = [f"{parents[parent]}（含 {firm}）" for firm, parent in gone.select("firm", "evaluated_as").iter_rows()]
    more = f" 等 {len(pairs)} 例" if len(pairs) > _SHOWN else ""
    yield f"{'、'.join(pairs[:_SHOWN])}{more}：那时各自评价，上一次的数值只是其本身的"


def _runs(ordered: Sequence[Earlier], remarks: Sequence[Sequence[str]]) -> pl.DataFrame:
    rows = [
        (
            *(back, one.title, one.evaluation.rulebook.id, str(one.period.start), str(one.period.end)),
            *(one.corrections, one.manifest, "；".join(told)),
        )
        for back, (one, told) in enumerate(zip(ordered, remarks, strict=True), 1)
    ]
    return pl.DataFrame(rows, PREVIOUS_RUNS, orient="row")
