"""The example of a new year goes from last year's rulebook to a white paper, by what the guide shows."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import polars as pl
import pytest

from ipscore.cli import run as run_command
from tests.docs_examples.conftest import EXAMPLES

GUIDE = EXAMPLES.parent / "guides" / "a_new_year.md"
_SHOWN = re.compile(r'show\("([^"]*)".*example="new_year"\)')  # those that fail end with their exit code


def test_the_steps_of_the_guide_lead_to_the_white_paper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(EXAMPLES / "new_year", tmp_path / "office")
    monkeypatch.chdir(tmp_path / "office")
    steps = _SHOWN.findall(GUIDE.read_text(encoding="utf-8"))
    assert len(steps) == 8
    for step in steps:
        if step.startswith("cat "):
            _, source, _, target = shlex.split(step)
            Path(target).write_bytes(Path(target).read_bytes() + Path(source).read_bytes())
        else:
            assert run_command(shlex.split(step)[3:]) == 0, step
    assert Path("白皮书.docx").is_file()
    scores = pl.read_parquet("run/scores.parquet")
    custody = scores.filter(node="1.1.2").sort("firm_id")["score"].to_list()
    assert sorted(custody) == [90.0, 95.0, 95.0, 100.0, 100.0, 100.0]
    for firm in scores.partition_by("firm_id"):
        own = dict(firm.select("node", "score").iter_rows())
        assert own["1.1"] == pytest.approx(0.7 * own["1.1.1"] + 0.3 * own["1.1.2"])
