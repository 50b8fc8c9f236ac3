from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ipscore.run_folder import Run
from tests.support.demonstration import study, write_records
from tests.support.shared import base_of, made_once, untouched


def _write(folder: Path) -> None:
    write_records(folder, "small", "--rulebook", "small_market")
    study(folder / "run")


@pytest.fixture(scope="session")
def small_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """The run of the small market with a short study in it: to be read only."""
    for folder in untouched(made_once(base_of(tmp_path_factory), "small_market", _write)):
        yield Run.open(folder / "run")
