"""What the README shows as code is code that works, and what it quotes stands where it says."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from data_sources.acceptance import ACCEPTED_FILE, Place, read_accepted
from indicator_tree.loading import find
from ipscore.cli import run as run_command
from ipscore.command_tree import TREE
from tests.data_sources.accounts.people import GOOD, write_tables

ROOT = Path(__file__).parent.parent
READMES = ["README.md", "README.zh-CN.md"]
ALL_FIRMS = "--all"  # takes longer than all other commands together; tests/ipscore/test_report_commands.py runs it

pytestmark = pytest.mark.xdist_group("readme")  # the demonstration is copied once


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, demonstration_folder: Path) -> Path:
    """A folder with `records` and `run`, into which the commands may write."""
    return shutil.copytree(demonstration_folder, tmp_path_factory.mktemp("readme") / "demo")


def block(readme: str, language: str, begins: str = "") -> str:
    """The one block of a language that begins so."""
    text = (ROOT / readme).read_text(encoding="utf-8")
    blocks: list[str] = re.findall(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    [found] = [block for block in blocks if block.startswith(begins)]
    return found


@pytest.mark.parametrize("readme", READMES)
def test_the_quoted_rule_stands_in_the_rulebook(readme: str) -> None:
    rulebook = find("2017").read_text(encoding="utf-8")
    for line in block(readme, "toml", "[[indicator.").splitlines():
        assert line in rulebook.splitlines()


@pytest.mark.parametrize("readme", READMES)
def test_the_decisions_shown_can_be_read(readme: str, tmp_path: Path) -> None:
    (tmp_path / ACCEPTED_FILE).write_text(block(readme, "toml", "[[accepted]]"), encoding="utf-8", newline="\n")
    found = read_accepted(tmp_path)
    assert found is not None
    assert [(one.source, one.rows) for one in found[0].wanted()] == [
        ("complaints", 3),
        ("firm_register", Place(91, sheet="Sheet1")),
    ]


def report_commands(readme: str) -> list[list[str]]:
    lines = re.findall(r"^    uv run ipscore (report .*)$", (ROOT / readme).read_text(encoding="utf-8"), re.MULTILINE)
    return [shlex.split(line, comments=True) for line in lines]


def test_the_report_commands_leave_what_they_name(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(demo)
    commands = report_commands("README.md")
    assert {command[1] for command in commands} == {"whitepaper", "workbook", "data", "firm", "templates"}
    for command in commands:
        if ALL_FIRMS not in command:
            assert run_command(command) == 0, command
            assert Path(command[-1]).exists(), command


def operations_commands(readme: str) -> list[list[str]]:
    lines = re.findall(r"^    uv run ipscore (ops .*)$", (ROOT / readme).read_text(encoding="utf-8"), re.MULTILINE)
    return [shlex.split(line, comments=True) for line in lines]


def test_the_operations_commands_work_in_their_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run_command(["ops", "demo", "--out", "operations"]) == 0
    write_tables(tmp_path / "accounts", GOOD)
    commands = operations_commands("README.md")
    named = {words[1] for words, _ in TREE.walk() if words[0] == "ops" and words[1:]}
    assert {command[1] for command in commands} == named - {"demo"}
    for command in commands:
        assert run_command(command) == 0, command
        if "--out" in command:
            assert Path(command[command.index("--out") + 1]).exists(), command


def test_the_python_example_runs(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(demo)
    names: dict[str, object] = {}
    exec(block("README.md", "python"), names)
    assert "101 firms, mean total 89.18" in repr(names["evaluation"])
    assert "<table" in names["evaluation"]._repr_html_()  # type: ignore[attr-defined]


def test_both_readmes_show_the_same_commands() -> None:
    first, second = (
        re.findall(r'show\(\s*"(.*?)"[,)]', (ROOT / readme).read_text(encoding="utf-8")) for readme in READMES
    )
    assert first == second
    assert len(first) == 25
    assert report_commands("README.md") == report_commands("README.zh-CN.md")
    assert operations_commands("README.md") == operations_commands("README.zh-CN.md")


@pytest.mark.parametrize("readme", READMES)
def test_every_picture_is_there_and_shown(readme: str) -> None:
    shown = re.findall(r"!\[[^\]]+\]\((docs/pictures/[^)]+)\)", (ROOT / readme).read_text(encoding="utf-8"))
    there = [path.relative_to(ROOT).as_posix() for path in (ROOT / "docs" / "pictures").iterdir()]
    assert sorted(shown) == sorted(there)
