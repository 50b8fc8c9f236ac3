"""`ipscore sql`."""

# ruff: noqa: PLC0415  (imports stay inside, so that --help loads nothing heavy)

from typing import Annotated

from ipscore.parameters import FormatOption, RunArgument, argument


def sql(
    run: RunArgument,
    statement: Annotated[str, argument(metavar="SQL", help="select 语句")],
    form: FormatOption = "table",
) -> None:
    """Run a select statement over the tables of a run."""
    from ipscore.output import print_frame
    from ipscore.query import query
    from ipscore.run_folder import Run

    print_frame(query(Run.open(run), statement), form)
