from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.support import engines


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The one Spark session of the tests."""
    yield from engines.spark_session(tmp_path_factory.mktemp("spark"))


@pytest.fixture
def opened(request: pytest.FixtureRequest) -> Callable[[str], Any]:
    """Opens an engine by its name."""
    return engines.opener(request)
