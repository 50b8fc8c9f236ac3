"""A file that is written appears whole, and takes no place that it must not take, whoever is quicker."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from ipscore import writing
from ipscore.errors import TargetError
from ipscore.writing import whole_file
from tests.ipscore.conftest import Ipscore

COMMANDS = {
    "white paper": ["report", "whitepaper", "{run}", "--out", "{out}.docx"],
    "workbook": ["report", "workbook", "{run}", "--out", "{out}.xlsx"],
    "breakdown": ["report", "firm", "{run}", "甲证券", "--out", "{out}.xlsx"],
    "form for objections": ["objections", "form", "{run}", "甲证券", "--out", "{out}.xlsx"],
    "trend": ["trend", "{earlier}", "{run}", "--out", "{out}.xlsx"],
}


@pytest.fixture
def quicker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody writes the file while it is being written."""
    made = writing.make_locked

    def make_locked(folder: Path, prefix: str) -> Any:
        (folder / prefix.removeprefix(".").removesuffix(".partial-")).write_bytes(b"of another")
        return made(folder, prefix)

    monkeypatch.setattr(writing, "make_locked", make_locked)


@pytest.mark.usefixtures("quicker")
@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
@pytest.mark.parametrize("force", [False, True], ids=["without --force", "with --force"])
def test_the_later_of_two_is_refused(
    command: list[str], *, force: bool, small_run: Path, earlier_run: Path, tmp_path: Path, ipscore: Ipscore
) -> None:
    words = [word.format(run=small_run, earlier=earlier_run, out=tmp_path / "报告") for word in command]
    printed = ipscore(*words, *(["--force"] if force else []))
    (file,) = tmp_path.iterdir()
    assert (printed.code, file.read_bytes() == b"of another") == ((0, False) if force else (1, True)), printed.err
    if not force:
        assert printed.err == (
            f"错误：没有写出 {file}：写的时候，同名的文件已由别的程序写出\n处理办法：要替换它，请加 --force\n"
        )


@pytest.mark.parametrize("linked", [True, False], ids=["a disk with hard links", "a disk without"])
@pytest.mark.parametrize("taken", [True, False], ids=["the name is taken", "the name is free"])
def test_a_name_is_taken_in_one_act(linked: bool, taken: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise PermissionError

    if not linked:
        monkeypatch.setattr(os, "link", refused)
    path = tmp_path / "报告.txt"

    def write() -> None:
        with whole_file(path, force=False) as partial:
            partial.write_text("mine", encoding="utf-8")
            if taken:
                path.write_text("of another", encoding="utf-8")

    if taken:
        with pytest.raises(TargetError, match="同名的文件已由别的程序写出"):
            write()
    else:
        write()
    assert path.read_text(encoding="utf-8") == ("of another" if taken else "mine")
    assert list(tmp_path.iterdir()) == [path]
