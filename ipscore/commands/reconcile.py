"""`ipscore reconcile`."""

# ruff: noqa: PLC0415  (imports stay inside, so that --help loads nothing heavy)

from pathlib import Path
from typing import Annotated

import typer

from ipscore.parameters import FormatOption, RunArgument, argument, option


def reconcile(
    run: RunArgument,
    reference: Annotated[
        str,
        argument(metavar="REFERENCE", help="公布数字的名称（如 whitepaper_2017）或 TOML 文件"),
    ],
    records: Annotated[
        Path | None,
        option("--records", metavar="DIR", help="该次运行的数据文件夹；核对记录数时需要"),
    ] = None,
    form: FormatOption = "table",
) -> None:
    """Set every published figure beside ours, under every weight scheme."""
    from indicator_tree.published import load_published
    from ipscore.json_documents import reconcile_document
    from ipscore.output import print_frame, print_json
    from ipscore.progress import progress_bar
    from ipscore.reconciliation import reconcile as reconcile_run
    from ipscore.reconciliation_output import reconciliation_frame, reconciliation_tables
    from ipscore.run_folder import Run
    from ipscore.what_if_records import read_again
    from reports.terminal import show

    opened, published = Run.open(run), load_published(reference)
    if records is None:
        found = reconcile_run(opened.evaluation, published)
    else:
        with progress_bar("读入") as progress:
            again = read_again(opened, records, progress)
        found = reconcile_run(opened.evaluation, published, again.kept, opened.rules.questionnaire)
    if form == "table":
        show(*reconciliation_tables(found))
    elif form == "json":
        print_json(reconcile_document(opened.evaluation, len(found.failures), reconciliation_frame(found)))
    else:
        print_frame(reconciliation_frame(found), form)
    if found.failures:
        raise typer.Exit(1)
