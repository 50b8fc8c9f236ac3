"""`ipscore verify`."""

# ruff: noqa: PLC0415  (imports stay inside, so that --help loads nothing heavy)

from typing import Annotated, Literal

import typer

from ipscore.parameters import (
    CacheOption,
    EngineOption,
    PreviousRunsOption,
    RecordsArgument,
    RunArgument,
    SourceOption,
    SparkOption,
    option,
)


def verify(
    run: RunArgument,
    records: RecordsArgument,
    *,
    engine: EngineOption = "polars",
    spark_remote: SparkOption = None,
    source: SourceOption = None,
    previous: PreviousRunsOption = None,
    cache: CacheOption = True,
    form: Annotated[
        Literal["table", "json"],
        option("--format", "-f", help="输出格式；json 的结构见 ipscore/schemas/verify.schema.json"),
    ] = "table",
) -> None:
    """Check a run against its manifest and its records, and recompute it."""
    from ipscore.addresses import addresses_of
    from ipscore.engines import engine_of
    from ipscore.json_documents import verify_document
    from ipscore.output import print_json
    from ipscore.previous_runs import open_previous
    from ipscore.progress import progress_bar
    from ipscore.run_folder import Run
    from ipscore.verification import verify as verify_run
    from ipscore.verification_tables import verification_tables
    from reports.terminal import show

    opened = Run.open(run)
    addresses = addresses_of(source)
    before = open_previous(previous, opened.rulebook) if previous else None
    with engine_of(engine, remote=spark_remote if engine == "pyspark" else None) as counting:
        counting.check()
        with progress_bar("核对") as progress:
            found = verify_run(
                *(opened, records, progress), engine=counting, addresses=addresses, cache=cache, previous=before
            )
    if form == "json":
        print_json(verify_document(found))
    else:
        show(*verification_tables(found))
    if not found.same:
        raise typer.Exit(1)
