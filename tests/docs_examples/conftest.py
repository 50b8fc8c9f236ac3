from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ipscore.cli import run as run_command

EXAMPLES = Path(__file__).parent.parent.parent / "docs" / "examples"


@pytest.fixture(scope="session")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The examples, copied, with runs beside the records: `q1`, `q2`; `2023`, `2024`; three months of branches."""
    folder = tmp_path_factory.mktemp("examples") / "examples"
    shutil.copytree(EXAMPLES, folder)
    for example, rulebook, run in (
        ("compliance_inspection", "compliance_2024q1", "q1"),
        ("compliance_inspection", "compliance_2024q2", "q2"),
        ("subsidiaries", "subsidiaries_2023", "2023"),
        ("subsidiaries", "subsidiaries_2024", "2024"),
        ("class_rating", "class_rating_2024", "2024"),
        ("hospital_stars", "hospital_stars_2024", "2024"),
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
    return folder
