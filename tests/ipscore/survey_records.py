"""The small evaluation with a survey: a rulebook outside the package, its questionnaire beside it, and answers."""

from __future__ import annotations

from pathlib import Path

from tests.ipscore import small_records
from tests.reports.small import SMALL, WITH_SURVEY

QUESTIONNAIRE = """
id = "small_questions"
title = "小问卷"
year = 2017

[[attribute]]
code = "region"
label = "地区"
options = ["东部", "西部"]

[[question]]
code = "rights_reminder"
label = "权利提示"
wording = "是否满意？"
options = ["满意", "一般", "不满意"]

[[quality]]
id = "unfinished"
kind = "unfinished"
label = "未完成"
basis = "assumed"
reference = { title = "小规则第12条" }

[[quality]]
id = "too_fast"
kind = "too_fast"
label = "过快"
share_of_median = 0.3
basis = "assumed"
reference = { title = "小规则第12条" }
"""

ANSWERS = [
    *("甲证券,满意,东部,已完成" for _ in range(6)),
    *("甲证券,不满意,西部,已完成" for _ in range(3)),
    "甲证券,一般,东部,已开始",
    *("乙证券,满意,东部,已完成" for _ in range(4)),
    *("乙证券,一般,西部,已完成" for _ in range(4)),
    *("丙证券,一般,东部,已完成" for _ in range(5)),
]
MARGINS = "变量,类别,占比\n地区,东部,30%\n地区,西部,70%\n"


def write_rulebook(folder: Path) -> Path:
    """The rulebook, the one it extends and its questionnaire; returns the rulebook's file."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "small.toml").write_bytes(SMALL.read_bytes())
    (folder / "small_questions.toml").write_text(QUESTIONNAIRE, encoding="utf-8")
    text = WITH_SURVEY.read_text(encoding="utf-8")
    path = folder / "surveyed.toml"
    path.write_text(text.replace("\n[survey]", '\nquestionnaire = "small_questions"\n\n[survey]'), encoding="utf-8")
    return path


def write_records(folder: Path) -> Path:
    """The records with the answers."""
    small_records.write(folder)
    rows = [f"DJ{n:03},2017-11-08,{answer}" for n, answer in enumerate(ANSWERS)]
    head = "答卷编号,填答日期,证券公司,权利提示,地区,填答状态"
    (folder / "投资者调查答卷.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return folder
