"""`ipscore distribution`."""

# ruff: noqa: PLC0415  (imports stay inside, so that --help loads nothing heavy)

from pathlib import Path
from typing import Annotated, Literal

import typer

from ipscore.parameters import NodeArgument, RunArgument, option


def distribution(
    run: RunArgument,
    node: NodeArgument = None,
    form: Annotated[
        Literal["table", "csv", "json", "xlsx"],
        option("--format", "-f", help="输出格式；xlsx 须写 --out"),
    ] = "table",
    out: Annotated[Path | None, option("--out", "-o", metavar="FILE", help="写到文件")] = None,
) -> None:
    """Show how many firms lie in each band."""
    from ipscore.distribution_output import print_distribution, write_distribution
    from ipscore.lookup import find_node
    from ipscore.run_folder import Run

    if form == "xlsx" and out is None:
        raise typer.BadParameter("xlsx 不能打印，请写 --out FILE", param_hint="--format")
    opened = Run.open(run)
    at = None if node is None else find_node(opened.rulebook, node, banded=True)
    if out is None:
        print_distribution(opened.evaluation, at, form)
    else:
        write_distribution(opened.evaluation, at, form, out)
        typer.echo(f"已写出 {out}")
