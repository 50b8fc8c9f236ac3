"""The scores of an evaluation as records of another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from data_sources.errors import IntakeError
from indicator_tree.checks import suggestion
from ipscore.run_folder import Run
from ipscore.run_tables import RECORDS, file_of
from scoring.frames import node_names

if TYPE_CHECKING:
    from pathlib import Path

    from indicator_tree.run_sources import RunSource, RunWeight

_LISTED = 5


def scores_of(path: Path, name: str, wanted: RunSource) -> tuple[pl.DataFrame, list[str]]:
    """The scores of the units of an evaluation, under the name of whom they count for.

    Args:
        path: the run.
        name: how messages call the table.
        wanted: for whom scores count, and what a unit weighs.

    Returns:
        The columns of the table of runs and the unit's, and the files of the run that they come from.

    Raises:
        IntakeError: the run's register has no groups, or a unit has no weight.
    """
    run = Run.open(path)
    firms = run.table("firms").filter(pl.col("status") == "evaluated")
    if wanted.unit == "group" and "peer_group" not in firms.columns:
        raise IntakeError(
            f"{name}：{run.rulebook.title}的名录没有分组，不知道得分归谁",
            "请给那次运行的名录加上分组一列（units.group）后重新评分",
        )
    unit = pl.col("peer_group" if wanted.unit == "group" else "firm")
    titles, end = node_names(run.rulebook), run.rulebook.period.end
    weights, behind = _weights(run, name, wanted.weight, firms)
    table = (
        run.table("scores")
        .join(firms.select("firm_id", unit.alias("unit")), on="firm_id", how="inner", maintain_order="left")
        .join(weights, on="firm_id", how="left", maintain_order="left")
        .select(
            record_id=pl.format("{}/{}/{}", pl.lit(end.isoformat()), "node", "firm"),
            firm="unit",
            member="firm",
            node="node",
            name=pl.col("node").replace_strict(titles, default=None, return_dtype=pl.String),
            score="score",
            rank=pl.col("rank").cast(pl.Float64),
            weight="weight",
            as_of=pl.lit(end),
        )
    )
    return table, [file_of("scores"), file_of("firms"), *behind]


def _weights(run: Run, name: str, weight: RunWeight | None, firms: pl.DataFrame) -> tuple[pl.DataFrame, list[str]]:
    """What every unit weighs, and the file that says so.

    Raises:
        IntakeError: the run holds no such records or column, or a unit has no weight, or none above 0.
    """
    if weight is None:
        return firms.select("firm_id", weight=pl.lit(None, pl.Float64)), []
    table = f"{RECORDS}_{weight.source}"
    if table not in run.table_names:
        held = [one.removeprefix(f"{RECORDS}_") for one in run.table_names if one.startswith(f"{RECORDS}_")]
        told = f"{name}：运行里没有数据源 {weight.source} 的记录，不知道权数"
        raise IntakeError(f"{told}；{suggestion(weight.source, held)}", "请改正规则文件 [source] 的 run.weight.source")
    records = run.table(table)
    numbers = [column for column, dtype in records.schema.items() if dtype.is_numeric() and not column.startswith("_")]
    if weight.column not in numbers:
        told = f"{name}：数据源 {weight.source} 没有数值列 {weight.column}，不知道权数"
        raise IntakeError(
            f"{told}；{suggestion(weight.column, numbers)}", "请改正规则文件 [source] 的 run.weight.column"
        )
    dated = run.rulebook.declared[weight.source].dated_by if weight.source in run.rulebook.declared else None
    ordered = records.sort(dated, "_file", "_sheet", "_row") if dated else records
    value = pl.col(weight.column).drop_nulls()
    combined = {"last": value.last(), "sum": value.sum(), "mean": value.mean()}[weight.combine]
    found = ordered.group_by("firm_id").agg(weight=combined.cast(pl.Float64))
    checked = firms.join(found, on="firm_id", how="left", maintain_order="left")
    if (lacking := checked.filter(~(pl.col("weight") > 0).fill_null(value=False))).height:
        named = "、".join(lacking["firm"].head(_LISTED))
        more = f" 等 {lacking.height} 个" if lacking.height > _LISTED else ""
        raise IntakeError(
            f"{name}：{named}{more}的权数（{weight.source}.{weight.column}）没有或不大于 0，不能加权",
            f"请补齐数据源 {weight.source} 的 {weight.column} 后，用 ipscore score 重新评分",
        )
    return checked.select("firm_id", "weight"), [file_of(table)]
