"""`ipscore sql`."""

# ruff: noqa: PLC0415  (imports stay inside, so that --help loads nothing heavy)

from typing import Annotated

import typer

from ipscore.parameters import ARGUMENTS, FormatOption, RunArgument


def sql(
    run: RunArgument,
    statement: Annotated[
        str, typer.Argument(metavar="SQL", help="select 语句", rich_help_panel=ARGUMENTS, show_default=False)
    ],
    form: FormatOption = "table",
) -> None:
    """Run a select statement over the tables of a run."""
    from ipscore.output import print_frame
    from ipscore.query import query
    from ipscore.run_folder import Run

    print_frame(query(Run.open(run), statement), form)
