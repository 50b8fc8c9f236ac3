from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ipscore.cli import run as run_command

EXAMPLES = Path(__file__).parent.parent.parent / "docs" / "examples"


@pytest.fixture(scope="session")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The examples, copied, with a run of each of their periods beside the records: `q1`, `q2`; `2023`, `2024`."""
    folder = tmp_path_factory.mktemp("examples") / "examples"
    shutil.copytree(EXAMPLES, folder)
    for example, rulebook, run in (
        ("compliance_inspection", "compliance_2024q1", "q1"),
        ("compliance_inspection", "compliance_2024q2", "q2"),
        ("subsidiaries", "subsidiaries_2023", "2023"),
        ("subsidiaries", "subsidiaries_2024", "2024"),
    ):
        at = folder / example
        command = ["score", str(at / "records"), "-r", str(at / f"{rulebook}.toml"), "--out", str(at / run)]
        assert run_command(command) == 0
    return folder
