from __future__ import annotations

from pathlib import Path

import pytest

from ipscore.demonstration import RECORDS, RUN, demonstrate
from ipscore.run_folder import Run


@pytest.fixture(scope="session")
def demo_run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The run of the demonstration."""
    folder: Path = tmp_path_factory.mktemp("demonstration") / "demo"
    demonstrate(folder, seed=2017, force=False)
    assert (folder / RECORDS).is_dir()
    return Run.open(folder / RUN)
