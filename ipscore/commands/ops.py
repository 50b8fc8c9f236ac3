"""`ipscore ops …`."""

# ruff: noqa: PLC0415  (imports stay inside, so that --help loads nothing heavy)

from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from ipscore.parameters import ARGUMENTS, OPTIONS, ForceOption, StrictOption

app = typer.Typer(help="运营指标：目录、填报、检查、监测、对比与报告。", no_args_is_help=True)

_DAYS = ["%Y-%m-%d"]
CatalogueOption = Annotated[
    str, typer.Option("--catalogue", "-c", help="指标目录：年度、名称或文件", rich_help_panel=OPTIONS)
]
ReadingsArgument = Annotated[
    Path,
    typer.Argument(
        metavar="READINGS",
        help="读数：CSV、XLSX、Parquet 文件，或它们的文件夹",
        rich_help_panel=ARGUMENTS,
        show_default=False,
    ),
]
OperationsRunArgument = Annotated[
    Path,
    typer.Argument(
        metavar="RUN", help="ipscore ops score 写出的运行文件夹", rich_help_panel=ARGUMENTS, show_default=False
    ),
]
FirmOption = Annotated[
    str | None,
    typer.Option("--firm", metavar="FIRM", help="公司；读数没有写明公司时即为此公司", rich_help_panel=OPTIONS),
]
FromOption = Annotated[
    datetime | None,
    typer.Option("--from", formats=_DAYS, metavar="DATE", help="应报的第一天", rich_help_panel=OPTIONS),
]
ToOption = Annotated[
    datetime | None,
    typer.Option("--to", formats=_DAYS, metavar="DATE", help="应报的最后一天", rich_help_panel=OPTIONS),
]


@app.command("catalogue", help="指标目录：五类指标，或一项指标的口径、阈值与勾稽关系。")
def catalogue(
    node: Annotated[
        str | None,
        typer.Argument(metavar="NODE", help="指标代码或名称", rich_help_panel=ARGUMENTS, show_default=False),
    ] = None,
    name: CatalogueOption = "operations_2020",
) -> None:
    """Show the catalogue, or one of its indicators in detail."""
    from indicator_tree.catalogue import load_catalogue
    from ipscore.ops_catalogue import tables
    from reports.terminal import show

    show(*tables(load_catalogue(name), node))


@app.command("template", help="写出填报表（XLSX），每个责任岗位一份。")
def template(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="写到哪个文件夹", rich_help_panel=ARGUMENTS, show_default=False)
    ],
    *,
    first: Annotated[
        datetime,
        typer.Option("--from", formats=_DAYS, metavar="DATE", help="应报的第一天", rich_help_panel=OPTIONS),
    ],
    last: Annotated[
        datetime,
        typer.Option("--to", formats=_DAYS, metavar="DATE", help="应报的最后一天", rich_help_panel=OPTIONS),
    ],
    owner: Annotated[
        list[str] | None,
        typer.Option("--owner", help="责任岗位，可写多次；不写则每个岗位", rich_help_panel=OPTIONS),
    ] = None,
    bank: Annotated[
        list[str] | None, typer.Option("--bank", help="存管银行，可写多次", rich_help_panel=OPTIONS)
    ] = None,
    mirror: Annotated[
        list[str] | None, typer.Option("--mirror", help="镜像站点，可写多次", rich_help_panel=OPTIONS)
    ] = None,
    firm: FirmOption = None,
    name: CatalogueOption = "operations_2020",
) -> None:
    """Write fill-in workbooks; never over a file that is there."""
    from indicator_tree.catalogue import load_catalogue
    from ipscore.ops_template import write

    systems = {"banks": bank or [], "mirrors": mirror or []}
    period = _period(first, last) or (first.date(), last.date())
    for path in write(folder, load_catalogue(name), period, owners=owner or (), firm=firm or "", systems=systems):
        typer.echo(f"已写出 {path}")


@app.command("check", help="检查读数：各岗位缺报的、应核对的，以及不采用的行与原因。")
def check(
    readings: ReadingsArgument,
    *,
    firm: FirmOption = None,
    first: FromOption = None,
    last: ToOption = None,
    name: CatalogueOption = "operations_2020",
    strict: StrictOption = False,
) -> None:
    """Check readings for gaps, relations and jumps."""
    from indicator_tree.catalogue import load_catalogue
    from ipscore.ops_check import check as check_readings
    from ipscore.ops_check import check_tables, raise_if_refused
    from reports.terminal import show

    found = check_readings(readings, load_catalogue(name), firm=firm, period=_period(first, last))
    show(*check_tables(found))
    if strict:
        raise_if_refused(found)


@app.command("accounts", help="由账户明细计算账户质量指标；证件、电话与姓名不会出现在任何输出中。")
def accounts(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="账户明细文件夹", rich_help_panel=ARGUMENTS, show_default=False)
    ],
    *,
    as_of: Annotated[
        datetime,
        typer.Option("--as-of", formats=_DAYS, metavar="DATE", help="统计日", rich_help_panel=OPTIONS),
    ],
    firm: Annotated[
        str,
        typer.Option("--firm", metavar="FIRM", help="公司代码", rich_help_panel=OPTIONS, show_default=False),
    ],
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="FILE", help="读数写到 .csv 或 .xlsx", rich_help_panel=OPTIONS),
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


