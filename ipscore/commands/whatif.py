"""`ipscore whatif`."""

# ruff: noqa: PLC0415  (imports stay inside, so that --help loads nothing heavy)

from pathlib import Path
from typing import Annotated

from ipscore.parameters import FormatOption, RunArgument, option


def whatif(
    run: RunArgument,
    *,
    drop: Annotated[
        list[str] | None,
        option(
            "--drop",
            metavar="SOURCE:ID",
            help="去掉一条记录，如 complaint:GD201700001；可写多次，@FILE 为每行一条的文本文件",
        ),
    ] = None,
    sets: Annotated[
        list[str] | None,
        option("--set", metavar="KEY=VALUE", help="修改一个参数，如 1.1.1.deduct.notice.points=4；可写多次"),
    ] = None,
    weights: Annotated[str | None, option("--weights", "-w", metavar="SCHEME", help="换一个权重方案")] = None,
    firm: Annotated[
        str | None,
        option(
            "--firm", metavar="NAME", help="只看一家公司；不写任何改变时，列出每条记录的影响和进入上一分段的最小改变"
        ),
    ] = None,
    records: Annotated[
        Path | None,
        option("--records", metavar="DIR", help="该次运行的数据文件夹；只凭运行中的证据算不出时需要"),
    ] = None,
    own: Annotated[
        bool,
        option("--own", help="只说 --firm 这一家自己的变动，不涉及其他公司；可以交给这家公司", show_default=False),
    ] = False,
    form: FormatOption = "table",
) -> None:
    """Tell who would move without some records, with other parameters or weights."""
    from ipscore.run_folder import Run
    from ipscore.what_if_output import Supposed, print_what_if

    print_what_if(Run.open(run), Supposed(drop or (), sets or (), weights, firm, own), records, form)
