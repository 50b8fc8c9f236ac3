"""`ipscore ops template`, `check` and `accounts`: readings before they are scored."""

# ruff: noqa: PLC0415  (imports stay inside, so that --help loads nothing heavy)

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from ipscore.commands.ops.parameters import (
    DAYS,
    CatalogueOption,
    FirmOption,
    FromOption,
    ReadingsArgument,
    ToOption,
    period,
)
from ipscore.parameters import AcceptedOption, argument, option


def template(
    folder: Annotated[Path, argument(metavar="DIR", help="写到哪个文件夹")],
    *,
    first: Annotated[
        datetime,
        option("--from", formats=DAYS, metavar="DATE", help="应报的第一天"),
    ],
    last: Annotated[
        datetime,
        option("--to", formats=DAYS, metavar="DATE", help="应报的最后一天"),
    ],
    owner: Annotated[
        list[str] | None,
        option("--owner", help="责任岗位，可写多次；不写则每个岗位"),
    ] = None,
    bank: Annotated[list[str] | None, option("--bank", help="存管银行，可写多次")] = None,
    mirror: Annotated[list[str] | None, option("--mirror", help="镜像站点，可写多次")] = None,
    firm: FirmOption = None,
    name: CatalogueOption = "operations_2020",
) -> None:
    """Write fill-in workbooks; never over a file that is there."""
    from indicator_tree.catalogue import load_catalogue
    from ipscore.ops_template import write

    systems = {"banks": bank or [], "mirrors": mirror or []}
    days = period(first, last) or (first.date(), last.date())
    for form in write(folder, load_catalogue(name), days, owners=owner or (), firm=firm or "", systems=systems):
        typer.echo(f"已写出 {form.path}：白色格 {form.white:,} 个，其中必填 {form.required:,} 个")


def check(
    readings: ReadingsArgument,
    *,
    firm: FirmOption = None,
    first: FromOption = None,
    last: ToOption = None,
    name: CatalogueOption = "operations_2020",
    accept_rejected: AcceptedOption = None,
) -> None:
    """Check readings for gaps, relations and jumps."""
    from indicator_tree.catalogue import load_catalogue
    from ipscore.acceptance import accept_readings, decisions_of
    from ipscore.ops_check import check as check_readings
    from ipscore.ops_check import check_tables
    from reports.terminal import show

    decisions = decisions_of(readings, accept_rejected or ())
    found = check_readings(readings, load_catalogue(name), firm=firm, period=period(first, last))
    show(*check_tables(found))
    accept_readings(found.records, decisions, "检查不通过")


def accounts(
    folder: Annotated[Path, argument(metavar="FOLDER", help="账户明细文件夹")],
    *,
    as_of: Annotated[
        datetime,
        option("--as-of", formats=DAYS, metavar="DATE", help="统计日"),
    ],
    firm: Annotated[
        str,
        option("--firm", metavar="FIRM", help="公司代码", show_default=False),
    ],
    out: Annotated[
        Path | None,
        option("--out", "-o", metavar="FILE", help="读数写到 .csv 或 .xlsx"),
    ] = None,
    name: CatalogueOption = "operations_2020",
) -> None:
    """Count the account indicators of a firm."""
    from indicator_tree.catalogue import load_catalogue
    from ipscore.ops_accounts import account_tables, count_accounts, write_readings
    from ipscore.progress import progress_bar
    from reports.terminal import show

    with progress_bar("读入") as progress:
        found = count_accounts(folder, as_of.date(), firm, progress=progress)
    show(*account_tables(found, load_catalogue(name)))
    if out is not None:
        write_readings(found, out)
        typer.echo(f"\n已写出 {out}")
