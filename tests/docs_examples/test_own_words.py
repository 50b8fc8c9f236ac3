"""Every report of every example speaks of its own units: no words of securities firms, no English names of columns."""

from __future__ import annotations

import html
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import polars as pl
import pytest

from ipscore.cli import run as run_command
from ipscore.objections_reading import OBJECTIONS
from ipscore.previous import read_previous
from ipscore.report_robustness import robustness_document
from ipscore.report_whitepaper import document_of
from ipscore.report_workbook import write_data, write_workbook
from ipscore.robustness_files import study_of
from ipscore.run_folder import Run
from ipscore.run_records import kinds_of_run
from reports.document import Document, Drawing
from reports.document.plain import plain
from reports.firm import Industry, breakdown
from reports.firm import write_workbook as write_breakdown
from reports.firm.objection_text import objection_lines
from reports.firm.objections import write_form, write_list
from reports.whitepaper import Imprint
from tests.support.documents import said_twice, unannounced

pytestmark = pytest.mark.xdist_group("examples")

SAID = tomllib.loads(Path(__file__).with_name("own_words.toml").read_text(encoding="utf-8"))
WORDS = re.compile("|".join(map(re.escape, SAID["words"])))
_TEXTS = re.compile(r'>([^<>]+)<|="([^"]*)"')
DOUBTFUL = 3
"""What `check` ends with where records are doubtful."""
_STRUCTURE = ("kind", "key", "role", "target")
Case = dict[str, Any]


def document_text(document: Document) -> str:
    drawn = [figure.chart for figure in document.figures.values()]
    charts = [one.svg if isinstance(one, Drawing) else json.dumps(one, ensure_ascii=False) for one in drawn]
    return "\n".join([*prose(plain(document)), *charts])


def prose(told: Any) -> Iterator[str]:
    """All that is printed of a document, in the order of its parts."""
    if isinstance(told, str):
        yield told
    elif isinstance(told, list):
        yield from (text for part in told for text in prose(part))
    elif isinstance(told, dict):
        yield from (text for key, part in told.items() if key not in _STRUCTURE for text in prose(part))


def workbook_text(path: Path) -> str:
    """All that stands in any part of a workbook: cells, names, what may be chosen, charts."""
    with ZipFile(path) as parts:
        said = [parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml")]
    return html.unescape("\n".join(text for part in said for pair in _TEXTS.findall(part) for text in pair if text))


def rendered(at: Path, case: Case, tmp: Path, said: pytest.CaptureFixture[str]) -> Iterator[tuple[str, str]]:
    """Every report of an example: what it is, and all that it says."""
    run = Run.open(at / case["run"])
    if run.rulebook.robustness is not None:
        assert run_command(["robustness", str(run.folder), "--draws", "60", "--force"]) == 0
        yield "robustness on the terminal", said.readouterr().out
    previous = str(at / case["previous"]) if "previous" in case else None
    yield "white paper", document_text(document_of(run, previous, Imprint()))
    before = None if previous is None else read_previous(previous)
    earlier = before.run.evaluation if before and before.run else None
    study = study_of(run)
    if study is not None:
        yield "robustness", document_text(robustness_document(run))
    industry = Industry(run.evaluation, earlier, before.title if before else "", study, kinds_of_run(run))
    firm = industry.of(industry.firm_ids[0])
    yield "breakdown", document_text(breakdown(firm))
    write_breakdown(firm, tmp / "breakdown.xlsx")
    yield "breakdown as a workbook", workbook_text(tmp / "breakdown.xlsx")
    write_form(firm, tmp / "form.xlsx", objection_lines(firm, ""))
    yield "form for objections", workbook_text(tmp / "form.xlsx")
    write_list(pl.DataFrame(schema=OBJECTIONS), tmp / "list.xlsx", run.rulebook.words, run.rulebook.period.end)
    yield "list of objections", workbook_text(tmp / "list.xlsx")
    yield "workbook", workbook_text(write_workbook(at / case["run"], tmp / "workbook.xlsx", previous))
    package = write_data(at / case["run"], tmp / "data", "csv", previous) / "datapackage.json"
    yield "data package", package.read_text(encoding="utf-8")
    for command in commands(at, case, tmp, firm.name):
        assert run_command(command) in (0, DOUBTFUL), command
        printed = said.readouterr()
        yield " ".join(command[:2]), printed.out + printed.err
    for form in sorted((*(tmp / "forms").glob("*.xlsx"), *(tmp / "weights").glob("*.xlsx"))):
        yield form.name, workbook_text(form)


def commands(at: Path, case: Case, tmp: Path, firm: str) -> Iterator[list[str]]:
    run, rules = str(at / case["run"]), str(at / case["rulebook"])
    period = ["--period", case["period"]] if "period" in case else []
    yield ["rulebook", "show", rules]
    yield ["rulebook", "check", rules]
    yield ["check", str(at / case["records"]), "-r", rules, *period]
    yield ["dictionary", "-r", rules]
    yield ["template", str(tmp / "forms"), "-r", rules]
    yield ["distribution", run]
    yield ["explain", run, firm]
    yield from (["explain", run, firm, leaf] for leaf in Run.open(at / case["run"]).rulebook.leaves)
    yield ["whatif", run, "--firm", firm]
    yield ["weights", "doubt", run]
    yield ["weights", "form", rules, "--out", str(tmp / "weights")]
    if "previous" in case:
        yield ["compare", str(at / case["previous"]), run]
        yield ["compare", str(at / case["previous"]), run, "--firm", firm]
        yield ["trend", str(at / case["previous"]), run]
        yield ["trend", str(at / case["previous"]), run, "--out", str(tmp / "forms" / "trend.xlsx")]


@pytest.mark.parametrize("case", SAID["example"], ids=[case["run"] for case in SAID["example"]])
def test_a_report_speaks_of_its_own_units(
    examples: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, case: Case
) -> None:
    monkeypatch.setenv("COLUMNS", "400")
    right = re.compile("|".join(map(re.escape, [*case["may_say"], *SAID["anywhere"], str(tmp_path), str(examples)])))
    wrong = []
    for report, text in rendered(examples, case, tmp_path, capsys):
        left = right.sub("·", text)
        wrong += [f"{report}：{left[max(0, at.start() - 24) : at.end() + 12]}" for at in WORDS.finditer(left)]
    assert wrong == []


@pytest.mark.parametrize("case", SAID["example"], ids=[case["run"] for case in SAID["example"]])
def test_a_white_paper_says_nothing_twice_and_mentions_a_figure_before_it_stands(examples: Path, case: Case) -> None:
    previous = str(examples / case["previous"]) if "previous" in case else None
    document = document_of(Run.open(examples / case["run"]), previous, Imprint())
    assert said_twice(document) == []
    assert unannounced(document) == []


@pytest.mark.parametrize("case", SAID["example"], ids=[case["run"] for case in SAID["example"]])
def test_columns_go_by_their_titles(examples: Path, case: Case) -> None:
    run = Run.open(examples / case["run"])
    columns = {name for table in run.rulebook.declared.values() for name in table.column}
    industry = Industry(run.evaluation, kinds=kinds_of_run(run))
    documents = document_of(run, None, Imprint()), breakdown(industry.of(industry.firm_ids[0]))
    said = [text for document in documents for text in prose(plain(document))]
    named = re.compile(rf"(?<![\w.])(?:{'|'.join(map(re.escape, sorted(columns)))})(?![\w.（])")
    assert [text for text in said if named.search(text)] == []
