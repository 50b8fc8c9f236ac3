"""`ipscore demo`."""

# ruff: noqa: PLC0415  (imports stay inside, so that --help loads nothing heavy)

from pathlib import Path
from typing import Annotated

import typer

from ipscore.parameters import ForceOption, option


def demo(
    out: Annotated[
        Path,
        option("--out", "-o", metavar="DIR", help="写到哪个文件夹", show_default=False),
    ],
    force: ForceOption = False,
    seed: Annotated[int, option("--seed", help="重建数据的随机种子")] = 2017,
) -> None:
    """Rebuild the 2017 records, score them, and compare with the published figures."""
    from ipscore.demonstration import demonstrate
    from reports.terminal import show

    found = demonstrate(out, seed=seed, force=force)
    show(*found.tables, found.verdict)
    if found.failures:
        raise typer.Exit(1)
