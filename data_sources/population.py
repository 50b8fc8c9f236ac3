"""Which registered firms are evaluated, and together with whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

import polars as pl

from data_sources.errors import RegisterError
from data_sources.names import split_names
from data_sources.register import COLUMNS

if TYPE_CHECKING:
    from datetime import date

    from data_sources.names import FirmNames


class Population(Protocol):
    """The rule of who is evaluated, as a rulebook states it.

    Attributes:
        minimum_age_years: a firm younger than this at the end of the period is not evaluated; years.
        requires_brokerage: whether a firm without brokerage is not evaluated.
        merged: whether a firm merged into another is evaluated with its parent or left out.
    """

    @property
    def minimum_age_years(self) -> float: ...  # noqa: D102
    @property
    def requires_brokerage(self) -> bool: ...  # noqa: D102
    @property
    def merged(self) -> Literal["with_parent", "exclude"]: ...  # noqa: D102


@dataclass(frozen=True)
class Everyone:
    """The rule of a rulebook that names no population: everyone in the register is evaluated."""

    minimum_age_years: float = 0.0
    requires_brokerage: bool = False
    merged: Literal["with_parent", "exclude"] = "with_parent"


NO_BROKERAGE = "未开展经纪业务，不参与评价"


def firms_of(register: pl.DataFrame, names: FirmNames, population: Population, as_of: date) -> pl.DataFrame:
    """One row per registered firm with its standing in the evaluation.

    Args:
        register: sound rows of the register, typed, with the columns of `data_sources.register.COLUMNS`; it may have
            further ones, which put firms into groups.
        names: their names.
        population: who is evaluated.
        as_of: the day on which age is counted, the last of the period.

    Returns:
        firm_id, firm, full_name, former_names (list), established_on, brokerage, evaluated_as (firm_id; null if
        excluded), status (`evaluated`, `merged` or `excluded`), reason (Chinese; null if evaluated),
        and the columns of groups that the register has (`peer_group`); by firm_id.

    Raises:
        RegisterError: a firm is merged into an unknown firm, or firms are merged in a circle.
    """
    own = dict(zip(register["firm_id"], register.select(_reason(population, as_of)).to_series(), strict=True))
    parents = _parents(register, names)
    standing = [_standing(firm_id, parents, own, names, population) for firm_id in own]
    return (
        register.select(
            "firm_id",
            pl.col("short_name").alias("firm"),
            "full_name",
            pl.Series("former_names", [split_names(text) for text in register["former_names"]], pl.List(pl.String)),
            "established_on",
            "brokerage",
            *(name for name in register.columns if name not in COLUMNS),
        )
        .hstack(
            pl.DataFrame(
                standing,
                schema={"evaluated_as": pl.String, "status": pl.String, "reason": pl.String},
                orient="row",
            )
        )
        .sort("firm_id")
    )


def _reason(population: Population, as_of: date) -> pl.Expr:
    """Why a firm by itself is not evaluated, else null."""
    years = population.minimum_age_years
    text = f"成立不满{'一' if years == 1 else f'{years:g}'}年，不参与评价"
    old_enough_on = pl.col("established_on").dt.offset_by(f"{round(12 * years)}mo")
    young = pl.when(old_enough_on > as_of).then(pl.lit(text))
    without = pl.when(~pl.col("brokerage") & population.requires_brokerage).then(pl.lit(NO_BROKERAGE))
    return pl.coalesce(young, without)


def _parents(register: pl.DataFrame, names: FirmNames) -> dict[str, str]:
    named = register.select("firm_id", "short_name", "merged_into").drop_nulls("merged_into").rows()
    known = names.resolve(parent for _, _, parent in named)
    for _, firm, parent in named:
        if parent not in known:
            alike = "、".join(names.likely(parent))
            hint = f"，是否指：{alike}？" if alike else ""
            who = f"这{names.words.measure}{names.words.noun}"
            raise RegisterError(f"{names.register}：{firm} 合并至“{parent}”，但名录里没有{who}{hint}")
    return {firm_id: known[parent] for firm_id, _, parent in named}


def _standing(
    firm_id: str, parents: dict[str, str], own: dict[str, str | None], names: FirmNames, population: Population
) -> tuple[str | None, str, str | None]:
    """`(evaluated_as, status, reason)` of a firm; chains of mergers lead to the last parent."""
    if firm_id not in parents:
        return (firm_id, "evaluated", None) if own[firm_id] is None else (None, "excluded", own[firm_id])
    chain = [firm_id]
    while chain[-1] in parents:
        chain.append(parents[chain[-1]])
        if chain[-1] in chain[:-1]:
            circle = " → ".join(names.shown[member] for member in chain)
            raise RegisterError(f"{names.register}：合并关系成环：{circle}")
    parent = names.shown[chain[-1]]
    if population.merged == "exclude":
        return None, "excluded", f"已并入{parent}，不参与评价"
    if own[chain[-1]] is not None:
        return None, "excluded", f"与{parent}合并评价，而{parent}{own[chain[-1]]}"
    return chain[-1], "merged", f"与{parent}合并评价"
