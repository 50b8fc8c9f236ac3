"""Settings of the whole test run."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from ipscore.run_folder import Run
from tests.support.demonstration import write_demonstration, write_studied
from tests.support.shared import base_of, made_once, untouched

if TYPE_CHECKING:
    from xdist.remote import Producer

    from tests.support.groups import Groups

# no test asserts a time: how long an example takes says something about the machine, not about the code
settings.register_profile("here", deadline=None, print_blob=True)
settings.load_profile("here")


def pytest_addoption(parser: pytest.Parser) -> None:
    """What is printed or declared now is kept as what is expected."""
    parser.addoption("--bless", action="store_true", help="write the snapshots anew")


@pytest.hookimpl(tryfirst=True)
def pytest_configure() -> None:
    """Keep what is compiled: else every worker, and every process that a test starts, compiles all that it imports."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Groups | None:
    from tests.support.groups import Groups  # noqa: PLC0415  (only where tests are handed out to workers)

    return Groups(config, log) if config.getvalue("dist") == "loadgroup" else None


@pytest.fixture(autouse=True, scope="session")
def _cache_of_the_tests(tmp_path_factory: pytest.TempPathFactory):
    """No test reads or writes the cache of whoever runs it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IPSCORE_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def demonstration_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The `records` and the `run` of the demonstration, without reports, for all workers: to be read only."""
    yield from untouched(made_once(base_of(tmp_path_factory), "demonstration", write_demonstration))


@pytest.fixture(scope="session")
def studied_run(tmp_path_factory: pytest.TempPathFactory, demonstration_folder: Path) -> Iterator[Run]:
    """The demonstration's run, with a short study of its robustness in it, for all workers: to be read only."""
    base = base_of(tmp_path_factory)
    for folder in untouched(made_once(base, "studied", lambda made: write_studied(made, demonstration_folder))):
        yield Run.open(folder / "run")
