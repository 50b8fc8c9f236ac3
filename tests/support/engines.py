"""The engines under test; one Spark session for all tests of a worker."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import Any

import pytest

from ipscore.engines import ENGINES, engine_of
from ipscore.engines.spark_session import open_session

ON_SPARK = pytest.mark.xdist_group("spark")
"""Tests with this mark run in one worker, in one session."""

EVERY = [pytest.param(name, marks=ON_SPARK) for name in ENGINES]
OTHERS = EVERY[1:]
"""All but Polars, which the rest of the tests use."""


def spark_session(folder: Any) -> Iterator[Any]:
    """A session on this machine, ready for small plans; the body of a fixture."""
    if missing := _missing("pyspark"):
        pytest.skip(missing)
    session, ours = open_session(None, folder, small=True)
    yield session
    if ours:
        session.stop()


def opener(request: pytest.FixtureRequest) -> Callable[[str], Any]:
    """Opens an engine by its name, Spark in the session of the tests; skips where its libraries are missing."""

    def opened(name: str) -> Any:
        if missing := _missing(name):
            pytest.skip(missing)
        return engine_of(name, session=request.getfixturevalue("spark") if name == "pyspark" else None)

    return opened


def _missing(name: str) -> str:
    modules = {"duckdb": ("duckdb", "pyarrow"), "pyspark": ("pyspark", "pyarrow", "pandas")}.get(name, ())
    lacking = [module for module in modules if find_spec(module) is None]
    if name == "pyspark" and shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        lacking.append("Java")
    return f"{name} needs {', '.join(lacking)}" if lacking else ""
