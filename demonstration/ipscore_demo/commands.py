"""`ipscore demo` and `ipscore ops demo`."""

# ruff: noqa: PLC0415  (imports stay inside, so that --help loads nothing heavy)

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ipscore.parameters import ForceOption, option

if TYPE_CHECKING:
    from ipscore_demo.demonstration import Demonstration


class Market(StrEnum):
    """The demonstrations: the year of the published figures, and firms with few records."""

    YEAR_2017 = "2017"
    SMALL = "small"


def demo(
    out: Annotated[
        Path,
        option("--out", "-o", metavar="DIR", help="写到哪个文件夹", show_default=False),
    ],
    force: ForceOption = False,
    seed: Annotated[int, option("--seed", help="数据的随机种子")] = 2017,
    market: Annotated[
        Market, option("--market", help="2017 为按公布数字重建的数据；small 为一年只有几件投诉的小市场，看计数误差")
    ] = Market.YEAR_2017,
    records_only: Annotated[bool, option("--records-only", help="只写出数据，不评分，不写报告")] = False,
) -> None:
    """Rebuild the 2017 records, score them, and compare with what was published; or invent a market of small firms."""
    from ipscore_demo.small import demonstrate_small
    from ipscore_demo.year_2017 import demonstrate

    demonstration = demonstrate if market is Market.YEAR_2017 else demonstrate_small
    _show(demonstration(out, seed=seed, force=force, records_only=records_only))


def operations(
    out: Annotated[Path, option("--out", "-o", metavar="DIR", help="写到哪个文件夹")] = Path("operations"),
    *,
    force: ForceOption = False,
    seed: Annotated[int, option("--seed", min=0, help="重建读数的随机种子")] = 2018,
    records_only: Annotated[bool, option("--records-only", help="只写出读数，不监测")] = False,
) -> None:
    """Rebuild the pilot's readings, score them, and compare with the published figures."""
    from ipscore_demo.operations import demonstrate_operations

    _show(demonstrate_operations(out, seed=seed, force=force, records_only=records_only))


def _show(found: Demonstration) -> None:
    from reports.terminal import show

    show(*found.tables, found.verdict)
    if found.failures:
        raise typer.Exit(1)
