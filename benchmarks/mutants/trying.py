"""One mutant against some tests, in a process of its own.

The process is forked from this one, which holds libraries and of the project at most a room that cannot import the
mutant; so the mutant and all that may import it are imported anew, the mutant from its changed text. Needs a system
that forks.
"""

from __future__ import annotations

import importlib
import importlib.machinery
import importlib.util
import os
import pkgutil
import shutil
import signal
import sys
import time
import traceback
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest

from benchmarks.mutants.chosen import KEPT, ROOMS, ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import CodeType, ModuleType

_BROKEN = 70
KILLED, SURVIVED, HANGS, UNTESTED = "killed", "survived", "hangs", "untested"

LIBRARIES = (
    "polars",
    "numpy",
    "pydantic",
    "narwhals",
    "hypothesis",
    "jinja2",
    "lxml.etree",
    "rich.table",
    "typer",
    "fastexcel",
)


def warm(room: str) -> None:
    """Import what tests of a room need of libraries, and the ground floor below it.

    Rooms that know dataframes start the threads of polars when they are imported, which no forked process has.
    """
    for name in LIBRARIES:
        importlib.import_module(name)
    if room != ROOMS[0]:
        for module in pkgutil.walk_packages(importlib.import_module(ROOMS[0]).__path__, f"{ROOMS[0]}."):
            importlib.import_module(module.name)


def tried(file: str, code: str, tests: Sequence[str], seconds: float) -> str:
    """Run tests on a mutant until one fails.

    Args:
        file: the module.
        code: its changed text.
        tests: ids.
        seconds: after which it counts as hanging.

    Raises:
        ValueError: pytest ran none of the tests, although the module could be imported.
    """
    log = KEPT / f"last.{os.getpid()}.log"
    child = os.fork()
    if not child:
        _run(file, code, tests, log)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            result = os.waitstatus_to_exitcode(status)
            if result in (pytest.ExitCode.NO_TESTS_COLLECTED, _BROKEN):
                raise ValueError(f"{file}: no test ran:\n{log.read_text(encoding='utf-8')[-2000:]}")
            return KILLED if result else SURVIVED
        time.sleep(0.02)
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return HANGS


def _run(file: str, code: str, tests: Sequence[str], log: Any) -> None:
    """What the child does; never returns."""
    result = _BROKEN
    try:
        os.setsid()
        out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        for stream in (1, 2):
            os.dup2(out, stream)
        temporary = KEPT / f"tmp.{os.getpid()}"
        sys.meta_path.insert(0, _Served(file, code))
        files = list(dict.fromkeys(test.split("::", maxsplit=1)[0] for test in tests))
        options = (
            "-n",
            "0",
            "-x",
            "-p",
            "no:cacheprovider",
            "--hypothesis-seed=0",
            "--no-header",
            "--tb=line",
            "-W",
            "ignore::pytest.PytestAssertRewriteWarning",
        )
        result = int(pytest.main([*options, f"--basetemp={temporary}", *files], plugins=[_Chosen(tests)]))
        shutil.rmtree(temporary, ignore_errors=True)
    except BaseException:  # noqa: BLE001  (whatever ends the child is told in its log)
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(result)


class _Chosen:
    """Keeps the tests that are asked, in their order."""

    def __init__(self, tests: Sequence[str]) -> None:
        self._places = {test: place for place, test in enumerate(tests)}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        chosen = [item for item in items if item.nodeid in self._places]
        items[:] = sorted(chosen, key=lambda item: self._places[item.nodeid])


class _Served(importlib.machinery.SourceFileLoader):
    """Finds and loads the module of the mutant."""

    def __init__(self, file: str, code: str) -> None:
        self._module = file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        self._text = code
        super().__init__(self._module, str(ROOT / file))

    def find_spec(self, name: str, path: Any = None, target: ModuleType | None = None) -> Any:
        if name != self._module:
            return None
        return importlib.util.spec_from_file_location(name, self.path, loader=self)

    def get_code(self, fullname: str) -> CodeType:
        return compile(self._text, self.path, "exec", dont_inherit=True)
