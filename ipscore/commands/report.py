"""`ipscore report …`."""

# ruff: noqa: PLC0415  (imports stay inside, so that --help loads nothing heavy)

from pathlib import Path
from typing import Annotated, Literal

import typer

from ipscore.parameters import ARGUMENTS, OPTIONS, ForceOption, RunArgument

app = typer.Typer(help="报告：白皮书、工作簿、数据包、公司评价明细。", no_args_is_help=True)

_COVER = "封面"
PreviousOption = Annotated[
    str | None,
    typer.Option(
        "--previous",
        metavar="RUN_OR_REFERENCE",
        help="上年度：运行文件夹，或公布数字的名称（如 whitepaper_2016）或文件",
        rich_help_panel=OPTIONS,
    ),
]


@app.command("whitepaper", help="白皮书：由一次评价的结果生成，供编写人员修改后发布。")
def whitepaper(
    run: RunArgument,
    *,
    out: Annotated[
        Path,
        typer.Option("--out", "-o", metavar="FILE", help="写到文件", rich_help_panel=OPTIONS, show_default=False),
    ],
    form: Annotated[
        Literal["docx", "pdf", "html"] | None,
        typer.Option("--format", "-f", help="格式；不写则由 --out 的后缀决定", rich_help_panel=OPTIONS),
    ] = None,
    previous: PreviousOption = None,
    template: Annotated[
        Path | None,
        typer.Option("--template", metavar="DOCX", help="自备的 Word 模板", rich_help_panel=OPTIONS),
    ] = None,
    fonts: Annotated[
        Path | None,
        typer.Option("--fonts", metavar="DIR", help="PDF 优先使用的字体文件夹", rich_help_panel=OPTIONS),
    ] = None,
    texts: Annotated[
        Path | None,
        typer.Option("--texts", metavar="DIR", help="自备的正文模板文件夹", rich_help_panel=OPTIONS),
    ] = None,
    series: Annotated[str, typer.Option("--series", help="丛书名", rich_help_panel=_COVER)] = "",
    issuer: Annotated[str, typer.Option("--issuer", help="发布机构", rich_help_panel=_COVER)] = "",
    date: Annotated[str, typer.Option("--date", help="日期，照原样印出", rich_help_panel=_COVER)] = "",
    notice: Annotated[str, typer.Option("--notice", help="封面上的提示", rich_help_panel=_COVER)] = "",
    force: ForceOption = False,
) -> None:
    """Write the white paper of a run."""
    from ipscore.report_forms import form_of
    from ipscore.report_whitepaper import FORMS, document_of, write_document
    from ipscore.run_folder import Run
    from reports.whitepaper import Imprint

    chosen = form or form_of(out, FORMS)
    opened = Run.open(run)
    document = document_of(opened, previous, Imprint(series, issuer, date, notice), texts)
    write_document(document, out, chosen, opened, template=template, fonts=fonts, force=force)
    typer.echo(f"已写出 {out}")


@app.command("workbook", help="工作簿：概览、得分分布与图、公司得分、统计、同比、数据依据、数据字典。")
def workbook(
    run: RunArgument,
    *,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="FILE", help="写到文件；不写则在运行文件夹旁", rich_help_panel=OPTIONS),
    ] = None,
    previous: PreviousOption = None,
    force: ForceOption = False,
) -> None:
    """Write the workbook of a run."""
    from ipscore.report_workbook import write_workbook

    typer.echo(f"已写出 {write_workbook(run, out, previous, force=force)}")


@app.command("data", help="数据包：运行的各张表，CSV、Parquet 和 JSON，附 datapackage.json。")
def data(
    run: RunArgument,
    *,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="DIR", help="写到文件夹；不写则在运行文件夹旁", rich_help_panel=OPTIONS),
    ] = None,
    form: Annotated[
        Literal["csv", "parquet", "json"] | None,
        typer.Option("--format", "-f", help="只写一种格式；不写则三种都写", rich_help_panel=OPTIONS),
    ] = None,
    previous: PreviousOption = None,
    force: ForceOption = False,
) -> None:
    """Write the tables of a run as a data package."""
    from ipscore.report_workbook import write_data

    typer.echo(f"已写出 {write_data(run, out, form, previous, force=force)}")


@app.command("firm", help="公司评价明细：一家公司的得分、依据、记录与同比；--all 写出每一家的。")
def firm(
    run: RunArgument,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="FIRM", help="公司：代码、全称、简称或曾用名", rich_help_panel=ARGUMENTS, show_default=False
        ),
    ] = None,
    *,
    out: Annotated[
        Path,
        typer.Option(
            "--out",
            "-o",
            metavar="PATH",
            help="写到文件；与 --all 一起则为文件夹",
            rich_help_panel=OPTIONS,
            show_default=False,
        ),
    ],
    every: Annotated[bool, typer.Option("--all", help="写出每一家公司的", rich_help_panel=OPTIONS)] = False,
    form: Annotated[
        Literal["html", "pdf", "xlsx"] | None,
        typer.Option(
            "--format", "-f", help="格式；不写则由 --out 的后缀决定，--all 则三种都写", rich_help_panel=OPTIONS
        ),
    ] = None,
    previous: Annotated[
        str | None,
        typer.Option("--previous", metavar="RUN", help="上年度的运行文件夹", rich_help_panel=OPTIONS),
    ] = None,
    issuer: Annotated[str, typer.Option("--issuer", help="出具机构", rich_help_panel=OPTIONS)] = "",
    notice: Annotated[str, typer.Option("--notice", help="篇首的提示", rich_help_panel=OPTIONS)] = "",
    force: ForceOption = False,
) -> None:
    """Write the breakdown of one firm, or of every firm."""
    from ipscore.report_firm import write_all, write_firm
    from ipscore.report_firm_files import FORMS
    from ipscore.report_forms import form_of
    from ipscore.run_folder import Run

    if every == (name is not None):
        raise typer.BadParameter("请写明一家公司，或用 --all 写出每一家的", param_hint="FIRM")
    opened = Run.open(run)
    if name is None:
        written = write_all(opened, form or FORMS, out, previous, issuer=issuer, notice=notice, force=force)
        typer.echo(f"已写出 {out}：{written} 个文件")
        return
    chosen = form or form_of(out, FORMS)
    remark = write_firm(opened, name, chosen, out, previous, issuer=issuer, notice=notice, force=force)
    typer.echo(f"{remark}\n已写出 {out}" if remark else f"已写出 {out}")


@app.command("templates", help="写出白皮书的 Word 模板和正文模板，供修改后用 --template、--texts 指明。")
def templates(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="写到哪个文件夹", rich_help_panel=ARGUMENTS, show_default=False)
    ],
) -> None:
    """Copy the shipped templates into a folder; never over a file that is there."""
    from ipscore.report_templates import copy_templates

    for path in copy_templates(folder):
        typer.echo(f"已写出 {path}")
