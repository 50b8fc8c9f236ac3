"""Help answers at once: nothing heavy is imported for it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.reports.small import SMALL

HEAVY = ("polars", "pandera", "numpy", "narwhals", "fastexcel", "xlsxwriter", "highspy")
COMMANDS = [
    [],
    *([name] for name in ("demo", "score", "verify", "explain", "distribution", "sql", "template", "check")),
]


def helped(script: str, command: list[str]) -> subprocess.CompletedProcess[str]:
    """What a script makes of a command's help in a process of its own."""
    asked = [sys.executable, "-c", script, *command, "--help"]
    return subprocess.run(asked, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.mark.parametrize(
    "command",
    [
        *COMMANDS,
        ["dictionary"],
        ["reconcile"],
        ["rulebook"],
        ["rulebook", "diff"],
        ["weights", "recover"],
        ["weights", "elicit"],
        ["trend"],
    ],
    ids=" ".join,
)
def test_help_imports_no_dataframe_library(command: list[str]) -> None:
    script = (
        "import sys; from ipscore.cli import run; code = run(sys.argv[1:]);"
        f"heavy = sorted(set({HEAVY!r}) & set(sys.modules)); sys.exit(code or ' '.join(heavy) or 0)"
    )
    done = helped(script, command)
    assert done.returncode == 0, done.stderr
    assert "用法：ipscore" in done.stdout


@pytest.mark.parametrize(
    "environment",
    [{"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}],
    ids=["ascii", "POSIX"],
)
def test_chinese_is_printed_whatever_the_locale(environment: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from ipscore.cli import main; main()", "explain", "nowhere", "x"],
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1
    assert "没有文件夹 nowhere" in done.stderr.decode("utf-8")


def test_the_package_alone_imports_no_dataframe_library() -> None:
    script = f"import sys, ipscore, ipscore.cli; sys.exit(' '.join(set({HEAVY!r}) & set(sys.modules)) or 0)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def loaded(unused: tuple[str, ...], command: list[str]) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own, which fails if one of the modules was loaded."""
    script = (
        "import sys; from ipscore.cli import run; code = run(sys.argv[1:]);"
        f"sys.exit(code or ' '.join(set({unused!r}) & set(sys.modules)) or 0)"
    )
    return subprocess.run(
        [sys.executable, "-c", script, *command], capture_output=True, text=True, encoding="utf-8", check=False
    )


def test_scoring_loads_only_what_it_uses(records: Path, tmp_path: Path) -> None:
    unused = ("pandas", "pyarrow", "pyspark", "duckdb", "scipy", "altair", "highspy", "SALib", "docx", "xlsxwriter")
    done = loaded(unused, ["score", str(records), "--rulebook", str(SMALL), "--out", str(tmp_path / "run")])
    assert done.returncode == 0, done.stderr


def test_explaining_loads_nothing_that_reads_or_scores_records(run: Path) -> None:
    unused = ("pandas", "pandera", "fastexcel", "scipy", "altair", "data_sources.opening", "surveys.responses")
    scored = ("scoring.evaluating", "scoring.robustness", "scoring.coherence", "scoring.lettering.giving")
    explaining = ["explain", str(run), "甲证券"]
    done = loaded((*unused, *scored), explaining)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "command", [["explain", "甲证券"], ["distribution"], ["sql", "select * from summary"]], ids=" ".join
)
def test_reading_a_run_loads_no_kind_of_rule(command: list[str], run: Path) -> None:
    name, *others = command
    unused = ("numpy", "narwhals", "stdnum", "scoring.kinds", "scoring.division")
    done = loaded((*unused, "data_sources.records", "reports.workbook"), [name, str(run), *others])
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("command", [[], ["survey"], ["report", "firm"], ["score"]], ids=" ".join)
def test_a_command_imports_no_other(command: list[str]) -> None:
    called = f"ipscore.commands.{command[0]}" if command not in ([], ["survey"]) else ""
    script = (
        "import sys; from ipscore.cli import run; run(sys.argv[1:]);"
        "sys.exit(' '.join(name for name in sys.modules if name.startswith('ipscore.commands.')))"
    )
    done = helped(script, command)
    assert done.stderr.split() == called.split()
