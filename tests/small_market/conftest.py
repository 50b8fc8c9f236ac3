from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from data_sources.small_market import write_records
from ipscore.publishing import publish
from ipscore.robustness_files import write_study
from ipscore.robustness_study import settings_of, study_robustness
from ipscore.rules import read_rules
from ipscore.run_folder import Run
from tests.support.demonstration import SHORT
from tests.support.shared import base_of, made_once, untouched


def _write(folder: Path) -> None:
    rules = read_rules("small_market")
    write_records(folder / "records", rulebook=rules.rulebook, seed=2017)
    publish(folder / "records", folder / "run", rules)
    run = Run.open(folder / "run")
    write_study(run, study_robustness(run.evaluation, settings_of(run.rulebook).model_copy(update=SHORT)))


@pytest.fixture(scope="session")
def small_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """The run of the small market with a short study in it: to be read only."""
    for folder in untouched(made_once(base_of(tmp_path_factory), "small_market", _write)):
        yield Run.open(folder / "run")
