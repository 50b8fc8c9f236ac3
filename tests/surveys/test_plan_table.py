from __future__ import annotations

import polars as pl

from reports.survey_plan_table import plan_table


def test_a_plan_tells_what_is_missing_per_firm_and_in_all_and_what_was_assumed():
    firms = pl.DataFrame(
        {
            "firm_id": ["A", "B"],
            "firm": ["甲证券", "乙证券"],
            "node": ["3.3.1", "2.1.2"],
            "name": ["委托资金管理", "权益提示"],
            "respondents": [116, 300],
            "sd": [50.0, 24.781],
            "assumed": [True, False],
            "design_effect": [1.0, 1.25],
            "needed": [1068, 263],
        }
    )
    table = plan_table(firms, 3.0, 0.95)
    assert table.title == "各公司需要的有效答卷：95% 置信区间为均分 ±3 分"
    assert table.rows == (
        ("甲证券", "1,068", "116", "952", "3.3.1 委托资金管理", "50.00*", "1.00"),
        ("乙证券", "263", "300", "0", "2.1.2 权益提示", "24.78", "1.25"),
        ("合计", "1,331", "416", "952", "", "", ""),
    )
    assert table.notes[1].startswith("* 1 家上年答案没有差异或没有答案")
