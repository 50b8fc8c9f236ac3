"""`ipscore sql`."""

# ruff: noqa: PLC0415  (imports stay inside, so that --help loads nothing heavy)

from typing import Annotated

from ipscore.parameters import FormatOption, RunArgument, argument, option


def sql(
    run: RunArgument,
    statement: Annotated[str, argument(metavar="SQL", help="select 语句")],
    form: FormatOption = "table",
    allow_files: Annotated[
        bool, option("--allow-files", help="允许语句用 read_csv(…)、read_parquet(…) 等读取运行以外的文件")
    ] = False,
) -> None:
    """Run a select statement over the tables of a run."""
    from ipscore.output import print_frame
    from ipscore.query import query
    from ipscore.run_folder import Run

    print_frame(query(Run.open(run), statement, allow_files=allow_files), form)
