"""The folder of a demonstration, and records without a run."""

from pathlib import Path

import pytest

from tests.ipscore.conftest import Ipscore

COMMANDS = {
    ("demo", "--market", "2017"): {"records"},
    ("demo", "--market", "small"): {"records"},
    ("ops", "demo"): {"readings", "放入的异常.csv"},
}


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_records_alone_are_written_and_nothing_else_is_told(
    words: tuple[str, ...],
    tmp_path: Path,
    ipscore: Ipscore,
) -> None:
    printed = ipscore(*words, "--records-only", "--out", tmp_path / "demo")
    assert printed.code == 0, printed.err
    assert {path.name for path in (tmp_path / "demo").iterdir()} == {*COMMANDS[words], "说明.txt"}
    note = (tmp_path / "demo" / "说明.txt").read_text(encoding="utf-8")
    assert note.splitlines()[0] == f"本文件夹由 ipscore {' '.join(word for word in words[:2] if word.isalpha())} 写出。"
    assert "run/" not in note
    assert "reports/" not in note
    assert "请加 --force" in ipscore(*words, "--records-only", "--out", tmp_path / "demo").err
    (tmp_path / "demo" / "run").mkdir()
    (tmp_path / "demo" / "run" / "of other records").touch()
    assert ipscore(*words, "--records-only", "--out", tmp_path / "demo", "--force").code == 0
    assert {path.name for path in (tmp_path / "demo").iterdir()} == {*COMMANDS[words], "说明.txt"}
