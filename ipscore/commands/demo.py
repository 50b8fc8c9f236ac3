"""`ipscore demo`."""

# ruff: noqa: PLC0415  (imports stay inside, so that --help loads nothing heavy)

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ipscore.parameters import ForceOption, option


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
) -> None:
    """Rebuild the 2017 records, score them, and compare with what was published; or invent a market of small firms."""
    from ipscore.demonstration import demonstrate
    from ipscore.demonstration_small import demonstrate_small
    from reports.terminal import show

    found = (demonstrate if market is Market.YEAR_2017 else demonstrate_small)(out, seed=seed, force=force)
    show(*found.tables, found.verdict)
    if found.failures:
        raise typer.Exit(1)
