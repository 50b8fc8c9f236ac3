"""What READMEs and guides show as code is code that works, and what they quote stands where they say."""

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
CHINESE = ".zh-CN.md"
PAGES = [
    page.relative_to(ROOT).as_posix() for page in (ROOT / "README.md", *sorted((ROOT / "docs/guides").glob("*.md")))
]
ENGLISH = [page for page in PAGES if not page.endswith(CHINESE)]
ALL_FIRMS = "--all"  # takes longer than all other commands together; tests/ipscore/test_report_commands.py runs it

pytestmark = pytest.mark.xdist_group("readme")  # the demonstration is copied once


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, demonstration_folder: Path) -> Path:
    """A folder with `records` and `run`, into which the commands may write."""
    return shutil.copytree(demonstration_folder, tmp_path_factory.mktemp("readme") / "demo")


def written(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def in_both(guide: str) -> list[str]:
    return [f"docs/guides/{guide}.md", f"docs/guides/{guide}{CHINESE}"]


def block(readme: str, language: str, begins: str = "") -> str:
    """The one block of a language that begins so."""
    text = written(readme)
    blocks: list[str] = re.findall(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    [found] = [block for block in blocks if block.startswith(begins)]
    return found


@pytest.mark.parametrize("readme", in_both("a_new_year"))
def test_the_quoted_rule_stands_in_the_rulebook(readme: str) -> None:
    rulebook = find("2017").read_text(encoding="utf-8")
    for line in block(readme, "toml", "[[indicator.").splitlines():
        assert line in rulebook.splitlines()


@pytest.mark.parametrize("readme", in_both("a_new_year"))
def test_the_slips_shown_are_those_that_are_checked(readme: str) -> None:
    slips = ROOT / "docs" / "examples" / "new_year" / "slips.toml"
    assert block(readme, "toml", "extends") == slips.read_text(encoding="utf-8")


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md", *in_both("your_files")])
def test_the_mapping_shown_is_that_of_the_example(readme: str) -> None:
    mapping = ROOT / "docs" / "examples" / "untidy_files" / "mapping.toml"
    assert block(readme, "toml", "[columns") == mapping.read_text(encoding="utf-8")


@pytest.mark.parametrize("readme", in_both("your_files"))
def test_the_decisions_shown_can_be_read(readme: str, tmp_path: Path) -> None:
    (tmp_path / ACCEPTED_FILE).write_text(block(readme, "toml", "[[accepted]]"), encoding="utf-8", newline="\n")
    found = read_accepted(tmp_path)
    assert found is not None
    assert [(one.source, one.rows) for one in found[0].wanted()] == [
        ("complaints", 3),
        ("firm_register", Place(91, sheet="Sheet1")),
    ]


def report_commands(readme: str) -> list[list[str]]:
    lines = re.findall(r"^    uv run ipscore (report .*)$", written(readme), re.MULTILINE)
    return [shlex.split(line, comments=True) for line in lines]


def test_the_report_commands_leave_what_they_name(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(demo)
    commands = report_commands("docs/guides/reports.md")
    assert {command[1] for command in commands} == {"whitepaper", "workbook", "data", "firm", "templates"}
    for command in commands:
        if ALL_FIRMS not in command:
            assert run_command(command) == 0, command
            assert Path(command[-1]).exists(), command


def operations_commands(readme: str) -> list[list[str]]:
    lines = re.findall(r"^    uv run ipscore (ops .*)$", written(readme), re.MULTILINE)
    return [shlex.split(line, comments=True) for line in lines]


def test_the_operations_commands_work_in_their_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run_command(["ops", "demo", "--out", "operations"]) == 0
    write_tables(tmp_path / "accounts", GOOD)
    commands = operations_commands("docs/guides/operations.md")
    named = {words[1] for words, _ in TREE.walk() if words[0] == "ops" and words[1:]}
    assert {command[1] for command in commands} == named - {"demo"}
    for command in commands:
        assert run_command(command) == 0, command
        if "--out" in command:
            assert Path(command[command.index("--out") + 1]).exists(), command


def test_the_python_example_runs(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(demo)
    names: dict[str, object] = {}
    exec(block("docs/guides/reports.md", "python"), names)
    assert "101 firms, mean total 89.18" in repr(names["evaluation"])
    assert "<table" in names["evaluation"]._repr_html_()  # type: ignore[attr-defined]


def shown(page: str) -> list[str]:
    return re.findall(r'show\(\s*"(.*?)"[,)]', written(page))


@pytest.mark.parametrize("english", ENGLISH)
def test_both_languages_show_the_same_commands(english: str) -> None:
    chinese = english.replace(".md", CHINESE)
    assert shown(english) == shown(chinese)
    assert report_commands(english) == report_commands(chinese)
    assert operations_commands(english) == operations_commands(chinese)


def test_every_guide_is_there_in_both_languages_and_told_in_the_readme() -> None:
    told = {re.sub(r"\.zh-CN", "", guide) for guide in re.findall(r"docs/guides/[a-z_]+\.md", written("README.md"))}
    assert told == set(ENGLISH) - {"README.md"}
    assert {english.replace(".md", CHINESE) for english in told} == {page for page in PAGES if page.endswith(CHINESE)}
    assert sum(len(shown(page)) for page in ENGLISH) == 39


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md", "docs/architecture.md"])
def test_what_newcomers_read_first_is_short(readme: str) -> None:
    assert len(written(readme).splitlines()) <= 200


@pytest.mark.parametrize("readme", in_both("reports"))
def test_every_picture_is_there_and_shown(readme: str) -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(\.\./(pictures/[^)]+)\)", written(readme))
    there = [path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs" / "pictures").iterdir()]
    assert sorted(pictures) == sorted(there)
