"""A folder is there whole or not at all, whatever happens while it is written."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from data_sources.renaming import FolderInUseError
from ipscore import atomic_folder
from ipscore.atomic_folder import Place, is_there, sweep
from ipscore.errors import TargetError
from ipscore.exchanging import exchange
from ipscore.run_base import ReplacedRunError
from ipscore.run_folder import Run
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


LATE = """
import sys
from pathlib import Path
from ipscore.atomic_folder import Place
place = Place(Path(sys.argv[1]), force=False)
place.check()
with place.new_folder() as partial:
    (partial / "file").write_text(sys.argv[2])
    print("written", flush=True)
    sys.stdin.readline()
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


def test_of_two_that_begin_side_by_side_the_second_fails_and_the_first_stays(tmp_path: Path) -> None:
    target = tmp_path / "run"
    one, other = (
        subprocess.Popen(
            [sys.executable, "-c", LATE, target, text],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for text in ("one", "other")
    )
    for process in (one, other):
        assert process.stdout is not None
        assert process.stdout.readline() == "written\n"
    assert one.communicate("go\n") == ("", "")
    _, said = other.communicate("go\n")
    assert said.endswith(f"TargetError: {target} 已存在；要替换它，请加 --force\n")
    assert (target / "file").read_text() == "one"
    assert list(tmp_path.iterdir()) == [target]


def test_what_another_laid_there_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    target = tmp_path / "run"
    place = Place(target, force=True, ours=lambda folder: (folder / "file").exists())

    def lay_a_letter_there() -> None:
        with place.new_folder() as partial:
            (partial / "file").write_text("new")
            target.mkdir()
            (target / "letter").write_text("another's")

    with pytest.raises(TargetError, match="已有其他内容"):
        lay_a_letter_there()
    assert [path.name for path in target.iterdir()] == ["letter"]
    assert list(tmp_path.iterdir()) == [target]


WAYS = {"exchanged": atomic_folder.exchange, "set aside": lambda *_: False}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_folder_that_is_replaced_is_there_at_every_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: Callable[[Path, Path], bool]
) -> None:
    monkeypatch.setattr(atomic_folder, "exchange", way)
    target = tmp_path / "run"
    write(target, "0")
    there: list[bool] = []
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            there.append(is_there(target))

    looking = threading.Thread(target=look)
    looking.start()
    for number in range(1, 30):
        write(target, str(number))
    done.set()
    looking.join()
    assert all(there)
    assert (target / "file").read_text() == "29"
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_that_is_exchanged_never_lacks_its_name(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        folder.mkdir()
        (folder / "file").write_text(folder.name)
    if not exchange(one, other):
        pytest.skip("this disk exchanges no names")
    assert [(folder / "file").read_text() for folder in (one, other)] == ["other", "one"]
    with pytest.raises(FileNotFoundError):
        exchange(one, tmp_path / "none")


def test_a_folder_that_a_program_keeps_open_stays_and_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(atomic_folder, "exchange", lambda *_: False)
    target = tmp_path / "run"
    write(target, "old")
    rename = atomic_folder.rename_folder

    def refusing(folder: Path, to: Path) -> None:
        if folder == target:
            raise FolderInUseError(13, "Access is denied", str(folder))
        rename(folder, to)

    monkeypatch.setattr(atomic_folder, "rename_folder", refusing)
    with pytest.raises(TargetError, match="正被别的程序打开"):
        write(target, "new")
    assert (target / "file").read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_reader_puts_back_what_a_killed_writer_set_aside(run: Path, ipscore: Ipscore) -> None:
    run.rename(run.with_name(".run.replaced-0123"))
    assert ipscore("distribution", run).code == 0


def test_a_run_that_was_replaced_while_it_is_read_is_not_mixed_with_the_new_one(run: Path, earlier_run: Path) -> None:
    opened = Run.open(run)
    opened.table("scores")
    with Place(run, force=True).new_folder() as partial:
        shutil.copytree(run, partial, dirs_exist_ok=True)
    opened.table("ledger")  # the same to the byte
    with Place(run, force=True).new_folder() as partial:
        shutil.copytree(earlier_run, partial, dirs_exist_ok=True)
    with pytest.raises(ReplacedRunError, match="被另一次运行替换了"):
        opened.table("summary")
