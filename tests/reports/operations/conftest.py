from __future__ import annotations

import pytest

from reports.operations.tables import Tables
from tests.reports.operations.sample import tables


@pytest.fixture(scope="session")
def sample() -> Tables:
    """Four invented firms, fourteen months."""
    return tables()
