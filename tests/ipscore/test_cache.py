"""The cache as people see it: a second run does not parse again, and gives the same run to the byte."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from data_sources import intake, limits
from ipscore import cache as ipscore_cache
from ipscore.manifest import fingerprints
from tests.data_sources.cache.support import ParsedError, nothing_is_parsed
from tests.ipscore.conftest import Ipscore
from tests.reports.small import SMALL


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a cache that keeps every text file."""
    monkeypatch.setenv(ipscore_cache.ELSEWHERE, str(tmp_path / "cache"))
    small = replace(limits.DEFAULT, converted_from_bytes=0)
    monkeypatch.setitem(intake.read_records.__kwdefaults__, "limits", small)
    return tmp_path / "cache"


@pytest.fixture
def run(records: Path, folder: Path, ipscore: Ipscore) -> Path:
    """A run that filled the cache."""
    out = records.with_name("run")
    printed = ipscore("score", records, "-r", SMALL, "-o", out)
    assert printed.code == 0, printed.err
    assert folder.exists()
    return out


def test_runs_with_and_without_a_cache_are_the_same_to_the_byte(
    tmp_path: Path, records: Path, folder: Path, ipscore: Ipscore
) -> None:
    for name, option in [("without", "--no-cache"), ("making", "--cache"), ("copied", "--cache")]:
        printed = ipscore("score", records, "-r", SMALL, "-o", tmp_path / name, option)
        assert printed.code == 0, printed.err
        assert folder.exists() == (name != "without")
    runs = [fingerprints(tmp_path / name) for name in ("without", "making", "copied")]
    assert runs[0] == runs[1] == runs[2]
    manifests = {(tmp_path / name / "manifest.json").read_bytes() for name in ("without", "making", "copied")}
    assert len(manifests) == 1


@pytest.mark.parametrize("command", ["score", "check", "verify"])
def test_a_second_run_parses_nothing(tmp_path: Path, folder: Path, run: Path, ipscore: Ipscore, command: str) -> None:
    records = tmp_path / "records"
    arguments = {
        "score": ["score", records, "-r", SMALL, "-o", tmp_path / "again"],
        "check": ["check", records, "-r", SMALL],
        "verify": ["verify", run, records],
    }[command]
    assert folder.exists()
    with nothing_is_parsed():
        assert ipscore(*arguments).code == 0
        with pytest.raises(ParsedError):
            ipscore(*(*arguments, "--no-cache", *(["--force"] if command == "score" else [])))


def test_copies_are_listed_and_cleared(folder: Path, run: Path, ipscore: Ipscore) -> None:
    listed = ipscore("cache", "show").out
    assert "complaints" in listed
    assert str(folder) in listed.replace("\n", "")
    damaged = sorted(folder.iterdir())[0]
    (damaged / "entry.json").write_text("")
    assert "已损坏" in ipscore("cache", "show").out
    count = len(list(folder.iterdir()))
    assert f"已清除 {count} 份副本" in ipscore("cache", "clear").out
    assert list(folder.iterdir()) == []


def test_a_cache_that_cannot_be_written_is_remarked_below_the_files(
    tmp_path: Path, records: Path, folder: Path, ipscore: Ipscore
) -> None:
    folder.write_text("no folder", encoding="utf-8")
    printed = ipscore("check", records, "-r", SMALL)
    assert printed.out.replace("\n", "").count("缓存文件夹") == 1


def test_the_cache_lies_in_the_folder_of_the_user_if_nothing_else_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(ipscore_cache.ELSEWHERE)
    monkeypatch.setenv("XDG_CACHE_HOME", "/somewhere")
    assert ipscore_cache.cache_folder() == Path("/somewhere/ipscore")
