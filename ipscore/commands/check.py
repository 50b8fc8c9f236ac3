"""`ipscore check`."""

# ruff: noqa: PLC0415  (imports stay inside, so that --help loads nothing heavy)

from ipscore.parameters import (
    CacheOption,
    EngineOption,
    RecordsArgument,
    RulebookOption,
    SourceOption,
    SparkOption,
)


def check(
    records: RecordsArgument,
    *,
    rulebook: RulebookOption = "2017",
    engine: EngineOption = "polars",
    spark_remote: SparkOption = None,
    source: SourceOption = None,
    cache: CacheOption = True,
) -> None:
    """Validate a folder of records without scoring it."""
    from ipscore.addresses import addresses_of
    from ipscore.engines import engine_of
    from ipscore.inputs import read_records
    from ipscore.intake_tables import intake_tables
    from ipscore.progress import progress_bar
    from ipscore.rules import read_rules
    from reports.terminal import show

    rules = read_rules(rulebook)
    addresses = addresses_of(source)
    with engine_of(engine, remote=spark_remote if engine == "pyspark" else None) as reading:
        reading.check()
        with progress_bar("检查") as progress:
            found = read_records(
                *(records, rules.rulebook, progress, rules.questionnaire),
                cache=cache,
                addresses=addresses,
                engine=reading,
            )
        show(*intake_tables(found))
