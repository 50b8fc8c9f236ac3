"""The records and the run of the demonstration, without its reports; and a short study of its robustness."""

import shutil
from pathlib import Path

from ipscore.cli import run as run_command
from ipscore.robustness_files import write_study
from ipscore.robustness_study import settings_of, study_robustness
from ipscore.run_folder import Run


def write_demonstration(folder: Path) -> None:
    """Write records and run of 2017 into a folder."""
    write_records(folder, "2017")


def write_records(folder: Path, market: str, *options: str) -> None:
    """Write the records of a demonstration and their run into a folder.

    Args:
        folder: where `records` and `run` go.
        market: which demonstration.
        options: of `score`.
    """
    _run("demo", "--market", market, "--records-only", "--out", str(folder))
    _run("score", str(folder / "records"), "--out", str(folder / "run"), *options)


def _run(*command: str) -> None:
    assert run_command(command) == 0, command


SHORT = {"draws": 200, "sobol": 8, "realisations": 4}
"""Settings of a study that takes little time."""


def write_studied(folder: Path, demonstration: Path) -> None:
    """Copy the demonstration's run; study all that the rulebook varies, in few draws, and keep the study within it."""
    shutil.copytree(demonstration / "run", folder / "run")
    study(folder / "run")


def study(folder: Path) -> None:
    """Study all that the rulebook of a run varies, in few draws, and keep the study within the run."""
    run = Run.open(folder)
    write_study(run, study_robustness(run.evaluation, settings_of(run.rulebook).model_copy(update=SHORT)))
