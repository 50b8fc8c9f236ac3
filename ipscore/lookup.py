"""Firms and indicators as people name them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from data_sources.names import FirmNames
from indicator_tree.checks import probably, suggestion
from indicator_tree.units import FIRMS
from ipscore.errors import UnknownFirmError, UnknownNodeError
from scoring.frames import TOTAL_NODES, told_above, total_names

if TYPE_CHECKING:
    from indicator_tree import Rulebook


@dataclass(frozen=True)
class Firm:
    """A firm that was found: the evaluated one, and what to say if another one was named."""

    firm_id: str
    name: str
    remark: str | None = None


def find_firm(firms: pl.DataFrame, name: str, noun: str = FIRMS.noun) -> Firm:
    """The evaluated firm of a code, full, short or former name; `noun` is what messages call it.

    Raises:
        UnknownFirmError: nobody of that name, with the likely ones; or the firm was not evaluated, with the reason.
    """
    register = firms.select(
        "firm_id", "full_name", pl.col("firm").alias("short_name"), pl.col("former_names").list.join("、")
    )
    names = FirmNames.of(register)
    firm_id = names.resolve([name]).get(name)
    if firm_id is None:
        alike = names.likely(name)
        hint = f"；是否指：{'、'.join(alike)}？" if alike else ""
        raise UnknownFirmError(f"运行中没有名为“{name}”的{noun}（可用代码、全称、简称或曾用名）{hint}")
    row = _row(firms, firm_id)
    if row["status"] == "evaluated":
        return Firm(firm_id, row["firm"])
    if row["status"] == "merged":
        parent = _row(firms, row["evaluated_as"])
        remark = f"{row['firm']} 与 {parent['firm']} 合并评价，以下为 {parent['firm']} 的结果。"
        return Firm(parent["firm_id"], parent["firm"], remark)
    raise UnknownFirmError(f"{row['firm']} 没有参加评价：{row['reason']}")


def find_node(rulebook: Rulebook, node: str, *, banded: bool = False) -> str:
    """The code of an indicator, given by code or by name.

    Args:
        rulebook: where it is looked up.
        node: `1.2.1`, `系统运行稳定性`, `total`.
        banded: only what has a distribution over bands; the bonus has none.

    Raises:
        UnknownNodeError: no such indicator; says what there is and what was probably meant.
    """
    asked = node.strip()
    also = {node: total_names(rulebook)[node] for node in (*rulebook.ruled, *rulebook.lettered) if node in TOTAL_NODES}
    totals = also | told_above(rulebook)
    names = totals | {code: indicator.name for code, indicator in rulebook.indicator.items()}
    found = asked if asked in names else next((code for code, name in names.items() if name == asked), None)
    if banded and found == "bonus":
        raise UnknownNodeError("加分（bonus）没有分段，所以没有得分分布；有分布的：total、base 与各指标")
    if found is not None:
        return found
    if containing := [f"{code} {name}" for code, name in names.items() if asked and asked in name]:
        raise UnknownNodeError(
            f"没有指标 {asked}；名称中有“{asked}”的：{'、'.join(containing)}；是否指 {containing[0]}？"
        )
    told = suggestion(asked, names)
    if not probably(asked, names) and (meant := probably(asked, names.values())):
        told += f"；是否指 {next(code for code, name in names.items() if name == meant)} {meant}？"
    raise UnknownNodeError(f"没有指标 {asked or '（空）'}；{told}")


def _row(firms: pl.DataFrame, firm_id: str) -> dict[str, Any]:
    return firms.row(by_predicate=pl.col("firm_id") == firm_id, named=True)
