"""tools/bootstrap on a system without uv: what it says where Python has neither venv nor pip."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

TOOLS = Path(__file__).parents[2] / "tools"


@pytest.mark.parametrize(
    ("bare_python", "english", "chinese"),
    [(True, "has neither venv nor pip", "既没有 venv 也没有 pip"), (False, "3.11 or newer is needed", "需要 Python")],
)  # fmt: skip
def test_what_to_install_is_told_in_both_languages(
    tmp_path: Path, bare_python: bool, english: str, chinese: str
) -> None:
    shutil.copytree(TOOLS, tmp_path / "tools")
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "dirname").symlink_to(str(shutil.which("dirname")))
    if bare_python:
        (programs / "python3").write_text("#!/bin/sh\nexit 1\n")
        (programs / "python3").chmod(0o755)
    done = subprocess.run(
        ["/bin/sh", tmp_path / "tools" / "bootstrap"],
        env={**os.environ, "PATH": str(programs)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert english in done.stderr
    assert chinese in done.stderr
    assert "apt install python3" in done.stderr
    assert "python3-venv" in done.stderr
