"""`ipscore weights …`."""

# ruff: noqa: PLC0415  (imports stay inside, so that --help loads nothing heavy)

import re
from typing import Annotated

import typer

from ipscore.parameters import DETERMINED_WIDTH, FormatOption, argument, option

app = typer.Typer(help="权重：由公布均分反推。", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """A group of commands, though it has only one so far."""


@app.command("recover", help="反推能再现公布均分的权重：最接近等权的一组，每个权重的范围，以及公布数字能确定哪些。")
def recover(
    references: Annotated[
        list[str],
        argument(
            metavar="REFERENCE...", help="公布数字的名称（如 whitepaper_2017）或 TOML 文件；几个年度合用时各年权重相同"
        ),
    ],
    nodes: Annotated[
        str | None,
        option("--nodes", metavar="NODES", help="只看这些指标的下级，如 total,4；total 为一级指标"),
    ] = None,
    at_least: Annotated[float, option("--at-least", metavar="WEIGHT", help="权重不低于多少")] = 0.0,
    width: Annotated[float, option("--width", min=0, max=1, help="范围不宽于多少才算确定")] = DETERMINED_WIDTH,
    form: FormatOption = "table",
) -> None:
    """Weights that reproduce published means within rounding."""
    from ipscore.output import print_frame
    from ipscore.weights_recovery import recover_weights
    from reports.terminal import show
    from reports.weight_tables import weight_tables

    asked = [node for node in re.split(r"[,，、]", nodes or "") if node.strip()]
    found = recover_weights(references, asked, at_least=at_least, width=width)
    if form == "table":
        show(*weight_tables(found))
    else:
        print_frame(found.bands, form)
