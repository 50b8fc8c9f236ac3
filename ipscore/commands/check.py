"""`ipscore check`."""

# ruff: noqa: PLC0415  (imports stay inside, so that --help loads nothing heavy)

from ipscore.parameters import RecordsArgument, RulebookOption, StrictOption


def check(records: RecordsArgument, rulebook: RulebookOption = "2017", strict: StrictOption = False) -> None:
    """Validate a folder of records without scoring it."""
    from indicator_tree import load_rulebook
    from ipscore.inputs import read_records
    from ipscore.intake_tables import files_table, quarantine_table
    from ipscore.progress import progress_bar
    from reports.terminal import show

    with progress_bar("检查") as progress:
        found = read_records(records, load_rulebook(rulebook), progress)
    show(files_table(found), quarantine_table(found) or "没有不合格的行。")
    if strict:
        found.raise_if_rejected()
