"""A plugin of pytest: which test runs which lines of the chosen modules, and how long every test takes.

Each process of pytest writes `coverage.<process>` (contexts are the ids of tests) and `seconds.<process>.json`. What a
test takes includes the fixtures of a wider scope that it uses, whichever test made them, since a test that is run alone
makes its own.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from time import perf_counter
from typing import TYPE_CHECKING, Any

import pytest
from coverage import Coverage

from benchmarks.mutants.chosen import KEPT, ROOT, modules

if TYPE_CHECKING:
    from collections.abc import Iterator


class Covering:
    """Covers the tests of one process."""

    def __init__(self) -> None:
        included = [str(ROOT / path) for path in modules()]
        self._cover = Coverage(data_file=KEPT / f"coverage.{os.getpid()}", include=included, config_file=False)
        self._cover.set_option("run:disable_warnings", ["no-data-collected"])  # tests of tables run no line of a module
        self._seconds: dict[str, float] = defaultdict(float)
        self._shared: dict[str, float] = {}
        self._uses: dict[str, list[str]] = {}
        self._cover.start()

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[Any]:
        """What is run from here on is this test's."""
        self._cover.switch_context(item.nodeid)
        try:
            return (yield)
        finally:
            self._uses[item.nodeid] = list(getattr(item, "fixturenames", ()))
            self._cover.switch_context("")

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[Any]) -> Iterator[Any]:
        """Note how long what several tests share took."""
        start = perf_counter()
        try:
            return (yield)
        finally:
            if fixturedef.scope != "function":
                self._shared[fixturedef.argname] = perf_counter() - start

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note how long the test took."""
        if report.when == "call":
            self._seconds[report.nodeid] += report.duration

    def pytest_sessionfinish(self) -> None:
        """Write what was measured."""
        self._cover.stop()
        self._cover.save()
        taken = {
            test: self._seconds[test] + sum(self._shared.get(name, 0) for name in uses)
            for test, uses in self._uses.items()
        }
        (KEPT / f"seconds.{os.getpid()}.json").write_text(json.dumps(taken), encoding="utf-8")


def pytest_configure(config: pytest.Config) -> None:
    """Cover where tests are run: in the workers, or in the only process."""
    if hasattr(config, "workerinput") or not config.getoption("numprocesses"):
        KEPT.mkdir(parents=True, exist_ok=True)
        config.pluginmanager.register(Covering())
