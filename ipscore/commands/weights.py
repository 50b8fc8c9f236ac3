"""`ipscore weights …`."""

# ruff: noqa: PLC0415  (imports stay inside, so that --help loads nothing heavy)

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ipscore.parameters import (
    DETERMINED_WIDTH,
    ForceOption,
    FormatOption,
    FrameFormat,
    RunArgument,
    argument,
    option,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

    from reports.table import Table

NodeOption = Annotated[
    list[str] | None,
    option(
        "--node",
        metavar="NODE",
        help="哪一级的下级：代码或名称，total 为一级指标；可写多次，不写则全部",
        show_default=False,
    ),
]
OverlayOption = Annotated[
    Path | None,
    option("--out", "-o", metavar="TOML", help="写出采用这些权重的规则文件（继承原规则）", show_default=False),
]


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


def form(
    rulebook: Annotated[str, argument(metavar="RULEBOOK", help="规则：年度、名称或文件")],
    *,
    out: Annotated[Path, option("--out", "-o", metavar="DIR", help="写到哪个文件夹", show_default=False)],
    method: Annotated[
        Literal["pairwise", "budget", "best-worst"], option("--method", "-m", help="征询方法")
    ] = "pairwise",
    node: NodeOption = None,
    experts: Annotated[int, option("--experts", "-n", min=1, max=999, help="几位专家")] = 1,
    force: ForceOption = False,
) -> None:
    """Write a form for every expert."""
    from ipscore.rules import read_rules
    from ipscore.weights.forms import write_forms

    for path in write_forms(read_rules(rulebook).rulebook, method, node or (), experts, out, force=force):
        typer.echo(f"已写出 {path}")


def elicit(
    rulebook: Annotated[str, argument(metavar="RULEBOOK", help="规则：年度、名称或文件")],
    forms: Annotated[list[Path], argument(metavar="FORM...", help="填好的表，或放着它们的文件夹")],
    *,
    out: OverlayOption = None,
    report: Annotated[
        Path | None, option("--report", metavar="XLSX", help="写出工作簿：权重、各位专家、一致性", show_default=False)
    ] = None,
    scheme: Annotated[str, option("--scheme", help="权重方案在规则文件中的名称")] = "elicited",
    inconsistent: Annotated[
        Literal["stop", "keep", "leave-out"],
        option("--inconsistent", help="自相矛盾的判断：stop 停下说明，keep 照样计入，leave-out 不计入"),
    ] = "stop",
    form: FormatOption = "table",
) -> None:
    """Weights from the judgements of experts."""
    from ipscore.rules import read_rules
    from ipscore.weights.eliciting import chosen_of, elicit
    from ipscore.weights.output import print_elicited, write_chosen
    from ipscore.writing import writing
    from reports.elicitation import write_elicitation

    book = read_rules(rulebook).rulebook
    found = elicit(book, forms, inconsistent)
    print_elicited(found, form)
    if report is not None:
        with writing(report):
            write_elicitation(found, report)
        typer.echo(f"已写出 {report}", err=True)
    if out is not None:
        write_chosen(out, book, rulebook, chosen_of(found, scheme))
        typer.echo(f"已写出 {out}", err=True)


def target(
    run: RunArgument,
    *,
    node: NodeOption = None,
    importance: Annotated[
        Literal["ratio", "r2"], option("--importance", help="影响的度量：ratio 相关比（曲线），r2 相关系数的平方")
    ] = "ratio",
    out: OverlayOption = None,
    rulebook: Annotated[
        str | None,
        option(
            "--rulebook",
            "-r",
            help="--out 所继承的规则：年度、名称或文件；不写则按运行的规则名查找",
            show_default=False,
        ),
    ] = None,
    form: FormatOption = "table",
) -> None:
    """Weights whose effective importance meets the nominal one."""
    from ipscore.run_folder import Run
    from ipscore.weights.searching import target_of, targeted
    from reports.target_tables import target_text

    opened = Run.open(run)
    found = target_of(opened, node or (), importance)
    _print(found, form, lambda frame: target_text(frame, opened.rulebook.words))
    if out is not None:
        targeted(opened, found, importance, out, rulebook)
        typer.echo(f"已写出 {out}", err=True)


def doubt(
    run: RunArgument,
    *,
    node: Annotated[str, option("--node", metavar="NODE", help="哪一级的下级：代码或名称，total 为一级指标")] = "total",
    share_low: Annotated[float, option("--share-low", min=0, max=1, help="每项在公司自己得分中的占比不低于多少")] = 0.0,
    share_high: Annotated[float, option("--share-high", min=0, max=1, help="每项的占比不高于多少")] = 1.0,
    form: FormatOption = "table",
) -> None:
    """Every firm with the weights that are best for it."""
    from ipscore.run_folder import Run
    from ipscore.weights.searching import doubt_of
    from reports.target_tables import doubt_text

    opened = Run.open(run)
    found, lacking = doubt_of(opened, node, share_low, share_high)
    _print(found, form, lambda frame: doubt_text(frame, opened.rulebook, lacking))


def _print(frame: "pl.DataFrame", form: FrameFormat, tables: "Callable[[pl.DataFrame], Table]") -> None:
    from ipscore.output import print_frame
    from reports.terminal import show

    if form == "table":
        show(tables(frame))
    else:
        print_frame(frame, form)
