"""A questionnaire beside the rulebook is found by the command line and by Python alike."""

from __future__ import annotations

from pathlib import Path

import pytest

import scoring
from indicator_tree import load_rulebook
from ipscore import read_records
from ipscore.run_folder import Run
from surveys.questionnaire import find_questionnaire, questionnaire_of
from tests.ipscore import survey_records
from tests.ipscore.conftest import Ipscore


def test_python_and_command_line_find_the_same(tmp_path: Path, ipscore: Ipscore) -> None:
    path = survey_records.write_rulebook(tmp_path / "rules")
    folder = survey_records.write_records(tmp_path / "records")
    rulebook = load_rulebook(path)
    evaluation = scoring.score(read_records(folder, rulebook), rulebook, "equal")
    printed = ipscore("score", folder, "-r", path, "-w", "equal", "-o", tmp_path / "run")
    assert printed.code == 0, printed.err
    assert evaluation.scores.equals(Run.open(tmp_path / "run").table("scores"))


def test_the_rulebook_of_a_run_finds_the_questionnaire_of_the_run(tmp_path: Path, ipscore: Ipscore) -> None:
    path = survey_records.write_rulebook(tmp_path / "rules")
    folder = survey_records.write_records(tmp_path / "records")
    assert ipscore("score", folder, "-r", path, "-o", tmp_path / "run").code == 0
    kept = load_rulebook(tmp_path / "run" / "rulebook.json")
    assert kept == load_rulebook(path)
    assert find_questionnaire(kept) == (tmp_path / "run" / "questionnaire.toml").resolve()
    assert questionnaire_of(kept) == questionnaire_of(load_rulebook(path))


def test_it_is_found_beside_the_rulebook_that_is_extended(tmp_path: Path) -> None:
    survey_records.write_rulebook(tmp_path / "older")
    newer = tmp_path / "newer" / "own.toml"
    newer.parent.mkdir()
    newer.write_text('extends = "../older/surveyed"\nid = "own"\n', encoding="utf-8")
    assert find_questionnaire(load_rulebook(newer)) == (tmp_path / "older" / "small_questions.toml").resolve()
    (newer.parent / "small_questions.toml").write_text(survey_records.QUESTIONNAIRE, encoding="utf-8")
    assert find_questionnaire(load_rulebook(newer)) == (tmp_path / "newer" / "small_questions.toml").resolve()


@pytest.mark.parametrize(
    ("start", "end", "survey", "told"),
    [
        ("2017-01-01", "2017-12-31", "", ""),
        ("2018-01-10", "2018-02-20", "", "在 [survey] 里写 days_after_period = 51"),
        ("2018-01-10", "2018-02-20", "days_after_period = 51", ""),
        ("2018-01-10", "2018-02-20", "days_after_period = 50", "days_after_period = 51"),
        ("2017-12-10", "2018-01-05", "", "应不晚于 2017-12-31"),
        ("2016-12-31", "2017-03-01", "", "应不早于 2017-01-01"),
        ("2016-10-01", "2016-11-01", "", "问卷多半是别的年度的：评价期内的答卷会全部不计。请另写 2017 年度的问卷"),
    ],
)
def test_a_field_period_lies_in_the_period(
    start: str, end: str, survey: str, told: str, *, tmp_path: Path, ipscore: Ipscore
) -> None:
    path = survey_records.write_rulebook(tmp_path)
    cited = 'basis = "assumed"\nreference = { title = "x" }\n'
    field = f"[field_period]\nstart = {start}\nend = {end}\n{cited}\n[[attribute]]"
    questions = tmp_path / "small_questions.toml"
    questions.write_text(survey_records.QUESTIONNAIRE.replace("[[attribute]]", field, 1), encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8").replace("[survey]", f"[survey]\n{survey}"), encoding="utf-8")
    printed = ipscore("rulebook", "check", path)
    assert printed.code == (1 if told else 0), printed.err
    assert told in printed.err
    assert not told or f"questionnaire：问卷 small_questions 的调查期 {start} 至 {end} 不在评价期 " in printed.err


def test_a_later_year_that_keeps_the_questionnaire_is_told(tmp_path: Path, ipscore: Ipscore) -> None:
    path = tmp_path / "later.toml"
    path.write_text(
        'extends = "investor_protection_2017"\nid = "later"\ntitle = "评价（2018年度）"\nyear = 2018\n'
        "[period]\nstart = 2018-01-01\nend = 2018-12-31\n",
        encoding="utf-8",
    )
    printed = ipscore("rulebook", "check", path)
    assert printed.code == 1
    assert "有 1 处问题" in printed.err
    assert (
        "问卷 investor_2017 的调查期 2017-10-09 至 2017-12-14 不在评价期 2018-01-01 至 2018-12-31 之内" in printed.err
    )
