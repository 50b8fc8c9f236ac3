"""Arguments and options that several commands of operations take."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from ipscore.parameters import argument, option

DAYS = ["%Y-%m-%d"]
"""How days are written."""
CatalogueOption = Annotated[str, option("--catalogue", "-c", help="指标目录：年度、名称或文件")]
ReadingsArgument = Annotated[
    Path,
    argument(metavar="READINGS", help="读数：CSV、XLSX、Parquet 文件，或它们的文件夹"),
]
OperationsRunArgument = Annotated[
    Path,
    argument(metavar="RUN", help="ipscore ops score 写出的运行文件夹"),
]
FirmOption = Annotated[
    str | None,
    option("--firm", metavar="FIRM", help="公司；读数没有写明公司时即为此公司"),
]
FromOption = Annotated[
    datetime | None,
    option("--from", formats=DAYS, metavar="DATE", help="应报的第一天"),
]
ToOption = Annotated[
    datetime | None,
    option("--to", formats=DAYS, metavar="DATE", help="应报的最后一天"),
]


def period(first: datetime | None, last: datetime | None) -> tuple[date, date] | None:
    """First and last day, where they are given.

    Raises:
        typer.BadParameter: only one of them is given, or the last day lies before the first.
    """
    if first is None and last is None:
        return None
    if first is None or last is None:
        raise typer.BadParameter("--from 与 --to 应一起写", param_hint="--from")
    if last < first:
        raise typer.BadParameter(f"--to（{last:%Y-%m-%d}）早于 --from（{first:%Y-%m-%d}）", param_hint="--to")
    return first.date(), last.date()
