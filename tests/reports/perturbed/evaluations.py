"""Evaluations of the examples' records, of which one thing is changed: lines of the records, tables of the rules.

A table says what an evaluation is made of:

    records    a folder of `docs/examples`, `new_year/records`
    without    files of it that are left out
    written    what is written otherwise in every CSV file: another year
    edits      texts changed: a `file`, new where there is none, and the `line` it gets, or the text `old` that stands
               in it once and becomes `new`
    runs       runs that lie among the records: `records` and `rulebook` of each, and the `period` that it is of
    rulebook   by name, or a file of `docs/examples`
    rules      tables laid over it
    held       false: it holds no records, as runs of earlier formats do
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from indicator_tree import Rulebook
from indicator_tree.overlay import overlay
from ipscore import read_records
from ipscore.publishing import publish
from ipscore.rules import Rules, read_rules
from scoring import Evaluation, score
from scoring.previous.carrying import carried
from scoring.previous.ordering import Earlier
from surveys.questionnaire import Questionnaire
from tests.docs_examples.conftest import EXAMPLES

Tables = Mapping[str, Any]


def changed(made_of: Tables, case: Tables) -> Tables:
    """What an evaluation is made of after a case: its edits follow, its rules are laid over, its runs are others."""
    return {
        **made_of,
        "edits": [*made_of.get("edits", []), *case.get("edits", [])],
        "runs": case.get("runs", made_of.get("runs", [])),
        "rules": overlay(dict(made_of.get("rules", {})), dict(case.get("rules", {}))),
    }


class Evaluations:
    """Evaluations by what they are made of, each made once, their records in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[str, Evaluation] = {}
        self._run = cache(self._published)

    def of(self, made_of: Tables, before: Sequence[Evaluation] = ()) -> Evaluation:
        """The evaluation; rules that read previous evaluations read those before, the latest first."""
        key = json.dumps([made_of, [id(one) for one in before]], default=str)
        if key not in self._made:
            self._made[key] = self._evaluated(made_of, before)
        return self._made[key]

    def _evaluated(self, made_of: Tables, before: Sequence[Evaluation]) -> Evaluation:
        rulebook = rulebook_of(made_of)
        folder = _written(made_of, self._folder / str(len(self._made)))
        for run in made_of.get("runs", []):
            shutil.copytree(self._run(run["records"], run["rulebook"], run["period"]), folder / run["period"])
        records = read_records(folder, rulebook)
        earlier = [Earlier(str(at), one) for at, one in enumerate(before, 1)]
        values = carried(earlier, rulebook, records.firms) if earlier else None
        evaluation = score(records, rulebook, questionnaire=questionnaire_of(made_of), previous=values)
        return evaluation if made_of.get("held", True) else replace(evaluation, held=None)

    def _published(self, records: str, rulebook: str, period: str) -> Path:
        out = self._folder / f"run {period}"
        publish(EXAMPLES / records, out, read_rules(EXAMPLES / rulebook, period))
        return out


def questionnaire_of(made_of: Tables) -> Questionnaire | None:
    """The questions that the answers rest on."""
    return _rules(made_of["rulebook"]).questionnaire


def rulebook_of(made_of: Tables) -> Rulebook:
    """The rulebook with what is laid over it."""
    rulebook = _rules(made_of["rulebook"]).rulebook
    if not made_of.get("rules"):
        return rulebook
    return Rulebook.model_validate(overlay(rulebook.model_dump(mode="json", exclude_none=True), made_of["rules"]))


@cache
def _rules(name: str) -> Rules:
    path = EXAMPLES / name
    return read_rules(path if path.is_file() else name)


def edited(records: Path, folder: Path, edits: Sequence[Mapping[str, str]]) -> Path:
    """A copy of a folder of records with some texts changed (see the module).

    Raises:
        AssertionError: a text that is replaced does not stand in the file exactly once.
    """
    shutil.copytree(records, folder)
    _edit(folder, edits)
    return folder


def _written(made_of: Tables, folder: Path) -> Path:
    """The records."""
    shutil.copytree(EXAMPLES / made_of["records"], folder)
    for name in made_of.get("without", []):
        (folder / name).unlink()
    for old, new in made_of.get("written", {}).items():
        for path in folder.glob("*.csv"):
            path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    _edit(folder, made_of.get("edits", []))
    return folder


def _edit(folder: Path, edits: Sequence[Mapping[str, str]]) -> None:
    for edit in edits:
        path = folder / edit["file"]
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        if "line" in edit:
            text += f"{edit['line']}\n"
        else:
            assert text.count(edit["old"]) == 1, f"{edit['old']} stands {text.count(edit['old'])} times in {path.name}"
            text = text.replace(edit["old"], edit["new"])
        path.write_text(text, encoding="utf-8")
