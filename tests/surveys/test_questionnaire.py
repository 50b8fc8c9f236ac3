import pytest

from surveys.questionnaire import QuestionnaireError, load_questionnaire

GOOD = """
id = "q"
title = "问卷"
year = 2017
[[question]]
code = "a"
label = "甲"
wording = "甲如何？"
options = ["好", "坏"]
"""


def test_the_questions_of_2017():
    questions = {question.code: question.options for question in load_questionnaire("investor_2017").question}
    assert list(questions) == [
        *("rights_reminder", "education_satisfaction", "tie_in_sales", "suitability_match", "risk_disclosure"),
        *("entrusted_funds", "contract_breach", "stock_tips"),
    ]
    assert questions["risk_disclosure"] == ("充分提示了风险", "仅含糊说了一下", "不记得了", "没有提示风险")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("id = ", "不是完好的 TOML"),
        (GOOD.replace('"坏"', '"好"'), "选项重复"),
        (GOOD + GOOD[GOOD.index("[[") :], "题目代码或表头重复：a、甲"),
        (GOOD.replace("label", "lable"), "question.0.lable"),
    ],
)
def test_a_faulty_questionnaire_says_what_is_wrong(tmp_path, text, says):
    path = tmp_path / "q.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(QuestionnaireError, match=says) as error:
        load_questionnaire(path)
    assert "q.toml" in str(error.value)


def test_an_unknown_questionnaire_names_those_that_exist():
    with pytest.raises(QuestionnaireError, match="现有的问卷：investor_2017"):
        load_questionnaire("investor_1999")
