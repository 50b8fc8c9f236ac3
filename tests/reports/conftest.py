"""Snapshots of rendered text, under `snapshots/`. To accept what is printed now: `pytest tests/reports --bless`."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from reports.table import Table
from reports.terminal import console, show

SNAPSHOTS = Path(__file__).parent / "snapshots"
WIDTH = 110

Snapshot = Callable[..., None]


@pytest.fixture
def snapshot(request: pytest.FixtureRequest) -> Snapshot:
    """Compares what `show` prints into a pipe of 110 columns with a snapshot."""
    bless = request.config.getoption("--bless")

    def check(name: str, *items: Table | str) -> None:
        out = io.StringIO()
        show(*items, to=console(out, width=WIDTH))
        path = SNAPSHOTS / f"{name}.txt"
        if bless:
            path.write_text(out.getvalue(), encoding="utf-8")
        assert out.getvalue() == path.read_text(encoding="utf-8")

    return check
