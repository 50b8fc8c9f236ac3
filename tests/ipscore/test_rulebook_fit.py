"""Rulebooks that ask for what sources and questionnaire do not have: all problems at once, none as a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ipscore import survey_records
from tests.ipscore.conftest import Ipscore


def _range(table: str, keys: str) -> str:
    """A plausible range before the table of the vocabulary."""
    return f'{table}\n{keys}\nbasis = "assumed"\nreference = {{ title = "x" }}\n[vocabulary.fund_warnings]'


def _cutoff(node: str, of: str) -> str:
    """A cut-off of an indicator before the table of the vocabulary."""
    bounds = 'at_least = 5\nbasis = "assumed"\nreference = { title = "x" }'
    return f'[[indicator."{node}".cutoff]]\nof = "{of}"\n{bounds}\n[vocabulary.fund_warnings]'


def _change(of: str, measure: str) -> str:
    """An indicator that scores a change before the table of the vocabulary."""
    cited = 'basis = "assumed", reference = { title = "x" }'
    knots = f"[{{ change = 0, score = 60, {cited} }}, {{ change = 1, score = 100, {cited} }}]"
    rule = f'kind = "change"\nof = "{of}"\nmeasure = "{measure}"\nby = "difference"\nknot = {knots}'
    return f'[indicator."1.9"]\nname = "x"\nparent = "1"\n[indicator."1.9".rule]\n{rule}\n[vocabulary.fund_warnings]'


CASES = {
    "source": ('source = "complaints"', 'source = "complaint"', "没有数据源 complaint；", "是否指 complaints？"),
    "column": ('when = { level = "一般预警" }', 'when = { levle = "一般预警" }', "没有列 levle；", "是否指 level？"),
    "flag": (
        'source = "complaints"',
        'source = "complaints"\nwhen = { at_fault = "是" }',
        "indicator.1.2.rule.when.at_fault：列 at_fault 是是/否，条件应为true 或 false",
        '实为 "是"',
    ),
    "date": (
        'source = "complaints"',
        'source = "complaints"\nwhen = { closed_on = "2017-05-01" }',
        "列 closed_on 是日期，不能作条件",
        "",
    ),
    "text": ('when = { level = "一般预警" }', "when = { matter = 3 }", "列 matter 是文本，条件应为文字，实为 3", ""),
    "done": ('column = "closed_on"', 'column = "category"', "列 category 是文本，此处应为日期", "done.column"),
    "done column": ('column = "closed_on"', 'column = "close_on"', "没有列 close_on", "是否指 closed_on？"),
    "cut-off": (
        "[vocabulary.fund_warnings]",
        _cutoff("1.1", "deduct.notices"),
        "indicator.1.1.cutoff[1].of：1.1 没有 deduct.notices；",
        "是否指 deduct.notice？",
    ),
    "cut-off of an inner node": (
        "[vocabulary.fund_warnings]",
        _cutoff("1", "records"),
        "indicator.1.cutoff[1].of：1 没有 records；它没有可设界限的数值",
        "",
    ),
    "sum": ('column = "cases"', 'column = "kind"', "bonus.part.charity.column：列 kind 是文本，此处应为数值或整数", ""),
    "vocabulary": ("[vocabulary.social_projects]\npart", "[vocabulary.social_projects]\ncases", "列 cases 是整数", ""),
    "vocabulary source": ("[vocabulary.social_projects]", "[vocabulary.projects]", "没有数据源 projects；", ""),
    "breakdown source": (
        "[vocabulary.fund_warnings]",
        '[breakdown]\nsurvey_responses = ["rights_reminder"]\n[vocabulary.fund_warnings]',
        "breakdown.survey_responses：没有可分类统计的数据源 survey_responses；",
        "",
    ),
    "breakdown column": (
        "[vocabulary.fund_warnings]",
        '[breakdown]\ncomplaints = ["categroy"]\n[vocabulary.fund_warnings]',
        "breakdown.complaints：数据源 complaints 没有列 categroy；",
        "是否指 category？",
    ),
    "breakdown by a number": (
        "[vocabulary.fund_warnings]",
        '[breakdown]\nsocial_projects = [["part", "amount"], "record_id"]\n[vocabulary.fund_warnings]',
        "列 amount 是数值，此处应为",
        "列 record_id 是编号，此处应为",
    ),
    "breakdown by persons": (
        "[vocabulary.fund_warnings]",
        '[breakdown]\nintegrity_measures = ["subject"]\n[vocabulary.fund_warnings]',
        "breakdown.integrity_measures：列 subject 可能含个人姓名，不能用于分类统计",
        "",
    ),
    "plausible source": (
        "[vocabulary.fund_warnings]",
        _range('[plausible.complaint.closed_on]', 'days_after_period = 1'),
        "plausible.complaint：没有数据源 complaint；",
        "是否指 complaints？",
    ),
    "plausible column": (
        "[vocabulary.fund_warnings]",
        _range('[plausible.complaints.close_on]', 'days_after_period = 1'),
        "plausible.complaints.close_on：数据源 complaints 没有列 close_on；",
        "是否指 closed_on？",
    ),
    "plausible kind": (
        "[vocabulary.fund_warnings]",
        _range('[plausible.complaints.closed_on]', 'high = 1'),
        "plausible.complaints.closed_on：列 closed_on 是日期，此处应为数值或整数",
        "",
    ),
    "plausible date": (
        "[vocabulary.fund_warnings]",
        _range('[plausible.social_projects.amount]', 'not_before = 2017-01-01'),
        "plausible.social_projects.amount：列 amount 是数值，此处应为日期",
        "",
    ),
    "plausible quotient": (
        "[vocabulary.fund_warnings]",
        _range('[plausible.annual_ratios.leverage]', 'column = "numerator"\nover = "ratio"\nhigh = 1'),
        "plausible.annual_ratios.leverage.over：列 ratio 是文本，此处应为数值或整数",
        "",
    ),
    "plausible condition": (
        "[vocabulary.fund_warnings]",
        _range('[plausible.annual_ratios.leverage]', 'column = "numerator"\nwhen = { ratios = "x" }\nhigh = 1'),
        "plausible.annual_ratios.leverage.when.ratios：数据源 annual_ratios 没有列 ratios",
        "",
    ),
    "plausible value": (
        "[vocabulary.fund_warnings]",
        _range('[plausible.social_projects.amount]', 'when = { part = "慈善" }\nhigh = 1'),
        "plausible.social_projects.amount.when.part：“慈善”不在可选值中",
        "",
    ),
    "measure of a change": (
        "[vocabulary.fund_warnings]",
        _change("1.2", "shares"),
        "indicator.1.9.rule.measure：1.2 没有 shares 可看变化；可用：received、score、share；是否指 share？",
        "",
    ),
    "change of answers": (
        "[vocabulary.fund_warnings]",
        _change("1.3", "score"),
        "indicator.1.9.rule.of：1.3 是问卷指标，两次调查各有抽样误差，不能看它的变化",
        "",
    ),
    "question": ('question = "rights_reminder"', 'question = "rights_remind"', "题目 rights_remind；", ""),
    "answer": ('"一般" = 50', '"还行" = 50', "题目 rights_reminder 没有选项“还行”", "选项 一般 没有写明分值"),
    "questionnaire": ('questionnaire = "small_questions"', "", "应写明 questionnaire（调查问卷）", ""),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_every_problem_is_told_with_its_place(case: str, tmp_path: Path, ipscore: Ipscore) -> None:
    path = survey_records.write_rulebook(tmp_path / "rules")
    old, new, *told = CASES[case]
    changed = 0
    for file in (path, path.parent / "small.toml"):
        text = file.read_text(encoding="utf-8")
        changed += old in text
        file.write_text(text.replace(old, new), encoding="utf-8")
    assert changed == 1
    records = survey_records.write_records(tmp_path / "records")
    for command in (["rulebook", "check", path], ["score", records, "-r", path, "-o", tmp_path / "run"]):
        printed = ipscore(*command)
        assert printed.code == 1
        assert "规则文件 surveyed.toml 有 " in printed.err
        assert all(each in printed.err for each in told), printed.err
    assert not (tmp_path / "run").exists()


def test_a_sound_rulebook_outside_the_package_passes(tmp_path: Path, ipscore: Ipscore) -> None:
    printed = ipscore("rulebook", "check", survey_records.write_rulebook(tmp_path / "rules"))
    assert printed.code == 0, printed.err


@pytest.mark.parametrize("name", ["2016", "2017"])
def test_the_rulebooks_of_the_package_fit(ipscore: Ipscore, name: str) -> None:
    assert ipscore("rulebook", "check", name).code == 0


def test_a_questionnaire_that_is_nowhere_is_told(tmp_path: Path, ipscore: Ipscore) -> None:
    path = survey_records.write_rulebook(tmp_path / "rules")
    (path.parent / "small_questions.toml").unlink()
    printed = ipscore("rulebook", "check", path)
    assert printed.code == 1
    assert "找不到问卷" in printed.err
