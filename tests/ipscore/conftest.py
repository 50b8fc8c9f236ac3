from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from ipscore.cli import run as run_command
from tests.ipscore import small_records
from tests.reports.small import SMALL


@dataclass(frozen=True)
class Printed:
    """What a command returned and printed."""

    code: int
    out: str
    err: str


Ipscore = Callable[..., Printed]


@pytest.fixture
def ipscore(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Ipscore:
    """Runs a command line; what it prints is 160 columns wide."""
    monkeypatch.setenv("COLUMNS", "160")

    def run(*arguments: str | Path) -> Printed:
        capsys.readouterr()
        code = run_command([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return Printed(code, printed.out, printed.err)

    return run


@pytest.fixture
def records(tmp_path: Path) -> Path:
    """A folder of records."""
    return small_records.write(tmp_path / "records")


@pytest.fixture
def run(tmp_path: Path, records: Path, ipscore: Ipscore) -> Path:
    """A run over the records."""
    out = tmp_path / "run"
    printed = ipscore("score", records, "--rulebook", SMALL, "--out", out)
    assert printed.code == 0, printed.err
    return out
