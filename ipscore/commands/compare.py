"""`ipscore compare`."""

# ruff: noqa: PLC0415  (imports stay inside, so that --help loads nothing heavy)

from pathlib import Path
from typing import Annotated

from ipscore.parameters import FormatOption, argument, option


def compare(
    before: Annotated[
        Path,
        argument(metavar="BEFORE", help="上次的运行文件夹"),
    ],
    now: Annotated[Path, argument(metavar="NOW", help="本次的运行文件夹")],
    *,
    firm: Annotated[
        str | None,
        option("--firm", metavar="NAME", help="只看一家公司：代码或名称"),
    ] = None,
    node: Annotated[
        str | None,
        option("--node", metavar="NODE", help="只看一个指标：代码或名称；也可用 total、base、bonus"),
    ] = None,
    records: Annotated[
        Path | None,
        option("--records", metavar="FOLDER", help="本次的数据文件夹：说明两次之间每个更正决定带来的变化"),
    ] = None,
    form: FormatOption = "table",
) -> None:
    """Compare two runs: what of every change follows from rules, weights and records, or from each correction."""
    from ipscore.run_comparison import print_attribution, print_comparison
    from ipscore.run_folder import Run

    if records is None:
        print_comparison(Run.open(before), Run.open(now), firm, node, form)
    else:
        print_attribution(Run.open(before), Run.open(now), records, firm=firm, node=node, form=form)
