"""`ipscore robustness`."""

# ruff: noqa: PLC0415  (imports stay inside, so that --help loads nothing heavy)

from typing import Annotated

import typer

from ipscore.parameters import ForceOption, RunArgument, option

_INTERVALS = "select * from robustness_intervals"


def robustness(
    run: RunArgument,
    *,
    draws: Annotated[
        int | None,
        option("--draws", min=1, help="抽取次数；不写则按规则", show_default=False),
    ] = None,
    seed: Annotated[
        int | None,
        option("--seed", min=0, help="随机数种子；不写则按规则", show_default=False),
    ] = None,
    force: ForceOption = False,
) -> None:
    """Study how far the ranks of a run can be trusted, and keep the study within the run."""
    from ipscore.robustness_publishing import publish_study
    from ipscore.run_folder import Run
    from reports.robustness_tables import robustness_tables
    from reports.terminal import show

    opened = Run.open(run)
    study, folder = publish_study(opened, draws, seed, force=force)
    show(*robustness_tables(study))
    typer.echo(
        f"\n结果：{folder}\n  查询：ipscore sql {run} '{_INTERVALS}'"
        f"\n  报告：ipscore report robustness {run} --out 稳健性.docx"
    )
