"""Papers of records that differ in one thing: the records of the new year's example, told of the year 2017."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from indicator_tree import Rulebook
from indicator_tree.overlay import overlay
from ipscore import read_records
from ipscore.previous import read_previous
from ipscore.rules import read_rules
from reports.figures import fixed, percent
from reports.whitepaper import whitepaper
from scoring import Evaluation, score
from scoring.findings import Findings, find
from tests.docs_examples.conftest import EXAMPLES
from tests.reports.perturbed.sentences import Sentence, sentences

RULES = "investor_protection_2017"
PREVIOUS = "whitepaper_2016"
Edit = Mapping[str, str]


@dataclass(frozen=True)
class Paper:
    """An evaluation, and what its white paper says."""

    evaluation: Evaluation
    findings: Findings
    sentences: tuple[Sentence, ...]


def write_market(folder: Path) -> Path:
    """The records, told of 2017; the source that only the later year has is left out."""
    folder.mkdir()
    for path in (EXAMPLES / "new_year" / "records").iterdir():
        if path.stem != "基金托管检查":
            (folder / path.name).write_text(path.read_text(encoding="utf-8").replace("2018", "2017"), encoding="utf-8")
    return folder


def edited(market: Path, folder: Path, edits: list[Edit]) -> Path:
    """The records with some lines changed: each edit names a `file`, and the line it adds or the text it replaces.

    Raises:
        AssertionError: a text that is replaced does not stand in the file exactly once.
    """
    shutil.copytree(market, folder)
    for edit in edits:
        path = folder / edit["file"]
        text = path.read_text(encoding="utf-8")
        if "line" in edit:
            text += edit["line"] + "\n"
        else:
            assert text.count(edit["old"]) == 1, f"{edit['old']} stands {text.count(edit['old'])} times in {path.name}"
            text = text.replace(edit["old"], edit["new"])
        path.write_text(text, encoding="utf-8")
    return folder


def rules_with(above: Mapping[str, Any]) -> Rulebook:
    """The rulebook of 2017 with tables laid over it."""
    rulebook = read_rules(RULES).rulebook
    if not above:
        return rulebook
    return Rulebook.model_validate(overlay(rulebook.model_dump(mode="json", exclude_none=True), dict(above)))


def paper(records: Path, rulebook: Rulebook, texts: Path, previous: Mapping[str, float]) -> Paper:
    """The white paper of a folder of records, beside the means of the published year; `previous` has others of them."""
    questionnaire = read_rules(RULES).questionnaire
    evaluation = score(read_records(records, rulebook), rulebook, questionnaire=questionnaire)
    published = read_previous(PREVIOUS)
    means = published.means.with_columns(pl.col("node").replace_strict(previous, default=pl.col("mean")).alias("mean"))
    findings = find(evaluation, means)
    document = whitepaper(evaluation, findings, previous=published.title, questionnaire=questionnaire, texts=texts)
    return Paper(evaluation, findings, tuple(sentences(document)))


def printed(paper: Paper, node: str) -> list[str]:
    """What a paper may print of a node's scores, always in the same order: means, extremes, changes, firms of bands."""
    row = paper.evaluation.summary.row(by_predicate=pl.col("node") == node, named=True)
    values = [fixed(value) for name, value in row.items() if isinstance(value, float) and name != "weight"]
    for change in paper.findings.changes.filter(node=node).drop_nulls().iter_rows(named=True):
        values += [fixed(abs(change["points"])), percent(abs(change["relative"]), 2)]
    bands = paper.evaluation.distribution.filter(node=node)
    return values + [str(value) for column in bands.select(pl.col(pl.UInt32, pl.Int64)) for value in column]
