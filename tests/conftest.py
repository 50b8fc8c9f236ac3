"""Settings of the whole test run."""

from __future__ import annotations

import pytest
from hypothesis import settings

# no test asserts a time: how long an example takes says something about the machine, not about the code
settings.register_profile("here", deadline=None, print_blob=True)
settings.load_profile("here")


@pytest.fixture(autouse=True, scope="session")
def _cache_of_the_tests(tmp_path_factory: pytest.TempPathFactory):
    """No test reads or writes the cache of whoever runs it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IPSCORE_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield
