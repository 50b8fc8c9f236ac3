"""The records and the run of the demonstration, without its reports."""

from pathlib import Path

from data_sources.reconstruction import write_records
from indicator_tree.published import load_published
from ipscore.publishing import publish
from ipscore.rules import read_rules
from ipscore.run_folder import Run


def demonstration_run(folder: Path) -> Run:
    """Write records and run of 2017 into a folder."""
    published = load_published("whitepaper_2017")
    rules = read_rules(published.rulebook)
    write_records(folder / "records", rulebook=rules.rulebook, published=published)
    publish(folder / "records", folder / "run", rules)
    return Run.open(folder / "run")
