"""Reports say that they are being written, before they open the run, to whoever watches."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from ipscore import count_progress
from ipscore.cli import run


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

    monkeypatch.setattr(count_progress, "waiting", told)
    with pytest.raises(ToldError, match="正在写出 报告"):
        run([part.format(run=tmp_path, out=tmp_path / "报告") for part in command])


def test_who_watches_sees_what_is_being_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", stream := Watched())
    with count_progress.waiting("正在写出 白皮书.docx"):
        pass
    assert "正在写出 白皮书.docx" in stream.getvalue()


def test_a_pipe_is_told_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with count_progress.waiting("正在写出 白皮书.docx"):
        pass
    assert capsys.readouterr() == ("", "")
