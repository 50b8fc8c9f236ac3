"""The breakdown as a table of a run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from polars.testing import assert_frame_equal

from indicator_tree import load_rulebook
from ipscore.errors import NotARunError
from ipscore.inputs import read_records
from ipscore.run_folder import Run
from scoring import score
from tests.reports.small import SMALL


def test_it_is_read_back_as_it_was_counted(run: Path, records: Path) -> None:
    rulebook = load_rulebook(SMALL)
    counted = score(read_records(records, rulebook), rulebook).breakdown
    assert not counted.is_empty()
    assert_frame_equal(Run.open(run).evaluation.breakdown, counted, check_exact=True)


def test_a_run_of_an_earlier_version_has_none(run: Path) -> None:
    (run / "breakdown.csv").unlink()
    with pytest.raises(NotARunError, match=r"breakdown\.csv"):
        Run.open(run).table("breakdown")
    path = run / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["outputs"] = [entry for entry in manifest["outputs"] if entry["name"] != "breakdown.csv"]
    path.write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")
    assert Run.open(run).evaluation.breakdown.is_empty()
