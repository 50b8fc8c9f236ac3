"""Folders that all workers of a test run share: whoever needs one first makes it, the others wait for it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

_PATIENCE = 900.0
"""Seconds to wait for another worker."""


def made_once(base: Path, name: str, make: Callable[[Path], object]) -> Path:
    """A folder that is made once for all workers.

    Args:
        base: folder of the whole test run, see `base_of`.
        name: of the folder.
        make: fills the folder, which exists; called by one worker only.

    Raises:
        RuntimeError: another worker failed to make it, or takes too long.
    """
    folder, claim, done, failed = (base / f"{name}{ending}" for ending in ("", ".claim", ".done", ".failed"))
    try:
        claim.touch(exist_ok=False)
    except FileExistsError:
        _wait(done, failed)
        return folder
    try:
        folder.mkdir()
        make(folder)
    except BaseException:
        failed.touch()
        raise
    done.touch()
    return folder


def base_of(factory: pytest.TempPathFactory) -> Path:
    """The folder of the whole test run; that of a worker lies within it."""
    own = factory.getbasetemp()
    base = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "shared"
    base.mkdir(exist_ok=True)
    return base


def untouched(folder: Path) -> Iterator[Path]:
    """The folder, which must be the same when the tests are through: others read it too."""
    before = _state(folder)
    yield folder
    assert _state(folder) == before, f"a test wrote into {folder}, which all tests read"


def _state(folder: Path) -> list[tuple[str, int, int]]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return [(str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in paths]


def _wait(done: Path, failed: Path) -> None:
    until = time.monotonic() + _PATIENCE
    while not done.exists():
        if failed.exists() or time.monotonic() > until:
            raise RuntimeError(f"no {done.stem}: another worker failed to make it, or takes too long")
        time.sleep(0.1)
