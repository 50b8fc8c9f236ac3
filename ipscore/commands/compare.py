"""`ipscore compare`."""

# ruff: noqa: PLC0415  (imports stay inside, so that --help loads nothing heavy)

from pathlib import Path
from typing import Annotated

import typer

from ipscore.parameters import ARGUMENTS, OPTIONS, FormatOption


def compare(
    before: Annotated[
        Path,
        typer.Argument(metavar="BEFORE", help="上次的运行文件夹", rich_help_panel=ARGUMENTS, show_default=False),
    ],
    now: Annotated[
        Path, typer.Argument(metavar="NOW", help="本次的运行文件夹", rich_help_panel=ARGUMENTS, show_default=False)
    ],
    firm: Annotated[
        str | None,
        typer.Option("--firm", metavar="NAME", help="只看一家公司：代码或名称", rich_help_panel=OPTIONS),
    ] = None,
    node: Annotated[
        str | None,
        typer.Option(
            "--node",
            metavar="NODE",
            help="只看一个指标：代码或名称；也可用 total、base、bonus",
            rich_help_panel=OPTIONS,
        ),
    ] = None,
    form: FormatOption = "table",
) -> None:
    """Compare two runs: what of every change follows from rules, weights and records."""
    from ipscore.run_comparison import print_comparison
    from ipscore.run_folder import Run

    print_comparison(Run.open(before), Run.open(now), firm, node, form)
