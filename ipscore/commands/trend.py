"""`ipscore trend`."""

# ruff: noqa: PLC0415  (imports stay inside, so that --help loads nothing heavy)

from pathlib import Path
from typing import Annotated

import typer

from ipscore.parameters import ForceOption, FormatOption, argument, option


def trend(
    runs: Annotated[list[Path], argument(metavar="RUN...", help="两个以上运行文件夹；按评价期间先后排列")],
    *,
    firm: Annotated[
        str | None, option("--firm", metavar="NAME", help="只看一家公司：代码或名称", show_default=False)
    ] = None,
    node: Annotated[
        str | None,
        option(
            "--node", metavar="NODE", help="只看一个指标：代码或名称；也可用 total、base、bonus", show_default=False
        ),
    ] = None,
    out: Annotated[
        Path | None, option("--out", "-o", metavar="XLSX", help="写出工作簿（全部公司与指标）", show_default=False)
    ] = None,
    form: FormatOption = "table",
    force: ForceOption = False,
) -> None:
    """Scores, ranks and bands over several runs, as they were and like for like."""
    from ipscore.run_folder import Run
    from ipscore.trend_output import print_trend, write_trend_workbook

    opened = [Run.open(run) for run in runs]
    if out is None:
        print_trend(opened, firm, node, form)
        return
    if firm is not None or node is not None:
        raise typer.BadParameter("工作簿写出全部公司与指标，不要与 --firm、--node 同用", param_hint="--out")
    write_trend_workbook(opened, out, force=force)
    typer.echo(f"已写出 {out}")
