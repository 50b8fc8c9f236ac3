"""The help of every command: in Chinese, whole at any width, without boxes."""

from __future__ import annotations

import os
import re
from typing import Any

import pytest
from rich.cells import cell_len

from ipscore.cli import commands
from ipscore.command_tree import TREE, Branch
from tests.ipscore.conftest import Ipscore

WIDTHS = (60, 80, 120, 200)
ALL = [(), *(words for words, _ in TREE.walk())]
NEVER_FIRST = "，。、；：）！？”》】〕"
PLACEHOLDERS = {"help", "version", "ipscore"}


def page(words: tuple[str, ...], ipscore: Ipscore) -> str:
    printed = ipscore(*words, "--help")
    assert (printed.code, printed.err) == (0, "")
    return printed.out


def parameters(words: tuple[str, ...]) -> list[Any]:
    """The parameters of a command as its function declares them."""
    command: Any = commands()
    for word in words:
        command = command.commands[word]
    command.make_context("x", [], resilient_parsing=True)
    return list(command.params)


def texts(words: tuple[str, ...]) -> list[str]:
    """What help says in words of its own: of the command, of its parameters, and of what it holds."""
    entry: Any = TREE
    for word in words:
        entry = {name: one for under in entry.headings.values() for name, one in under.items()}[word]
    held = [one.help.split("\n")[0] for under in entry.headings.values() for one in under.values()] if isinstance(
        entry, Branch
    ) else []  # fmt: skip
    return [*entry.help.split("\n"), *(param.help for param in parameters(words)), *held]


@pytest.fixture(params=["pipe", "terminal"])
def widths(request: pytest.FixtureRequest, ipscore: Ipscore, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Sets the width that help is written at."""

    def set_to(width: int) -> None:
        if request.param == "pipe":
            monkeypatch.setenv("COLUMNS", str(width))
        else:
            monkeypatch.delenv("COLUMNS", raising=False)
            monkeypatch.setattr("os.get_terminal_size", lambda *_: os.terminal_size((width, 24)))

    return set_to


@pytest.mark.parametrize("words", ALL, ids=lambda words: " ".join(words) or "ipscore")
def test_help_is_whole_at_every_width(words: tuple[str, ...], ipscore: Ipscore, widths: Any) -> None:
    for width in WIDTHS:
        widths(width)
        told = page(words, ipscore)
        lines = told.splitlines()
        assert max(cell_len(line) for line in lines) <= width
        assert not [line for line in lines if line.strip()[:1] in NEVER_FIRST and line.strip()]
        assert not re.search(r"[\u2500-\u259f]", told)
        assert lines.count("选项：") == 1
        unbroken = re.sub(r"\s", "", told)
        assert [text for text in texts(words) if re.sub(r"\s", "", text) not in unbroken] == []


@pytest.mark.parametrize("words", ALL, ids=lambda words: " ".join(words) or "ipscore")
def test_latin_words_in_help_are_names(words: tuple[str, ...], ipscore: Ipscore) -> None:
    named = {*PLACEHOLDERS, *words}
    for param in parameters(words):
        kind = param.type_descriptor
        of_it = [*param.opts, *param.secondary_opts, param.metavar, param.envvar, param.default, *(kind.choices or ())]
        named |= {word for name in of_it for word in latin(str(getattr(name, "value", name)))}
    named |= {word for text in texts(words) for word in latin(text)}
    named |= {word for called, _ in TREE.walk() for word in called}
    assert set(latin(page(words, ipscore))) - named == set()


def latin(text: str) -> list[str]:
    return re.findall(r"[A-Za-z]+", text)


@pytest.mark.parametrize("words", [(), ("survey",)], ids=str)
def test_a_group_without_a_command_shows_its_help_on_the_error_stream(words: tuple[str, ...], ipscore: Ipscore) -> None:
    printed = ipscore(*words)
    assert (printed.code, printed.out) == (2, "")
    assert printed.err == page(words, ipscore)
