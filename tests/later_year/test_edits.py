"""What offices write into the files of a new year: each is right, or refused with its cause, one message for one."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest

from indicator_tree import RulebookError
from ipscore.new_year.writing import write_new_year
from ipscore.rules import read_rules
from surveys.errors import QuestionnaireError

CASES: dict[str, dict[str, Any]] = tomllib.loads((Path(__file__).parent / "edits.toml").read_text(encoding="utf-8"))
RULES, QUESTIONS = "investor_protection_2018.toml", "investor_2018.toml"


@pytest.fixture(scope="module")
def new_year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office") / "2018"
    write_new_year(2018, "2017", folder, force=False)
    return folder


@pytest.mark.parametrize("name", CASES)
def test_edit(name: str, new_year: Path, tmp_path: Path) -> None:
    case, folder = CASES[name], tmp_path / "2018"
    shutil.copytree(new_year, folder)
    _edit(folder, case)
    if not case["told"]:
        assert read_rules(folder / RULES).rulebook.year == 2018
        return
    with pytest.raises((RulebookError, QuestionnaireError)) as caught:
        read_rules(folder / RULES)
    for part in case["told"]:
        assert part in str(caught.value)
    if isinstance(caught.value, RulebookError):
        assert len(caught.value.problems) <= len(case["told"]), caught.value


def _edit(folder: Path, case: dict[str, Any]) -> None:
    rules = folder / RULES
    text = rules.read_text(encoding="utf-8")
    for old, new in case.get("replace", {}).items():
        assert old in text
        text = text.replace(old, new)
    if "remove" in case:
        assert "# remove = []" in text
        text = text.replace("# remove = []", f"remove = {case['remove']}")
    text += case.get("append", "")
    if case.get("windows"):
        text = "\ufeff" + text.replace("\n", "\r\n")
    rules.write_bytes(text.encode())
    for old, new in case.get("questions", {}).items():
        _replace(folder / QUESTIONS, old, new)
    for name, content in case.get("files", {}).items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8")
        if not content:
            path.unlink()


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
