"""`ipscore score`."""

# ruff: noqa: PLC0415  (imports stay inside, so that --help loads nothing heavy)

from pathlib import Path
from typing import Annotated

import typer

from ipscore.parameters import (
    AcceptedOption,
    CacheOption,
    EngineOption,
    ForceOption,
    MarginsOption,
    PeriodOption,
    PreviousRunsOption,
    RecordsArgument,
    RulebookOption,
    SourceOption,
    SparkOption,
    option,
)


def score(
    records: RecordsArgument,
    *,
    out: Annotated[Path, option("--out", "-o", metavar="RUN", help="运行文件夹", show_default=False)],
    rulebook: RulebookOption = "2017",
    period: PeriodOption = None,
    previous: PreviousRunsOption = None,
    weights: Annotated[
        str | None,
        option("--weights", "-w", help="权重方案；不写则用规则的默认方案"),
    ] = None,
    margins: MarginsOption = None,
    engine: EngineOption = "polars",
    spark_remote: SparkOption = None,
    source: SourceOption = None,
    accept_rejected: AcceptedOption = None,
    force: ForceOption = False,
    cache: CacheOption = True,
) -> None:
    """Score a folder of records and publish the run."""
    from ipscore.addresses import addresses_of
    from ipscore.engines import engine_of
    from ipscore.intake_tables import files_table, firms_text
    from ipscore.previous_runs import open_previous
    from ipscore.publishing import publish
    from ipscore.rules import read_rules
    from ipscore.survey_files import survey_text
    from ipscore.verdict import doubts_of, doubts_text
    from reports.decisions import decisions_text
    from reports.previous_text import previous_text
    from reports.rejected_rows import rejected_text
    from reports.terminal import show

    rules = read_rules(rulebook, period)
    before = open_previous(previous or (), rules.rulebook, out)
    with engine_of(engine, remote=spark_remote if engine == "pyspark" else None) as counting:
        found, evaluation = publish(
            records,
            out,
            rules,
            weights,
            margins_file=margins,
            engine=counting,
            addresses=addresses_of(source),
            accepted=accept_rejected or (),
            previous=before,
            force=force,
            cache=cache,
        )
        doubts = doubts_of(found, rules, counting)
    scheme = evaluation.rulebook.weights[evaluation.scheme].title
    show(
        files_table(found),
        *([doubts_text(doubts)] if doubts else []),
        f"{evaluation.rulebook.title}，权重方案：{evaluation.scheme}（{scheme}）\n{firms_text(evaluation)}",
        *([told] if (told := previous_text(evaluation)) else []),
        rejected_text(evaluation.intake),
        *([told] if (told := decisions_text(evaluation)) else []),
        *([] if evaluation.survey is None else [survey_text(evaluation.survey)]),
    )
    if any(entry.rejected or entry.excluded or entry.corrected for entry in found.intake):
        typer.echo(f"\n未采用的行及原因：{out / 'quarantine'}")
    noun, measure, *_ = evaluation.rulebook.words
    typer.echo(f"\n结果：{out}\n  得分分布：ipscore distribution {out}")
    typer.echo(f"  一{measure}{noun}：ipscore explain {out} {noun}名称")
