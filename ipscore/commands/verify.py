"""`ipscore verify`."""

# ruff: noqa: PLC0415  (imports stay inside, so that --help loads nothing heavy)

import typer

from ipscore.parameters import CacheOption, EngineOption, RecordsArgument, RunArgument, SourceOption, SparkOption


def verify(
    run: RunArgument,
    records: RecordsArgument,
    *,
    engine: EngineOption = "polars",
    spark_remote: SparkOption = None,
    source: SourceOption = None,
    cache: CacheOption = True,
) -> None:
    """Check a run against its manifest and its records, and recompute it."""
    from ipscore.addresses import addresses_of
    from ipscore.engines import engine_of
    from ipscore.progress import progress_bar
    from ipscore.run_folder import Run
    from ipscore.verification import verify as verify_run
    from ipscore.verification_tables import verification_tables
    from reports.terminal import show

    opened = Run.open(run)
    addresses = addresses_of(source)
    with engine_of(engine, remote=spark_remote if engine == "pyspark" else None) as counting:
        counting.check()
        with progress_bar("核对") as progress:
            found = verify_run(opened, records, progress, engine=counting, addresses=addresses, cache=cache)
    show(*verification_tables(found))
    if not found.same:
        raise typer.Exit(1)
