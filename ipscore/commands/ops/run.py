"""`ipscore ops score` and `verify`: runs of operations."""

# ruff: noqa: PLC0415  (imports stay inside, so that --help loads nothing heavy)

from pathlib import Path
from typing import Annotated

import typer

from ipscore.commands.ops.parameters import (
    CatalogueOption,
    FirmOption,
    FromOption,
    OperationsRunArgument,
    ReadingsArgument,
    ToOption,
    period,
)
from ipscore.parameters import AcceptedOption, ForceOption, option


def score(
    readings: ReadingsArgument,
    *,
    out: Annotated[Path, option("--out", "-o", metavar="RUN", help="运行文件夹", show_default=False)],
    firm: FirmOption = None,
    first: FromOption = None,
    last: ToOption = None,
    name: CatalogueOption = "operations_2020",
    accept_rejected: AcceptedOption = None,
    force: ForceOption = False,
) -> None:
    """Monitor and compare readings and publish the run."""
    from ipscore.ops_score import score_readings
    from reports.operations_tables import alerts_table
    from reports.rejected_rows import rejected_text
    from reports.terminal import show
    from scoring.operations.alert_counts import alert_counts

    run = score_readings(
        *(readings, out, name),
        firm=firm,
        period=period(first, last),
        accepted=accept_rejected or (),
        force=force,
    )
    show(
        alerts_table(alert_counts(run.tables.alerts), run.catalogue),
        rejected_text(run.tables.intake),
        f"结果：{out}\n  月报：ipscore ops report {out} --kind monthly --firm 公司 --out 月报.docx",
    )


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
