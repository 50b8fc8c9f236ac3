from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from ipscore.cli import run as run_command
from reports.fonts import PageFont
from tests.ipscore import small_records
from tests.reports.small import SMALL
from tests.support.shared import base_of, made_once, untouched


@dataclass(frozen=True)
class Printed:
    """What a command returned and printed; `said` is the line that it begins with on the error stream."""

    code: int
    out: str
    err: str
    said: str = ""


Ipscore = Callable[..., Printed]


@pytest.fixture
def ipscore(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Ipscore:
    """Runs a command line; what it prints is 160 columns wide."""
    monkeypatch.setenv("COLUMNS", "160")

    def run(*arguments: str | Path) -> Printed:
        capsys.readouterr()
        code = run_command([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        said = next(iter(re.findall(r"\A正在.*……\n", printed.err)), "")
        return Printed(code, printed.out, printed.err.removeprefix(said), said)

    return run


def score_another(ipscore: Ipscore, folder: Path, rulebook: str, edit: Callable[[Path], None]) -> Path:
    """A run by a rulebook laid over the small one, of records that are edited before.

    Args:
        ipscore: runs commands.
        folder: where rulebooks, records (`later`) and the run (`now`) go.
        rulebook: its text.
        edit: what is done to the folder of records.
    """
    (folder / "small.toml").write_bytes(SMALL.read_bytes())
    path = folder / "next.toml"
    path.write_text(rulebook, encoding="utf-8")
    records = small_records.write(folder / "later")
    edit(records)
    printed = ipscore("score", records, "--rulebook", path, "--out", folder / "now")
    assert printed.code == 0, printed.err
    return folder / "now"


@pytest.fixture
def no_font(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages go without the font that is made for each of them in a second, where a test is not about it."""
    monkeypatch.setattr("reports.web.page.page_font", lambda _: PageFont(b"", "400"))


@pytest.fixture
def records(tmp_path: Path) -> Path:
    """A folder of records."""
    return small_records.write(tmp_path / "records")


@pytest.fixture(scope="session")
def small_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A run over the records, for all workers: to be read only."""
    for folder in untouched(made_once(base_of(tmp_path_factory), "small", _score_small)):
        yield folder / "run"


def _score_small(folder: Path) -> None:
    command = ["score", small_records.write(folder / "records"), "--rulebook", SMALL, "--out", folder / "run"]
    assert run_command([str(argument) for argument in command]) == 0


EARLIER = """
extends = "small"
id = "small_2016"
title = "小规则（2016年度）"
year = 2016

[period]
start = 2016-01-01
end = 2016-12-31
"""


@pytest.fixture(scope="session")
def earlier_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The same of the year before, for all workers: to be read only."""
    for folder in untouched(made_once(base_of(tmp_path_factory), "small_2016", _score_earlier)):
        yield folder / "run"


def _score_earlier(folder: Path) -> None:
    records = small_records.write(folder / "records")
    for path in records.glob("*.csv"):
        text = path.read_text(encoding="utf-8").replace("2017-", "2016-").replace("2018-", "2017-")
        path.write_text(text, encoding="utf-8")
    (folder / "small.toml").write_bytes(SMALL.read_bytes())
    rulebook = folder / "small_2016.toml"
    rulebook.write_text(EARLIER, encoding="utf-8")
    command = ["score", records, "--rulebook", rulebook, "--out", folder / "run"]
    assert run_command([str(argument) for argument in command]) == 0


@pytest.fixture
def run(records: Path, small_run: Path) -> Path:
    """The run over the records, copied beside them: a run tells nothing of where it lies."""
    return shutil.copytree(small_run, records.with_name("run"))
