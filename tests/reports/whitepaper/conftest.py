from __future__ import annotations

import pytest

from ipscore.run_folder import Run
from tests.support.demonstration import demonstration_run


@pytest.fixture(scope="session")
def demo_run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The run of the demonstration."""
    return demonstration_run(tmp_path_factory.mktemp("demonstration"))
