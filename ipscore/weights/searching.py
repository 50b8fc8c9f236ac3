"""Weights searched for in a run: those that make indicators decide what they should, and every firm's best."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicator_tree import load_rulebook
from ipscore.errors import TargetError
from ipscore.weights.nodes import find_parents
from ipscore.weights.output import write_chosen
from ipscore.weights.overlay import Chosen
from scoring.benefit_of_doubt import doubt_table
from scoring.coherence.target import Measure, target_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import polars as pl

    from ipscore.run_folder import Run

_MEASURES: dict[Measure, str] = {
    "ratio": "相关比（Paruolo、Saisana、Saltelli 2013）",
    "r2": "相关系数的平方",
}
SCHEME = "target"


def target_of(run: Run, nodes: Sequence[str], measure: Measure) -> pl.DataFrame:
    """Frame `scoring.coherence.target.TARGET` of some nodes of a run, or of all.

    Raises:
        UnknownNodeError: see `find_parents`.
    """
    return target_table(run.evaluation, find_parents(run.rulebook, nodes), measure)


def targeted(run: Run, found: pl.DataFrame, measure: Measure, out: Path, rulebook: str | None = None) -> None:
    """Write the weights that were found as a rulebook that extends the run's, by name or as it is given.

    Raises:
        TargetError: nothing was found, the file cannot be written, or the rulebook that is given is not the run's.
        RulebookNotFoundError: there is no rulebook of the run's name, and none is given.
    """
    weights = dict(found.drop_nulls("weight").select("node", "weight").iter_rows())
    if not weights:
        raise TargetError("没有求得任何权重，没有写出规则文件", "请去掉 --out，先看各组的说明")
    book, given = run.rulebook, rulebook or run.rulebook.id
    if (other := load_rulebook(given).id) != book.id:
        raise TargetError(f"{given} 是规则 {other}，不是这次运行的规则 {book.id}", f"--rulebook 请写规则 {book.id}")
    chosen = Chosen(
        scheme=SCHEME,
        title="按实际影响校正的权重",
        weights=weights,
        base=run.scheme,
        basis="derived",
        reference=f"{book.title}的得分：使各指标的{_MEASURES[measure]}之占比最接近名义权重（Becker 等 2017）",
        note=f"名义权重为方案“{book.weights[run.scheme].title}”；没有求得的各级沿用它",
    )
    write_chosen(out, book, given, chosen)


def doubt_of(run: Run, node: str, at_least: float, at_most: float) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Frame `scoring.benefit_of_doubt.DOUBT` of a node of a run, and the firms that are left out.

    Raises:
        UnknownNodeError: see `find_parents`.
        DoubtError: see `best_weights`.
    """
    (parent,) = find_parents(run.rulebook, [node])
    return doubt_table(run.evaluation, parent, at_least, at_most)
