"""Interrupted, killed, or out of space: earlier runs stay, nothing half-written bears a final name, no litter stays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from data_sources import intake
from data_sources.limits import Limits
from data_sources.locked_folders import scratch_folder
from ipscore.manifest import fingerprints
from tests.ipscore.conftest import Ipscore
from tests.reports.small import SMALL

TITLES = "工单编号,证券公司,投诉类别,受理日期,办结日期,是否存在过错\n"
STARTED_S = 60

SCORE = """
import sys
from data_sources import intake
from data_sources.limits import Limits
from ipscore.cli import main

taken_in = intake.Gathering.add

def slowly(self, reading, records):
    taken_in(self, reading, records)
    if reading.origin.file.startswith("complaints"):
        print("reading", flush=True)

intake.Gathering.add = slowly
intake.read_records.__kwdefaults__["limits"] = Limits(block_bytes=1 << 14, held_bytes=0, converted_from_bytes=1 << 16)
sys.argv[0] = "ipscore"
main()
"""


@pytest.fixture
def large(tmp_path: Path, records: Path) -> Path:
    """Records with one file that takes a while."""
    for path in records.glob("12386*"):
        path.unlink()
    rows = "".join(f"N{number},甲证券,其他,2017-03-05,2017-03-06,否\n" for number in range(60_000))
    (records / "complaints.csv").write_text(TITLES + rows, encoding="utf-8")
    return records


@pytest.fixture
def places(tmp_path: Path) -> dict[str, str]:
    """The environment of a process whose temporary and cached files lie where they can be counted."""
    temporary, cache = tmp_path / "temporary", tmp_path / "cache"
    temporary.mkdir()
    return os.environ | {"TMPDIR": str(temporary), "IPSCORE_CACHE": str(cache), "PYTHONWARNINGS": "ignore"}


def scoring(records: Path, out: Path, places: dict[str, str]) -> subprocess.Popen[str]:
    """A process that scores and has begun to read the large file."""
    command = [sys.executable, "-c", SCORE, "score", str(records), "-r", str(SMALL), "-o", str(out), "--force"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=places)
    assert process.stdout is not None
    for _ in range(5):
        assert process.stdout.readline() == "reading\n", process.stderr.read() if process.stderr else ""
    return process


def litter(places: dict[str, str]) -> list[str]:
    folders = (Path(places["TMPDIR"]), Path(places["IPSCORE_CACHE"]))
    return [path.name for folder in folders if folder.exists() for path in folder.iterdir()]


def folders_of(names: list[str]) -> list[str]:
    return [name for name in names if not name.endswith(".lock")]


def test_a_run_that_is_broken_off_while_reading_leaves_the_earlier_one(
    large: Path, run: Path, places: dict[str, str]
) -> None:
    before = fingerprints(run)
    process = scoring(large, run, places)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=STARTED_S)
    assert process.returncode == 130, said
    assert said.splitlines() == ["正在读取数据并评分……", "", "已中断：没有写完的已删除，原有的结果没有改动"]
    assert fingerprints(run) == before
    assert sorted(path.name for path in run.parent.iterdir() if path.name.startswith(".")) == []
    assert litter(places) == []


def test_what_a_killed_run_left_goes_with_the_next_one(large: Path, run: Path, places: dict[str, str]) -> None:
    before = fingerprints(run)
    process = scoring(large, run, places)
    process.kill()
    process.communicate(timeout=STARTED_S)
    assert fingerprints(run) == before
    left = litter(places)
    assert len(folders_of(left)) == 2, "the temporary folder and the half of a copy"
    again = scoring(large, run, places)
    assert not set(left) & set(litter(places))
    again.terminate()
    again.communicate(timeout=STARTED_S)
    assert again.returncode == 128 + signal.SIGTERM
    assert litter(places) == []


def test_the_temporary_files_of_a_living_process_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with scratch_folder() as one:
        with scratch_folder() as other:
            assert {one, other} == {path for path in tmp_path.iterdir() if path.is_dir()}
        assert {one} == {path for path in tmp_path.iterdir() if path.is_dir()}
    assert not set(tmp_path.iterdir())


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 256 kB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk], capture_output=True, text=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"no small disk can be mounted here: {mounted.stderr.strip()}")
    yield disk
    subprocess.run(["umount", "-l", disk], check=True)


def fill(disk: Path, leave: int) -> None:
    """Leave so many bytes free."""
    free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
    (disk / "filling").write_bytes(b"\0" * max(free - leave, 0))


def test_a_full_disk_leaves_the_earlier_run(tmp_path: Path, records: Path, small_disk: Path, ipscore: Ipscore) -> None:
    out = small_disk / "run"
    assert ipscore("score", records, "-r", SMALL, "-o", out).code == 0
    before = fingerprints(out)
    fill(small_disk, 30_000)
    printed = ipscore("score", records, "-r", SMALL, "-o", out, "--force")
    assert printed.code == 1
    assert printed.err.startswith(
        f"错误：没有写出 {out}：{small_disk} 所在的磁盘空间不足，只剩 0 MB，至少需要 1 MB；原有的"
    )
    assert printed.err.count("\n") == 2
    assert fingerprints(out) == before
    assert sorted(path.name for path in small_disk.iterdir()) == ["filling", "run"]


REPORTS = {
    "workbook": ["report", "workbook", "{run}", "--force", "--out", "{disk}/report.xlsx"],
    "pdf": ["report", "whitepaper", "{run}", "--force", "--out", "{disk}/report.pdf"],
    "docx": ["report", "whitepaper", "{run}", "--force", "--out", "{disk}/report.docx"],
    "html": ["report", "whitepaper", "{run}", "--force", "--out", "{disk}/report.html"],
    "csv": ["distribution", "{run}", "--format", "csv", "--out", "{disk}/table.csv"],
}


@pytest.mark.parametrize("command", REPORTS.values(), ids=REPORTS)
def test_a_full_disk_leaves_the_earlier_report(
    run: Path, small_disk: Path, ipscore: Ipscore, command: list[str]
) -> None:
    arguments = [argument.format(run=run, disk=small_disk) for argument in command]
    out = Path(arguments[-1])
    out.write_bytes(b"earlier")
    fill(small_disk, 0)
    printed = ipscore(*arguments)
    assert printed.code == 1
    assert printed.err.startswith(f"错误：没有写出 {out}：{small_disk} 所在的磁盘空间不足"), printed.err
    assert out.read_bytes() == b"earlier"
    assert sorted(path.name for path in small_disk.iterdir()) == sorted(["filling", out.name])


@pytest.fixture
def in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is laid down in temporary files, and what is larger than 64 kB in the cache."""
    limits = Limits(block_bytes=1 << 20, held_bytes=0, converted_from_bytes=1 << 16)
    monkeypatch.setitem(intake.read_records.__kwdefaults__, "limits", limits)


