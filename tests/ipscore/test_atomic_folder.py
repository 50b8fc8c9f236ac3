"""A folder is there whole or not at all, whatever happens while it is written."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ipscore import atomic_folder
from ipscore.atomic_folder import Place, sweep
from tests.ipscore import small_records
from tests.ipscore.conftest import Ipscore
from tests.reports.small import SMALL

WRITER = """
import os, signal, sys, time
from pathlib import Path
from ipscore.atomic_folder import Place
with Place(Path(sys.argv[1]), force=True).new_folder() as partial:
    (partial / "half").write_text("half")
    print("writing", flush=True)
    time.sleep(60)
"""


def write(target: Path, text: str) -> None:
    with Place(target, force=True).new_folder() as partial:
        (partial / "file").write_text(text)


def write_half(target: Path) -> None:
    with Place(target, force=True).new_folder() as partial:
        (partial / "file").write_text("half")
        raise KeyboardInterrupt


def test_a_folder_takes_its_name_when_it_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "deeper" / "run"
    with Place(target, force=True).new_folder() as partial:
        (partial / "file").write_text("whole")
        assert not target.exists()
    assert (target / "file").read_text() == "whole"
    assert list(target.parent.iterdir()) == [target]


def test_an_exception_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        write_half(tmp_path / "run")
    assert list(tmp_path.iterdir()) == []


def test_an_exception_leaves_the_existing_folder_as_it_was(tmp_path: Path) -> None:
    target = tmp_path / "run"
    write(target, "old")
    with pytest.raises(KeyboardInterrupt):
        write_half(target)
    assert (target / "file").read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_the_old_folder_is_put_back_when_the_new_one_cannot_take_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "run"
    write(target, "old")
    monkeypatch.setattr(atomic_folder, "exchange", lambda *_: False)
    rename = Path.rename

    def failing(self: Path, to: Path) -> Path:
        if ".partial-" in self.name and not to.exists():
            raise OSError("disk gone")
        return rename(self, to)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(OSError, match="disk gone"):
        write(target, "new")
    assert (target / "file").read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_killed_writer_leaves_no_folder_and_the_next_one_cleans_up(tmp_path: Path) -> None:
    target = tmp_path / "run"
    with subprocess.Popen([sys.executable, "-c", WRITER, target], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "writing\n"
        (partial,) = (path for path in tmp_path.iterdir() if path.is_dir())
        sweep(target)
        assert partial.exists(), "its writer is alive"
        os.kill(writer.pid, signal.SIGKILL)
    assert not target.exists()
    assert partial.exists()
    write(target, "whole")
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_set_aside_by_a_killed_writer_is_put_back(tmp_path: Path) -> None:
    target = tmp_path / "run"
    write(target, "old")
    target.rename(tmp_path / ".run.replaced-0123")
    sweep(target)
    assert (target / "file").read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_only_leftovers_of_the_same_name_are_swept(tmp_path: Path) -> None:
    other = tmp_path / ".other.partial-0123"
    other.mkdir()
    sweep(tmp_path / "run")
    assert other.exists()


def test_a_run_that_fails_while_it_is_written_is_not_there(
    tmp_path: Path, ipscore: Ipscore, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = small_records.write(tmp_path / "records")
    monkeypatch.setattr(atomic_folder, "write_through", lambda _: (_ for _ in ()).throw(OSError(28, "no space", "run")))
    printed = ipscore("score", records, "--rulebook", SMALL, "--out", tmp_path / "run")
    assert printed.code == 1
    assert printed.err.startswith(f"错误：没有写出 {tmp_path / 'run'}：{tmp_path} 所在的磁盘空间不足，只剩 ")
    assert list(tmp_path.iterdir()) == [records]
