"""`ipscore check`."""

# ruff: noqa: PLC0415  (imports stay inside, so that --help loads nothing heavy)

from pathlib import Path
from typing import Annotated, Literal

import typer

from ipscore.parameters import (
    CacheOption,
    EngineOption,
    PeriodOption,
    RecordsArgument,
    RulebookOption,
    SourceOption,
    SparkOption,
    option,
)


def check(
    records: RecordsArgument,
    *,
    rulebook: RulebookOption = "2017",
    period: PeriodOption = None,
    previous: Annotated[
        list[Path] | None,
        option(
            "--previous",
            "-p",
            metavar="RUN",
            help="上一次评价的运行文件夹：记录数、公司、比率与它对照；规则要与几次相比，就写几个",
            show_default=False,
        ),
    ] = None,
    form: Annotated[
        Literal["table", "json"],
        option("--format", "-f", help="输出格式；json 的结构见 ipscore/schemas/check.schema.json"),
    ] = "table",
    engine: EngineOption = "polars",
    spark_remote: SparkOption = None,
    source: SourceOption = None,
    cache: CacheOption = True,
) -> None:
    """Validate a folder of records without scoring it, and say whether it can be scored."""
    from ipscore.addresses import addresses_of
    from ipscore.checking import check_folder
    from ipscore.engines import engine_of
    from ipscore.previous_runs import runs_to_compare
    from ipscore.rules import read_rules
    from ipscore.verdict import EXIT_CODES
    from scoring.verdict import verdict_of

    rules = read_rules(rulebook, period)
    before = runs_to_compare(previous or (), rules.rulebook)
    addresses = addresses_of(source)
    with engine_of(engine, remote=spark_remote if engine == "pyspark" else None) as reading:
        reading.check()
        findings = check_folder(records, rules, reading, before, addresses, form=form, cache=cache)
    raise typer.Exit(EXIT_CODES[verdict_of(findings)])
