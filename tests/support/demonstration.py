"""The records and the run of the demonstration, without its reports; and a short study of its robustness."""

import shutil
from pathlib import Path

from data_sources.reconstruction import write_records
from indicator_tree.published import load_published
from ipscore.publishing import publish
from ipscore.robustness_files import write_study
from ipscore.robustness_study import settings_of, study_robustness
from ipscore.rules import read_rules
from ipscore.run_folder import Run


def write_demonstration(folder: Path) -> None:
    """Write records and run of 2017 into a folder."""
    published = load_published("whitepaper_2017")
    rules = read_rules(published.rulebook)
    write_records(folder / "records", rulebook=rules.rulebook, published=published)
    publish(folder / "records", folder / "run", rules)


SHORT = {"draws": 200, "sobol": 8, "realisations": 4}
"""Settings of a study that takes little time."""


def write_studied(folder: Path, demonstration: Path) -> None:
    """Copy the demonstration's run; study all that the rulebook varies, in few draws, and keep the study within it."""
    shutil.copytree(demonstration / "run", folder / "run")
    run = Run.open(folder / "run")
    write_study(run, study_robustness(run.evaluation, settings_of(run.rulebook).model_copy(update=SHORT)))
