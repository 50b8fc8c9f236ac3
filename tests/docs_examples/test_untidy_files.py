"""Files as offices keep them give the scores of the tidy records, and only once a mapping says what they mean."""

from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from ipscore.cli import run as run_command

pytestmark = pytest.mark.xdist_group("examples")


def test_untidy_files_score_as_the_tidy_ones_do(
    examples: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    example, records, run = examples / "untidy_files", tmp_path / "records", tmp_path / "run"
    shutil.copytree(example / "records", records)
    rules = ["-r", str(example / "subsidiaries_2023.toml")]
    assert run_command(["score", str(records), *rules, "--out", str(run)]) == 1
    assert "缺少列 截止日期（as_of）、监管处罚次数（penalties）" in capsys.readouterr().err
    assert not run.exists()
    shutil.copy(example / "mapping.toml", records)
    assert run_command(["check", str(records), *rules]) == 0
    assert run_command(["score", str(records), *rules, "--out", str(run)]) == 0
    assert "是隐藏的工作表" in capsys.readouterr().out
    tidy = pl.read_parquet(examples / "subsidiaries" / "2023" / "scores.parquet")
    assert_frame_equal(pl.read_parquet(run / "scores.parquet"), tidy)


def test_the_example_goes_by_the_rulebook_of_the_tidy_records(examples: Path) -> None:
    name = "subsidiaries_2023.toml"
    assert (examples / "untidy_files" / name).read_bytes() == (examples / "subsidiaries" / name).read_bytes()
