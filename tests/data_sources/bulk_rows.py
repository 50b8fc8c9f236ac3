"""Typed rows with every kind of fault that a row of typed Parquet can have, and many that have none."""

from __future__ import annotations

import random
from datetime import date, timedelta

import polars as pl

from data_sources.limits import LONGEST_CELL
from tests.data_sources.support import HUAXIA

FIRMS = [
    *("华夏证券", "华夏证券股份有限公司", "华中证券", HUAXIA, "北海证券", "北海西部", "南山证券", "北海证券股份"),
    *("新设证券", "东方投行", "西山证券", "华夏证劵", " 华夏证券", "华夏证券\u3000", "", "#N/A", None, "Ｈ"),
]
CATEGORIES = ["交易系统", "开户、转户（销户）", "其他", "开户、转户(销户)", " 其他", "其它", "", "#REF!", None]
IDS = [
    "110101199003070012",
    "13912345678",
    " GD7",
    "GD7",
    "ＧＤ7",
    "GD\u200b8",
    "GD8",
    "",
    None,
    "#N/A",
    "GD9\n",
    "编号9",
    "1.23E+11",
    "2E+14",
    "Err:508",
    "-",
]
TEXTS = [
    "资金划付",
    "资金划付 ",
    "\u3000",
    "",
    None,
    "#NAME?",
    "电话13912345678",
    "一\n二",
    "交收#透支",
    "\u00a0x",
    "ok\u2009",
    "Err:508",
    "-",
    "——",
    "长" * (LONGEST_CELL + 1),
]


def complaints(rows: int, seed: int = 1) -> pl.DataFrame:
    """Complaints; about one in ten has a fault, and a few share their numbers."""
    draw = random.Random(seed)
    found = []
    for number in range(rows):
        received = date(2017, 1, 1) + timedelta(days=draw.randrange(365))
        row = {
            "工单编号": f"GD2017-{number:06}",
            "公司": draw.choice(FIRMS[:8]),
            "投诉类别": draw.choice(CATEGORIES[:3]),
            "受理日期": received,
            "办结日期": draw.choice([None, received + timedelta(days=draw.randrange(60))]),
            "是否存在过错": draw.random() < 0.3,
            "备注": draw.choice([None, "无"]),
        }
        match draw.randrange(40):
            case 0:
                row["工单编号"] = draw.choice(IDS)
            case 1:
                row["公司"] = draw.choice(FIRMS)
            case 2:
                row["投诉类别"] = draw.choice(CATEGORIES)
            case 3:
                row["受理日期"] = draw.choice([None, date(2016, 12, 31), date(2018, 1, 1), date(1, 1, 1)])
            case 4:
                row["办结日期"] = received - timedelta(days=1)
            case 5:
                row["是否存在过错"] = None
            case 6:
                row = dict.fromkeys(row, None) | {"备注": draw.choice([None, " ", "仅备注"])}
            case 7:
                row["工单编号"] = f"GD2017-{draw.randrange(rows):06}"
            case 8 if found:
                row = dict(draw.choice(found))
        found.append(row)
    kinds = {"受理日期": pl.Date, "办结日期": pl.Date, "是否存在过错": pl.Boolean}
    return pl.DataFrame(found, {name: kinds.get(name, pl.String) for name in found[0]}, orient="row")


def fund_warnings(rows: int, seed: int = 2) -> pl.DataFrame:
    """Warnings, with a column of free text."""
    draw = random.Random(seed)
    found = {
        "YJ": [f"YJ-{number}" for number in range(rows)],
        "firm": [draw.choice(FIRMS) for _ in range(rows)],
        "occurred_on": [date(2017, 1, 1) + timedelta(days=draw.randrange(-5, 370)) for _ in range(rows)],
        "level": [draw.choice(["提示关注", "一般预警", "重大预警", "特大预警"]) for _ in range(rows)],
        "matter": [draw.choice(TEXTS) for _ in range(rows)],
    }
    return pl.DataFrame(found).rename({"YJ": "预警单号"})


def annual_ratios(rows: int, seed: int = 3) -> pl.DataFrame:
    """Ratios: numbers with limits, a key of three columns, and no numbers of their own."""
    draw = random.Random(seed)
    amounts = [0.0, 0.1, 1e-7, 1e16, 123456.789, -1.0, float("nan"), float("inf"), None, 2**53 + 2.0, -0.0]
    found = {
        "公司简称": [draw.choice(FIRMS) for _ in range(rows)],
        "指标名称": [
            draw.choice(["资本杠杆率", "流动性覆盖率", "净稳定资金率 ", f"指标{draw.randrange(50)}"])
            for _ in range(rows)
        ],
        "分子": [draw.choice(amounts) for _ in range(rows)],
        "分母": [draw.choice([*amounts, *([2.5] * 20)]) for _ in range(rows)],
        "截止日期": [draw.choice([date(2017, 12, 31), date(2017, 6, 30), date(2016, 12, 31)]) for _ in range(rows)],
    }
    return pl.DataFrame(
        found,
        {"公司简称": pl.String, "指标名称": pl.String, "分子": pl.Float64, "分母": pl.Float64, "截止日期": pl.Date},
    )


ROWS = {"complaints": complaints(3000), "fund_warnings": fund_warnings(1000), "annual_ratios": annual_ratios(600)}
