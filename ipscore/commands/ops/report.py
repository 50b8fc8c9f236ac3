"""`ipscore ops report`."""

# ruff: noqa: PLC0415  (imports stay inside, so that --help loads nothing heavy)

from pathlib import Path
from typing import Annotated, Literal

import typer

from ipscore.commands.ops.parameters import (
    OperationsRunArgument,
)
from ipscore.count_progress import waiting
from ipscore.parameters import ForceOption, option


def report(
    run: OperationsRunArgument,
    *,
    kind: Annotated[
        Literal["monthly", "effect"],
        option("--kind", "-k", help="monthly 月报；effect 效果评估"),
    ],
    out: Annotated[Path, option("--out", "-o", metavar="FILE", help="写到文件", show_default=False)],
    form: Annotated[
        Literal["docx", "pdf", "html", "xlsx"] | None,
        option("--format", "-f", help="格式；不写则由 --out 的后缀决定"),
    ] = None,
    firm: Annotated[str | None, option("--firm", metavar="FIRM", help="公司（月报）")] = None,
    month: Annotated[str | None, option("--month", metavar="MONTH", help="月份（月报），如 2019-08")] = None,
    names: Annotated[bool, option("--names/--no-names", help="效果评估是否写出公司名称")] = False,
    issuer: Annotated[str, option("--issuer", help="出具机构")] = "",
    force: ForceOption = False,
) -> None:
    """Write a report of an operations run."""
    if kind == "effect" and (firm is not None or month is not None):
        raise typer.BadParameter("--firm 与 --month 只用于月报（--kind monthly）", param_hint="--kind")
    with waiting(f"正在写出 {out.name}"):
        from ipscore.ops_report import FORMS, write_report
        from ipscore.report_forms import form_of

        chosen = form_of(out, FORMS)
        if form not in (None, chosen):
            raise typer.BadParameter(f"{out} 的后缀与 --format {form} 不符", param_hint="--format")
        write_report(run, kind, chosen, out, firm=firm, month=month, force=force, names=names, issuer=issuer)
    typer.echo(f"已写出 {out}")