@app.command("score", help="监测与对比：预警、月度汇总、同业、清算效率、改善效果，写出运行文件夹。")
def score(
    readings: ReadingsArgument,
    *,
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="RUN", help="运行文件夹", rich_help_panel=OPTIONS, show_default=False)
    ],
    firm: FirmOption = None,
    first: FromOption = None,
    last: ToOption = None,
    name: CatalogueOption = "operations_2020",
    strict: StrictOption = False,
    force: ForceOption = False,
) -> None:
    """Monitor and compare readings and publish the run."""
    from ipscore.ops_score import score_readings
    from reports.operations_tables import alerts_table
    from reports.terminal import show
    from scoring.operations.alert_counts import alert_counts

    run = score_readings(readings, out, name, firm=firm, period=_period(first, last), strict=strict, force=force)
    show(
        alerts_table(alert_counts(run.tables.alerts), run.catalogue),
        f"结果：{out}\n  月报：ipscore ops report {out} --kind monthly --firm 公司 --out 月报.docx",
    )


@app.command("verify", help="核对运营指标的运行文件夹：文件是否改动，由读数重新计算是否一致。")
def verify(run: OperationsRunArgument, readings: ReadingsArgument) -> None:
    """Check an operations run against its manifest and its readings."""
    from ipscore.ops_run import OperationsRun
    from ipscore.ops_verify import verify_operations

    found = verify_operations(OperationsRun.open(run), readings)
    for names, what in ((found.changed, "改动过的文件"), (found.different, "重新计算后不同的文件")):
        if names:
            typer.echo(f"{what}：{'、'.join(names)}")
    if not found.same:
        raise typer.Exit(1)
    typer.echo("一致")


@app.command("demo", help="写出试点的重建读数，监测与对比，并与公布数字对照。")
def demo(
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="DIR", help="写到哪个文件夹", rich_help_panel=OPTIONS)
    ] = Path("operations"),
    *,
    force: ForceOption = False,
    seed: Annotated[int, typer.Option("--seed", min=0, help="重建读数的随机种子", rich_help_panel=OPTIONS)] = 2018,
) -> None:
    """Rebuild the pilot's readings, score them, and compare with the published figures."""
    from ipscore.ops_demo import demonstrate_operations
    from reports.terminal import show

    found = demonstrate_operations(out, seed=seed, force=force)
    show(*found.tables, found.verdict)
    if found.failures:
        raise typer.Exit(1)


@app.command("report", help="月报（一家公司）或效果评估报告，Word、PDF、网页或工作簿。")
def report(
    run: OperationsRunArgument,
    *,
    kind: Annotated[
        Literal["monthly", "effect"],
        typer.Option("--kind", "-k", help="monthly 月报；effect 效果评估", rich_help_panel=OPTIONS),
    ],
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="FILE", help="写到文件", rich_help_panel=OPTIONS, show_default=False)
    ],
    form: Annotated[
        Literal["docx", "pdf", "html", "xlsx"] | None,
        typer.Option("--format", "-f", help="格式；不写则由 --out 的后缀决定", rich_help_panel=OPTIONS),
    ] = None,
    firm: Annotated[
        str | None, typer.Option("--firm", metavar="FIRM", help="公司（月报）", rich_help_panel=OPTIONS)
    ] = None,
    month: Annotated[
        str | None, typer.Option("--month", metavar="MONTH", help="月份（月报），如 2019-08", rich_help_panel=OPTIONS)
    ] = None,
    names: Annotated[
        bool, typer.Option("--names/--no-names", help="效果评估是否写出公司名称", rich_help_panel=OPTIONS)
    ] = False,
    issuer: Annotated[str, typer.Option("--issuer", help="出具机构", rich_help_panel=OPTIONS)] = "",
    force: ForceOption = False,
) -> None:
    """Write a report of an operations run."""
    from ipscore.ops_report import FORMS, write_report
    from ipscore.report_forms import form_of

    chosen = form_of(out, FORMS)
    if form not in (None, chosen):
        raise typer.BadParameter(f"{out} 的后缀与 --format {form} 不符", param_hint="--format")
    if kind == "effect" and (firm is not None or month is not None):
        raise typer.BadParameter("--firm 与 --month 只用于月报（--kind monthly）", param_hint="--kind")
    write_report(run, kind, chosen, out, firm=firm, month=month, force=force, names=names, issuer=issuer)
    typer.echo(f"已写出 {out}")


def _period(first: datetime | None, last: datetime | None) -> tuple[date, date] | None:
    if first is None and last is None:
        return None
    if first is None or last is None:
        raise typer.BadParameter("--from 与 --to 应一起写", param_hint="--from")
    if last < first:
        raise typer.BadParameter(f"--to（{last:%Y-%m-%d}）早于 --from（{first:%Y-%m-%d}）", param_hint="--to")
    return first.date(), last.date()
