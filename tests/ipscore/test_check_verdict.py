"""What the checks find in records, one thing changed at a time."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from indicator_tree.loading import parse
from indicator_tree.overlay import overlay
from ipscore.inputs import read_records
from ipscore.rules import read_rules
from ipscore.verdict import subject_of
from scoring.verdict import Decided, LastYear, Subject, examine, verdict_of
from scoring.verdict.against_last_year import figures_changed, firms_changed, records_changed, sources_missing
from scoring.verdict.files import file_remarks, hidden_sheets
from scoring.verdict.periods import answered_outside, field_period, without_a_period
from scoring.verdict.rows import rejected_rows
from surveys.questionnaire import Questionnaire
from tests.ipscore import small_records, survey_records
from tests.reports.small import SMALL, A, B, C

CASES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("verdict_cases.toml").read_text("utf-8"))["case"]
CITED = {"basis": "assumed", "reference": {"title": "小规则第20条"}}
LIMITS: dict[str, Any] = CITED | {
    "records_change": 0.5,
    "times": 100,
    "excluded_share": 0.5,
    "reporting_share": 1.0,
    "reporting_records": 100,
}
UNTIDY = (
    ("资金监控预警", "YJ6,乙证劵,2017-05-01,一般预警,报送\n"),
    ("资金监控预警", "YJ7,戊证券,2017-10-01,一般预警,报送\n"),
    ("12386投诉工单", "GD12,乙证券,其他,2018-01-05,2018-01-06,否\n"),
)


def make_tidy(folder: Path) -> None:
    """Take out what is wrong with the small records, and any decision about it."""
    for name, line in UNTIDY:
        small_records.edit(folder, name, line, "")
    (folder / "accepted.toml").unlink(missing_ok=True)


def subject(folder: Path, case: dict[str, Any]) -> Subject:
    """The small evaluation, tidy but for what the case changes."""
    small_records.write(folder)
    make_tidy(folder)
    for name, lines in case.get("files", {}).items():
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    for edit in case.get("edits", ()):
        small_records.edit(folder, *edit)
    ranges = {
        source: {name: CITED | each for name, each in named.items()} for source, named in case.get("ranges", {}).items()
    }
    rules = read_rules(str(SMALL))
    more = {"plausibility": LIMITS | case.get("limits", {}), "plausible": ranges}
    book = parse(overlay(rules.rulebook.model_dump(exclude_none=True), more), "small.toml")
    rules = replace(rules, source=replace(rules.source, rulebook=book))
    return subject_of(folder, read_records(folder, book), rules)


@pytest.fixture
def tidy(tmp_path: Path) -> Subject:
    return subject(tmp_path / "records", {})


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_what_the_checks_find(tmp_path: Path, case: dict[str, Any]) -> None:
    findings = examine(subject(tmp_path / "records", case))
    assert {each.code: each.count for each in findings if each.severity != "note"} == case["found"]
    assert verdict_of(findings) == case["verdict"]
    assert {each.code for each in findings if each.severity == "note"} >= set(case.get("notes", ()))
    told = "\n".join(each.text for each in findings)
    assert all(text in told for text in case.get("says", ())), told


def test_rejected_rows_that_were_accepted_change_nothing_as_long_as_their_number_fits(tmp_path: Path) -> None:
    rejected = subject(tmp_path / "records", {"edits": [["资金监控预警", "YJ5,乙证券", "YJ5,乙证劵"]]})
    for accepted, verdict in ({"fund_warnings": 1}, "ready"), ({"fund_warnings": 2}, "not_ready"), ({}, "not_ready"):
        assert verdict_of(rejected_rows(replace(rejected, decided=Decided(accepted)))) == verdict


def test_a_decision_that_fits_nothing_stops(tidy: Subject) -> None:
    found = examine(replace(tidy, decided=Decided({}, ("投诉：写的是 3 行，实际没有",))))
    assert [(each.code, each.severity) for each in found if each.severity != "note"] == [
        ("accepted_misfit", "not_ready")
    ]


def test_hidden_sheets_and_remarks_about_files_are_doubtful(tidy: Subject) -> None:
    first, *others = tidy.records.intake
    seen = replace(first, sheet="旧", hidden=True, remarks=("第 3 行是隐藏的，已读入",))
    changed = replace(tidy, records=replace(tidy.records, intake=(seen, *others)))
    found = [*hidden_sheets(changed), *file_remarks(changed)]
    assert [(each.code, each.severity, each.sheet) for each in found] == [
        ("hidden_sheet", "doubtful", "旧"),
        ("file_remark", "doubtful", "旧"),
    ]
    assert found[1].text == f"{first.file}[旧]：第 3 行是隐藏的，已读入"
    assert [*hidden_sheets(tidy), *file_remarks(tidy)] == []


def last_year(**changes: Any) -> LastYear:
    """A run like the tidy records, but for some changes."""
    firms = pl.DataFrame({"firm_id": [A, B, C], "firm": ["甲证券", "乙证券", "丙证券"]})
    figures = pl.DataFrame({"firm_id": [A], "figure": ["资本杠杆率"], "value": [0.5]})
    same = {"title": "2016年度", "records": {"complaints": 11}, "firms": firms, "figures": figures}
    return LastYear(**same | changes)


@pytest.mark.parametrize(("then", "doubtful"), [(22, False), (23, True), (8, False), (7, True), (0, False)])
def test_eleven_complaints_are_doubtful_where_there_were(tidy: Subject, then: int, doubtful: bool) -> None:
    found = list(records_changed(replace(tidy, last_year=last_year(records={"complaints": then}))))
    assert [(each.code, each.count) for each in found] == [("records_changed", 11)] * doubtful


@pytest.mark.parametrize(
    ("then", "doubtful"),
    [(0.0054, True), (0.0055, False), (53.9, False), (54.0, True), (0.54, False), (0.0, False)],
)
def test_a_leverage_of_54_percent_is_doubtful_where_it_was(tidy: Subject, then: float, doubtful: bool) -> None:
    figures = pl.DataFrame({"firm_id": [A], "figure": ["资本杠杆率"], "value": [then]})
    firms = replace(tidy, last_year=last_year(figures=figures))
    found = [each for each in figures_changed(firms) if "甲证券" in each.text]
    assert len(found) == doubtful


def test_a_firm_without_a_figure_last_year_is_held_against_the_median_firm(tidy: Subject) -> None:
    values = {"firm_id": ["x", "y", "z"], "figure": ["资本杠杆率"] * 3, "value": [0.001, 50.0, 60.0]}
    (found,) = figures_changed(replace(tidy, last_year=last_year(figures=pl.DataFrame(values))))
    assert found.count == 1
    assert "丙证券 0.07（2016年度 各家中位数 50）" in found.text


def test_firms_that_vanished_or_appeared_are_named(tidy: Subject) -> None:
    firms = pl.DataFrame({"firm_id": [A, B, "gone"], "firm": ["甲证券", "乙证券", "己证券"]})
    found = list(firms_changed(replace(tidy, last_year=last_year(firms=firms))))
    assert [(each.code, each.text) for each in found] == [
        ("firms_gone", "己证券：2016年度参加评价，这次没有"),
        ("firms_new", "丙证券：2016年度没有参加评价，这次参加"),
    ]
    assert list(firms_changed(replace(tidy, last_year=last_year()))) == []


def test_a_source_of_last_year_without_a_file_is_missing(tidy: Subject) -> None:
    before = last_year(records={"complaints": 1, "education_bases": 3, "education_products": 0})
    found = list(sources_missing(replace(tidy, last_year=before)))
    assert [(each.source, each.count) for each in found] == [("education_bases", 3)]


def test_nothing_is_compared_without_a_run_of_last_year(tidy: Subject) -> None:
    checks = (records_changed, figures_changed, firms_changed, sources_missing)
    assert [finding for check in checks for finding in check(tidy)] == []


@pytest.fixture
def surveyed(tmp_path: Path) -> Subject:
    rules = read_rules(str(survey_records.write_rulebook(tmp_path / "rules")))
    folder = survey_records.write_records(tmp_path / "records")
    found = subject_of(folder, read_records(folder, rules.rulebook, None, rules.questionnaire), rules)
    limited = parse(overlay(found.rulebook.model_dump(exclude_none=True), {"plausibility": LIMITS}), "surveyed.toml")
    return replace(found, rulebook=limited)


def asked(subject: Subject, start: str, end: str) -> Questionnaire:
    """The questionnaire with a field period."""
    assert subject.questionnaire is not None
    told = subject.questionnaire.model_dump(exclude_none=True)
    return Questionnaire.model_validate(told | {"field_period": CITED | {"start": start, "end": end}})


@pytest.mark.parametrize(
    ("start", "end", "doubtful"),
    [
        ("2016-10-01", "2016-12-31", True),
        ("2016-10-01", "2017-01-01", False),
        ("2017-12-31", "2018-01-31", False),
        ("2018-01-01", "2018-01-31", True),
    ],
)
def test_a_field_period_should_have_a_day_in_the_year(surveyed: Subject, start: str, end: str, doubtful: bool) -> None:
    found = list(field_period(replace(surveyed, questionnaire=asked(surveyed, start, end))))
    assert [each.code for each in found] == ["field_period"] * doubtful


def test_responses_of_other_days_than_the_field_period_are_doubtful(surveyed: Subject) -> None:
    days = surveyed.records.tables["survey_responses"].select("answered_on").collect()["answered_on"]
    assert set(days.dt.year()) == {2017}
    outside = replace(surveyed, questionnaire=asked(surveyed, "2016-01-01", "2016-12-31"))
    (found,) = answered_outside(outside)
    assert found.count == len(days)
    assert list(answered_outside(replace(surveyed, questionnaire=asked(surveyed, "2017-01-01", "2017-12-31")))) == []
    assert list(answered_outside(surveyed)) == []


def test_every_scored_source_has_a_date_to_tell_its_year_by(tidy: Subject) -> None:
    assert list(without_a_period(tidy)) == []
    undated = tuple(replace(source, dated_by=None) for source in tidy.sources)
    assert {each.source for each in without_a_period(replace(tidy, sources=undated))} == set(tidy.rulebook.sources)
