from __future__ import annotations

import pytest

from surveys.errors import QuestionnaireError
from surveys.questionnaire import load_questionnaire
from surveys.responses import source

GOOD = """
id = "q"
title = "问卷"
year = 2017
[[question]]
code = "a"
label = "甲"
wording = "甲如何？"
options = ["好", "坏"]
[[question]]
code = "b"
label = "乙"
wording = "乙如何？"
options = ["是", "否", "不知道"]
asked_if = { a = ["好"] }
"""
CITED = 'basis = "assumed"\nreference = { title = "测试" }\n'
PERIOD = f"[field_period]\nstart = 2017-10-01\nend = 2017-10-31\n{CITED}"
UNFINISHED = f'[[quality]]\nid = "unfinished"\nkind = "unfinished"\nlabel = "未完成"\n{CITED}'


def rule(text: str) -> str:
    return GOOD + UNFINISHED + f'[[quality]]\nid = "r"\nlabel = "某种"\n{text}\n{CITED}'


BAD = {
    "no_toml": ("id = ", "不是完好的 TOML"),
    "options_twice": (GOOD.replace('"坏"', '"好"'), r"question\.\[1\]\.options：选项重复"),
    "codes_twice": (GOOD.replace('"b"', '"a"').replace('"乙"', '"甲"'), "题目代码或表头重复：a、甲"),
    "reserved_code": (GOOD.replace('"b"', '"seconds"'), "代码 seconds 是答卷固有的列"),
    "unknown_key": (GOOD.replace("label", "lable", 1), r"question\.\[1\]\.lable：未知的键"),
    "no_questions": ('id = "q"\ntitle = "问卷"\nyear = 2017\nquestion = []', "question：至少要有 1 项"),
    "codes_for_some_options": (GOOD.replace('["好", "坏"]', '["好", "坏"]\ncodes = ["1"]', 1), "选项 2 个，代码 1 个"),
    "codes_twice_over": (GOOD.replace('["好", "坏"]', '["好", "坏"]\ncodes = ["1", "1"]', 1), "互不相同"),
    "several_scored": (GOOD.replace('wording = "甲如何？"', 'wording = "甲如何？"\nmultiple = true'), "不能计分"),
    "routing_by_several": (
        GOOD.replace('wording = "甲如何？"', 'wording = "甲如何？"\nmultiple = true\nscored = false'),
        r"b\.asked_if：没有题目 a",
    ),
    "wordings_alike": (
        GOOD.replace("乙如何？", "3、甲如何"),
        "表头“甲如何”可以是不止一题：a、b",
    ),
    "share_of_all": (GOOD + f"[unrecognised]\nshare = 1.0\n{CITED}", "应小于 1"),
    "routing_to_nowhere": (GOOD.replace("{ a =", "{ c ="), r"b\.asked_if：没有题目 c（须为排在它之前的题目）；可用：a"),
    "routing_by_a_later_question": (GOOD.replace("{ a =", "{ b ="), r"b\.asked_if：没有题目 b"),
    "routing_by_no_option": (GOOD.replace('["好"] }', '["好啊"] }'), r"b\.asked_if\.a：没有选项“好啊”；可用：好、坏"),
    "unknown_kind": (rule('kind = "tired"'), "没有这种规则：tired；可用：.*unfinished"),
    "rule_without_citation": (rule('kind = "not_client"').removesuffix(CITED), "basis：缺少此项"),
    "attention_to_nothing": (rule('kind = "attention"\nquestion = "c"\nexpected = "好"'), r"quality\.r：没有题目 c"),
    "attention_to_no_option": (rule('kind = "attention"\nquestion = "a"\nexpected = "中"'), "没有选项“中”"),
    "contradiction_of_one": (rule('kind = "inconsistent"\nwhen = { a = ["好"] }'), "至少要有 2 项"),
    "contradiction_of_no_option": (
        rule('kind = "inconsistent"\nwhen = { a = ["好"], b = ["也许"] }'),
        r"quality\.r\.when\.b：没有选项“也许”",
    ),
    "lines_of_unlike_lists": (rule('kind = "straight_lining"\nquestions = ["a", "b"]'), "各题选项个数不同"),
    "period_not_given": (rule('kind = "outside_field_period"'), r"须写明 \[field_period\]"),
    "period_backwards": (GOOD + PERIOD.replace("10-31", "09-30"), "field_period：end（2017-09-30）不得早于"),
    "route_not_given": (rule('kind = "off_route"').replace('asked_if = { a = ["好"] }\n', ""), "没有题目写明 asked_if"),
    "share_out_of_range": (rule('kind = "too_fast"\nshare_of_median = 1.5'), "应小于 1"),
    "unfinished_not_first": (GOOD + UNFINISHED.replace("unfinished", "not_client"), "第一条须为 kind = unfinished"),
    "unfinished_twice": (rule('kind = "unfinished"'), "且只有一条"),
    "ids_twice": (rule('kind = "not_client"').replace('id = "r"', 'id = "unfinished"'), "id 重复：unfinished"),
    "trimming_backwards": (
        GOOD + f"[weighting]\ntrim_low = 1.0\ntrim_high = 0.5\ntolerance = 1e-6\niterations = 9\n{CITED}",
        r"weighting\.trim_high：应大于 1",
    ),
}


def test_the_questions_of_2017():
    questions = {question.code: question for question in load_questionnaire("investor_2017").question}
    assert [code for code, question in questions.items() if question.scored] == [
        *("rights_reminder", "education_satisfaction", "tie_in_sales", "suitability_match", "risk_disclosure"),
        *("entrusted_funds", "contract_breach", "stock_tips"),
    ]
    assert questions["risk_disclosure"].options == ("充分提示了风险", "仅含糊说了一下", "不记得了", "没有提示风险")


def test_a_file_may_lack_attributes_and_unscored_questions_only():
    questionnaire = load_questionnaire("investor_2017")
    columns = {column.name: column for column in source(questionnaire).columns}
    closed = [*questionnaire.attribute, *questionnaire.question]
    optional = [each.code for each in closed if columns[each.code].optional]
    assert optional == ["region", "age", "assets", "trading", "attention_check"]
    assert all(columns[each.code].options == each.options for each in closed)


def test_everything_assumed_in_2017_says_so():
    questionnaire = load_questionnaire("investor_2017")
    cited = [questionnaire.field_period, questionnaire.weighting, *questionnaire.quality]
    assert {each.basis for each in cited} == {"assumed"}


def test_a_questionnaire_without_rules_still_rejects_what_is_unfinished(tmp_path):
    path = tmp_path / "q.toml"
    path.write_text(GOOD, encoding="utf-8")
    assert [each.kind for each in load_questionnaire(path).quality] == ["unfinished"]


@pytest.mark.parametrize(("text", "says"), BAD.values(), ids=BAD)
def test_a_faulty_questionnaire_says_what_is_wrong(tmp_path, text, says):
    path = tmp_path / "q.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(QuestionnaireError, match=says) as error:
        load_questionnaire(path)
    assert "q.toml" in str(error.value)


def test_an_unknown_questionnaire_names_those_that_exist():
    with pytest.raises(QuestionnaireError, match="可用：investor_2016、investor_2017"):
        load_questionnaire("investor_1999")
