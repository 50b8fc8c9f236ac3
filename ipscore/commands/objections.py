"""`ipscore objections …`."""

# ruff: noqa: PLC0415  (imports stay inside, so that --help loads nothing heavy)

from pathlib import Path
from typing import Annotated

import typer

from ipscore import report_options as given
from ipscore.parameters import ForceOption, FormatOption, RunArgument, argument, option


def write_form(
    run: RunArgument,
    firm: Annotated[str, argument(metavar="FIRM", help="公司：代码、全称、简称或曾用名")],
    *,
    out: given.OutOption,
    issuer: given.FirmIssuerOption = "",
    texts: given.FirmTextsOption = None,
    force: ForceOption = False,
) -> None:
    """Write the form of one firm."""
    from ipscore.errors import TargetError
    from ipscore.report_firm import write_firm
    from ipscore.run_folder import Run

    if out.suffix.lower() != ".xlsx":
        raise TargetError(f"{out}：异议表的文件名应以 .xlsx 结尾", "--out 请写 .xlsx 文件")
    remark = write_firm(Run.open(run), firm, "objections", out, issuer=issuer, texts=texts, force=force)
    typer.echo(f"{remark}\n已写出 {out}" if remark else f"已写出 {out}")


def read_forms(
    forms: Annotated[list[Path], argument(metavar="FORM...", help="填好的异议表（XLSX），可以是多份")],
    *,
    run: Annotated[Path, option("--run", metavar="RUN", help="所针对的运行文件夹", show_default=False)],
    out: Annotated[
        Path | None,
        option(
            "--out", "-o", metavar="FILE", help="写到文件：.xlsx 供逐条写明决定，或 .json、.csv", show_default=False
        ),
    ] = None,
    form: FormatOption = "table",
    force: ForceOption = False,
) -> None:
    """Read forms that firms filled in."""
    from ipscore.objections_output import print_objections, write_objections
    from ipscore.objections_reading import read_objections
    from ipscore.run_folder import Run
    from ipscore.run_records import kinds_of_run
    from reports.firm import Industry

    opened = Run.open(run)
    found = read_objections(forms, Industry(opened.evaluation, kinds=kinds_of_run(opened)))
    if out is not None:
        write_objections(opened.evaluation, found, out, force=force)
        typer.echo(f"已写出 {out}：{found.height} 条异议")
    else:
        print_objections(opened.evaluation, found, form)


def decide(
    listed: Annotated[Path, argument(metavar="LIST", help="异议清单（XLSX）：objections read --out 写出，填好决定")],
    *,
    run: Annotated[Path, option("--run", metavar="RUN", help="所针对的运行文件夹", show_default=False)],
    out: Annotated[
        Path, option("--out", "-o", metavar="FILE", help="更正决定（.csv），放进数据文件夹", show_default=False)
    ],
    force: ForceOption = False,
) -> None:
    """Write the corrections that follow from what was decided of objections."""
    from ipscore.objections_deciding import read_decisions
    from ipscore.objections_output import decisions_table, write_corrections
    from ipscore.run_folder import Run
    from reports.terminal import show

    opened = Run.open(run)
    decisions = read_decisions(listed, opened)
    rows = write_corrections(decisions, out, force=force)
    show(decisions_table(decisions, opened.rulebook.words.noun))
    upheld = sum(one.upheld for one in decisions)
    typer.echo(f"\n支持 {upheld} 条，驳回 {len(decisions) - upheld} 条\n已写出 {out}：{rows} 行更正")
    if by_hand := sum(one.by_hand for one in decisions):
        typer.echo(f"另有 {by_hand} 条支持的请求不是对一条记录的更正，须在更正决定里另行补录，或核实后处理")
