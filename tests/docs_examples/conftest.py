from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ipscore.cli import run as run_command
from tests.data_sources.readings.test_corrections import folder as readings_folder
from tests.ipscore.test_ops_corrections import SOUND

_FIRM = "试点甲证券"
"""Whose operations run the example of roles reads."""
EXAMPLES = Path(__file__).parent.parent.parent / "docs" / "examples"


@pytest.fixture(scope="session")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The examples, copied, with runs beside them: quarters, years, three months of branches, a month of roles."""
    folder = tmp_path_factory.mktemp("examples") / "examples"
    shutil.copytree(EXAMPLES, folder)
    for example, rulebook, run in (
        ("compliance_inspection", "compliance_2024q1", "q1"),
        ("compliance_inspection", "compliance_2024q2", "q2"),
        ("subsidiaries", "subsidiaries_2023", "2023"),
        ("subsidiaries", "subsidiaries_2024", "2024"),
        ("class_rating", "class_rating_2024", "2024"),
        ("hospital_stars", "hospital_stars_2024", "2024"),
        ("complaint_rating", "complaint_rating_2024", "2024"),
    ):
        at = folder / example
        command = ["score", str(at / "records"), "-r", str(at / f"{rulebook}.toml"), "--out", str(at / run)]
        assert run_command(command) == 0
    branches = folder / "branch_kpis"
    for month in ("2024-01", "2024-02", "2024-12"):
        out = branches / "divisions" / month
        rules = str(branches / "branch_kpis_2024.toml")
        scored = ["score", str(branches / "branches"), "-r", rules, "--period", month, "--out", str(out)]
        assert run_command(scored) == 0
    above = ["-r", str(branches / "divisions_2024.toml"), "--out", str(branches / "2024")]
    assert run_command(["score", str(branches / "divisions"), *above]) == 0
    operations = folder / "operations_assessment"
    readings = readings_folder(operations / "readings", None, [line.replace("甲证券", _FIRM) for line in SOUND])
    ops = ["ops", "score", str(readings), "--from", "2019-08-01", "--to", "2019-08-31"]
    assert run_command([*ops, "--out", str(operations / "records" / "运营运行")]) == 0
    above = ["-r", str(operations / "assessment_2019.toml"), "--period", "2019-08"]
    assert run_command(["score", str(operations / "records"), *above, "--out", str(operations / "2019-08")]) == 0
    return folder
