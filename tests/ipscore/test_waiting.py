"""Commands that take a while say what they do, before they load or open anything for it."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ipscore import count_progress
from ipscore.cli import commands, run
from ipscore.command_tree import TREE, Leaf
from tests.ipscore.test_start_up import HEAVY

LEAVES = {words: entry for words, entry in TREE.walk() if isinstance(entry, Leaf)}
READ = {"before", "export", "forms", "listed", "readings", "records", "run", "runs"}
"""Parameters that name records, runs or forms to be read."""

REPORTS = {("report", name) for name in ("whitepaper", "workbook", "data", "firm", "robustness")} | {("ops", "report")}
"""Commands that say themselves which file they write."""


class Watched(io.StringIO):
    """An error stream that somebody watches."""

    def isatty(self) -> bool:
        return True


class ToldError(Exception):
    """What was told."""


@pytest.mark.parametrize(
    "command",
    [
        ["report", "whitepaper", "{run}", "--out", "{out}.html"],
        ["report", "workbook", "{run}", "--out", "{out}.xlsx"],
        ["report", "data", "{run}", "--out", "{out}"],
        ["report", "firm", "{run}", "甲证券", "--out", "{out}.html"],
        ["report", "robustness", "{run}", "--out", "{out}.html"],
        ["ops", "report", "{run}", "--kind", "effect", "--out", "{out}.html"],
    ],
    ids=lambda command: " ".join(command[:2]),
)
def test_a_report_says_that_it_is_being_written(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told(what: str) -> None:
        raise ToldError(what)

    monkeypatch.setattr("ipscore.commands.report.waiting", told)
    monkeypatch.setattr("ipscore.commands.ops.report.waiting", told)
    with pytest.raises(ToldError, match="正在写出 报告"):
        run([part.format(run=tmp_path, out=tmp_path / "报告") for part in command])


def test_who_watches_sees_what_is_being_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", stream := Watched())
    with count_progress.waiting("正在写出 白皮书.docx"):
        pass
    assert "正在写出 白皮书.docx" in stream.getvalue()


def test_a_pipe_is_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    with count_progress.waiting("正在写出 白皮书.docx"):
        assert capsys.readouterr() == ("", "正在写出 白皮书.docx……\n")
    assert capsys.readouterr() == ("", "")


def loaded(words: tuple[str, ...]) -> Any:
    """A command with its parameters."""
    command: Any = commands()
    for word in words:
        command = command.commands[word]
    command.make_context("x", [], resilient_parsing=True)
    return command


def asked(command: Any, form: str | None = None) -> list[str]:
    """Everything that a command must be given, a word that is a day too where it may be any, and a format."""
    words = [] if form is None else ["--format", form]
    for param in command.params:
        if param.required:
            choices = [getattr(choice, "value", choice) for choice in param.type_descriptor.choices or ()]
            option = [] if param.param_type_name == "argument" else [param.opts[0]]
            words = [*words, *option, choices[0] if choices else "2019-08-31"]
    return words


def test_every_command_that_reads_records_or_runs_says_so() -> None:
    reading = {words for words in LEAVES if READ & {param.name for param in loaded(words).params}}
    assert {words for words in reading - REPORTS if not LEAVES[words].doing} == set()


SAYING = [words for words, entry in LEAVES.items() if entry.doing]


@pytest.mark.parametrize("words", SAYING, ids=" ".join)
def test_a_command_says_what_it_does_before_it_begins(
    words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said: list[tuple[str, str]] = []
    command = loaded(words)
    monkeypatch.setattr(command, "callback", lambda **_: said.append(tuple(capsys.readouterr())))
    assert run([*words, *asked(command)]) == 0
    form = next((param for param in command.params if param.name == "form"), None)
    for name in ("json", "csv"):
        if form is not None and name in (form.type_descriptor.choices or ()):
            assert run([*words, *asked(command, name)]) == 0
    assert said[0] == ("", f"{LEAVES[words].doing}……\n")
    assert set(said[1:]) <= {("", "")}, "programs are told nothing"


@pytest.mark.parametrize(
    "command",
    [
        ["score", "x", "-o", "x"],
        ["check", "x"],
        ["explain", "x", "x"],
        ["sql", "x", "x"],
        ["ops", "score", "x", "-o", "x"],
        ["report", "workbook", "x", "-o", "x.xlsx"],
    ],
    ids=lambda command: " ".join(command[:2]),
)
def test_nothing_heavy_is_loaded_before_it_is_said(command: list[str]) -> None:
    script = (
        "import io, sys\n"
        "class Said(io.StringIO):\n"
        "    def write(self, text):\n"
        f"        sys.exit('正在' not in text or ' '.join(set({HEAVY!r}) & set(sys.modules)) or 0)\n"
        "sys.stderr = Said()\n"
        "from ipscore.cli import run\n"
        "run(sys.argv[1:])\n"
        "sys.exit('nothing was said')\n"
    )
    done = subprocess.run([sys.executable, "-c", script, *command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