@pytest.mark.usefixtures("in_batches")
def test_a_full_temporary_folder_is_named_and_emptied(
    large: Path, run: Path, small_disk: Path, ipscore: Ipscore, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = fingerprints(run)
    monkeypatch.setattr(tempfile, "tempdir", str(small_disk))
    printed = ipscore("score", large, "-r", SMALL, "-o", run, "--force", "--no-cache")
    assert printed.code == 1
    assert printed.err.startswith(f"错误：临时文件夹{small_disk} 所在的磁盘空间不足")
    assert "TMPDIR" in printed.err
    assert printed.err.count("\n") == 2
    assert list(small_disk.iterdir()) == []
    assert fingerprints(run) == before


@pytest.mark.usefixtures("in_batches")
def test_a_full_cache_is_only_remarked(
    large: Path, run: Path, small_disk: Path, ipscore: Ipscore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IPSCORE_CACHE", str(small_disk / "cache"))
    printed = ipscore("score", large, "-r", SMALL, "-o", run, "--force")
    assert printed.code == 0, printed.err
    assert printed.out.replace("\n", "").count("写不进") == 1
    assert list((small_disk / "cache").iterdir()) == []


FULL = [OSError(28, "No space left on device"), pl.exceptions.ComputeError("No space left on device (os error 28)")]


@pytest.mark.parametrize("error", FULL, ids=["told by the system", "told by Polars"])
def test_no_space_is_told_wherever_it_comes_from(
    records: Path, ipscore: Ipscore, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("ipscore.publishing.score", refuse)
    printed = ipscore("score", records, "-r", SMALL, "-o", records.parent / "run")
    assert printed.code == 1
    assert "所在的磁盘空间不足" in printed.err
    assert not (records.parent / "run").exists()
