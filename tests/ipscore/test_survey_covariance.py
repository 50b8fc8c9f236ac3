"""The covariances of answer means in a run: written, described, read back; a run of an earlier version has none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ipscore.errors import NotARunError
from ipscore.run_folder import Run
from scoring.frames import SURVEY_COVARIANCE
from tests.ipscore import small_records, survey_records
from tests.ipscore.conftest import Ipscore

FILE = "survey_covariance.parquet"


@pytest.fixture
def run(tmp_path: Path, ipscore: Ipscore) -> Path:
    rules = survey_records.write_rulebook(tmp_path / "rules")
    records = survey_records.write_records(tmp_path / "records")
    assert ipscore("score", records, "-r", rules, "-o", tmp_path / "run").code == 0
    return tmp_path / "run"


def test_a_run_keeps_the_covariances_and_reads_them_back(run: Path) -> None:
    opened = Run.open(run)
    assert "survey_covariance" in opened.table_names
    found = opened.evaluation.survey_covariance
    assert found is not None
    assert dict(found.schema) == dict(SURVEY_COVARIANCE)
    variances = {(row[0], row[1]): row[3] for row in found.rows() if row[1] == row[2]}
    scores = opened.evaluation.scores
    errors = {(firm, node): se for firm, node, se in scores.select("firm_id", "node", "se").rows()}
    assert variances
    assert all(value == pytest.approx(errors[place] ** 2) for place, value in variances.items())


def test_a_run_of_an_earlier_version_has_none(run: Path) -> None:
    (run / FILE).unlink()
    manifest = json.loads((run / "manifest.json").read_text(encoding="utf-8"))
    manifest["outputs"] = [entry for entry in manifest["outputs"] if entry["name"] != FILE]
    (run / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert Run.open(run).evaluation.survey_covariance is None


def test_a_run_that_lost_them_is_incomplete(run: Path) -> None:
    (run / FILE).unlink()
    with pytest.raises(NotARunError, match=FILE):
        _ = Run.open(run).evaluation


def test_a_run_without_questions_has_none(tmp_path: Path, ipscore: Ipscore) -> None:
    records = small_records.write(tmp_path / "records")
    rules = Path(__file__).parents[1] / "reports" / "small.toml"
    assert ipscore("score", records, "-r", rules, "-o", tmp_path / "run").code == 0
    assert not (tmp_path / "run" / FILE).exists()
    assert Run.open(tmp_path / "run").evaluation.survey_covariance is None
