"""A folder takes a name that nothing bears, with patience for programs that look at what was just written."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from data_sources import renaming
from data_sources.renaming import FolderInUseError, rename_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "folder"
    made.mkdir()
    (made / "file").write_text("text", encoding="utf-8")
    return made


def empty(path: Path) -> None:
    path.mkdir()


def full(path: Path) -> None:
    path.mkdir()
    (path / "other").touch()


def test_it_takes_a_name_that_nothing_or_an_empty_folder_bears(folder: Path, tmp_path: Path) -> None:
    rename_folder(folder, tmp_path / "free")
    empty(tmp_path / "empty")
    rename_folder(tmp_path / "free", tmp_path / "empty")
    assert [path.name for path in tmp_path.rglob("*")] == ["empty", "file"]


@pytest.mark.parametrize("lay", [full, Path.touch], ids=["a folder with a file", "a file"])
def test_what_bears_the_name_stays(folder: Path, tmp_path: Path, lay: object) -> None:
    taken = tmp_path / "taken"
    lay(taken)  # type: ignore[operator]
    with pytest.raises(FileExistsError):
        rename_folder(folder, taken)
    assert (folder / "file").exists()
    assert taken.exists()


def refusing(monkeypatch: pytest.MonkeyPatch, times: int, winerror: int | None) -> None:
    """Have the system refuse some times to rename."""
    rename, left = Path.rename, iter(range(times))

    def refused(folder: Path, to: Path) -> Path:
        if next(left, None) is None:
            return rename(folder, to)
        error = PermissionError(errno.EACCES, "Access is denied", str(folder))
        if winerror is not None:
            error.winerror = winerror  # type: ignore[attr-defined]
        raise error

    monkeypatch.setattr(Path, "rename", refused)
    monkeypatch.setattr(renaming, "_AGAIN_S", 0)


def test_a_program_that_looks_at_the_files_for_a_moment_is_waited_for(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusing(monkeypatch, 3, 5)
    rename_folder(folder, tmp_path / "free")
    assert (tmp_path / "free" / "file").exists()


def test_a_program_that_keeps_a_file_open_is_told(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusing(monkeypatch, 1_000_000, 5)
    monkeypatch.setattr(renaming, "_PATIENCE_S", 0)
    with pytest.raises(FolderInUseError):
        rename_folder(folder, tmp_path / "free")
    assert (folder / "file").exists()


def test_a_lack_of_permission_is_no_reason_to_wait(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusing(monkeypatch, 1, None)
    with pytest.raises(PermissionError) as told:
        rename_folder(folder, tmp_path / "free")
    assert not isinstance(told.value, FolderInUseError)
