"""`ipscore check`."""

# ruff: noqa: PLC0415  (imports stay inside, so that --help loads nothing heavy)

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ipscore.parameters import (
    CacheOption,
    EngineOption,
    RecordsArgument,
    RulebookOption,
    SourceOption,
    SparkOption,
    option,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from data_sources.records import Records
    from ipscore.engines.engine import Engine
    from ipscore.rules import Rules
    from ipscore.run_folder import Run
    from scoring.verdict import Finding


def check(
    records: RecordsArgument,
    *,
    rulebook: RulebookOption = "2017",
    previous: Annotated[
        Path | None,
        option("--previous", "-p", metavar="RUN", help="上年的运行文件夹：记录数、公司、比率与它对照"),
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
    """检查数据文件夹：各文件读入、采用、不合格的行数与原因，最后给出结论。

    返回码：0 可以评分；3 存疑（可以评分，但应先看看）；1 不能评分；2 用法错误。
    """
    from ipscore.addresses import addresses_of
    from ipscore.engines import engine_of
    from ipscore.rules import read_rules
    from ipscore.run_folder import Run
    from ipscore.verdict import EXIT_CODES
    from scoring.verdict import verdict_of

    rules = read_rules(rulebook)
    run = None if previous is None else Run.open(previous)
    addresses = addresses_of(source)
    with engine_of(engine, remote=spark_remote if engine == "pyspark" else None) as reading:
        reading.check()
        findings = _checked(records, rules, reading, run, form, addresses, cache=cache)
    raise typer.Exit(EXIT_CODES[verdict_of(findings)])


def _checked(
    folder: Path,
    rules: Rules,
    engine: Engine,
    run: Run | None,
    form: Literal["table", "json"],
    addresses: dict[str, str],
    *,
    cache: bool,
) -> Sequence[Finding]:
    """Read, examine and print."""
    from ipscore.check_document import unreadable
    from ipscore.failures import told
    from ipscore.inputs import read_records
    from ipscore.progress import progress_bar
    from ipscore.verdict import subject_of
    from scoring.verdict import examine

    try:
        with progress_bar("检查") as progress:
            found = read_records(
                *(folder, rules.rulebook, progress, rules.questionnaire),
                cache=cache,
                addresses=addresses,
                engine=engine,
            )
    except Exception as error:
        if (message := told(error)) is None or form == "table":
            raise
        findings = unreadable(error, message)
        _print_json(rules, findings, run)
        return findings
    subject = subject_of(folder, found, rules, engine=engine, previous=run)
    findings = examine(subject)
    if form == "json":
        _print_json(rules, findings, run, found, subject.groups)
    else:
        _print_tables(found, findings)
    return findings


def _print_json(
    rules: Rules,
    findings: Sequence[Finding],
    run: Run | None,
    found: Records | None = None,
    groups: pl.DataFrame | None = None,
) -> None:
    from ipscore.check_document import check_document
    from ipscore.output import print_json

    title = None if run is None else f"{run.rulebook.year}年度"
    print_json(check_document(rules, findings, found, groups, title))


def _print_tables(found: Records, findings: Sequence[Finding]) -> None:
    from ipscore.intake_tables import intake_tables
    from ipscore.verdict import verdict_text
    from reports.terminal import show

    show(*intake_tables(found), verdict_text(findings))
