"""Locks, on those of this system and on a stand-in for those of Windows."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import filelock
import pytest

from data_sources.locked_folders import make_locked, remove_locked, sweep
from data_sources.locks import take_left, take_lock, wait_for_lock
from tests.windows import stand_in

KINDS = {"this system's": filelock.lock_descriptor, "like Windows'": stand_in.lock_descriptor}

HOLDER = """
import sys, time
from pathlib import Path
import filelock
from data_sources import locks
from tests.windows import stand_in
if sys.argv[2] == "like Windows'":
    filelock.lock_descriptor = stand_in.lock_descriptor
lock = locks.take_lock(Path(sys.argv[1]))
print(lock is not None, flush=True)
time.sleep(60)
"""


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(filelock, "lock_descriptor", KINDS[request.param])
    return str(request.param)


@pytest.mark.usefixtures("kind")
def test_a_lock_is_held_by_one(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    one = take_lock(path)
    assert one is not None
    assert (take_lock(path), take_left(path), wait_for_lock(path, 0)) == (None, None, None)
    one.release()
    assert list(tmp_path.iterdir()) == []
    assert take_left(path) is None, "nobody left one"
    again = wait_for_lock(path, 0)
    assert again is not None
    again.release()


def test_a_lock_ends_with_its_process(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "lock"
    command = [sys.executable, "-c", HOLDER, path, kind]
    with subprocess.Popen(command, cwd=Path(__file__).parents[2], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "True\n"
        assert take_left(path) is None
        holder.kill()
    left = take_left(path)
    assert left is not None
    left.release()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("kind")
def test_a_lock_whose_file_went_meanwhile_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "lock"
    taking = filelock.lock_descriptor

    def late(descriptor: int, *, blocking: bool) -> bool:
        path.unlink()
        path.touch()
        return taking(descriptor, blocking=blocking)

    monkeypatch.setattr(filelock, "lock_descriptor", late)
    assert take_lock(path) is None


@pytest.mark.usefixtures("kind")
def test_folders_of_the_living_are_not_swept(tmp_path: Path) -> None:
    folder, lock = make_locked(tmp_path, ".x-")
    sweep(tmp_path, ".x-")
    assert folder.exists()
    lock.abandon()
    sweep(tmp_path, ".y-")
    assert folder.exists(), "another's"
    sweep(tmp_path, ".x-")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("kind")
def test_what_cannot_be_removed_now_is_left_to_the_next_sweep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, lock = make_locked(tmp_path, ".x-")
    with monkeypatch.context() as patch:
        patch.setattr("data_sources.locked_folders.shutil.rmtree", lambda *_, **__: None)
        remove_locked(folder, lock)
    assert folder.exists()
    sweep(tmp_path, ".x-")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_leaves_no_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "mkdir", full)
        with pytest.raises(OSError, match="No space"):
            make_locked(tmp_path, ".x-")
    assert list(tmp_path.iterdir()) == []
