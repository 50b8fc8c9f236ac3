"""An office goes the README's way from forms to reports on a system that has no more than Windows has."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from ipscore.cli import run as run_command
from ipscore.manifest import fingerprints

ROOT = Path(__file__).parents[2]
RULES = ("-r", "2018/investor_protection_2018.toml")
JOURNEY = [
    ["check", "records", *RULES],
    ["score", "records", *RULES, "--out", "run"],
    ["score", "records", *RULES, "--out", "run", "--force"],
    ["verify", "run", "records"],
    ["explain", "run", "崧泽证券"],
    ["robustness", "run", "--draws", "20"],
    ["report", "whitepaper", "run", "--previous", "whitepaper_2017", "--out", "白皮书.docx"],
    ["distribution", "run", "--format", "csv", "--out", "分布.csv"],
    ["distribution", "run", "--format", "csv", "--out", "分布.csv"],
    ["report", "data", "run", "--out", "data"],
    ["report", "firm", "run", "--all", "--format", "pdf", "--out", "firms"],
    ["ops", "score", "读数.csv", "--out", "watched"],
    ["cache", "clear"],
]
READINGS = "证券公司,指标,系统,日期,数值,说明\n甲证券,2.1.1,,2019-08-29,12.5%,\n甲证券,2.1.1,,2019-08-30,31%,\n"
FORM = "投教产品"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the rules of a new year, records, and one form that was filled in."""
    folder = shutil.copytree(ROOT / "docs" / "examples" / "new_year", tmp_path / "评价 2018")
    monkeypatch.chdir(folder)
    assert run_command(["rulebook", "new", "2018", "--from", "2017", "--out", "2018"]) == 0
    rules = folder / RULES[1]
    rules.write_bytes(rules.read_bytes() + (folder / "changes.toml").read_bytes())
    assert run_command(["template", "forms", *RULES]) == 0
    filled_in(folder / "forms" / f"{FORM}.xlsx", folder / "records")
    (folder / "读数.csv").write_text(READINGS, encoding="utf-8", newline="\n")
    return folder


def filled_in(form: Path, records: Path) -> None:
    """Put the rows of a file of records into a form, and the form in its place."""
    rows = pl.read_csv(records / f"{FORM}.csv", infer_schema=False)
    book = openpyxl.load_workbook(form)
    sheet = book.worksheets[0]
    titles = {str(cell.value).removesuffix("（次）"): cell.column for cell in sheet[1]}
    for number, row in enumerate(rows.iter_rows(named=True), 2):
        for title, value in row.items():
            sheet.cell(number, titles[title], value)
    book.save(records / form.name)
    (records / f"{FORM}.csv").unlink()


def test_an_office_comes_from_forms_to_reports(office: Path, tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    (tmp_path / "commands.json").write_text(json.dumps(JOURNEY), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "tests.windows.as_windows", tmp_path / "commands.json"],
        cwd=office,
        env=os.environ | {"PYTHONPATH": str(ROOT), "TMPDIR": str(temporary), "IPSCORE_CACHE": str(tmp_path / "cache")},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr
    assert done.stdout.count("$ ipscore") == len(JOURNEY)
    assert len(list((office / "firms").glob("*.pdf"))) == 6
    assert list(temporary.iterdir()) == []
    assert list((tmp_path / "cache").iterdir()) == []
    assert [path.name for path in office.rglob(".*")] == []
    assert run_command(["score", "records", *RULES, "--out", "here"]) == 0
    assert fingerprints(office / "run") == fingerprints(office / "here")
