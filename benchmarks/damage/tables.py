"""The small tables of a folder that is damaged: valid before, of three sources and the register."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from stdnum.cn import uscc

if TYPE_CHECKING:
    import random

Row = dict[str, Any]
Rows = list[Row]

REGISTER, COMPLAINTS, RATIOS, VISITS = "证券公司名录", "12386投诉工单", "年报风控指标", "走访记录"
NAMES = {REGISTER: "firm_register", COMPLAINTS: "complaints", RATIOS: "annual_ratios", VISITS: "visits"}
"""Title of a source → its name."""

_FIRMS = ("丙丁证券", "戊己证券", "庚辛证券", "壬癸证券")
_START = date(2018, 1, 2)


def draw_tables(draw: random.Random) -> dict[str, Rows]:
    """Title → rows: the register and three sources of 5 to 20 rows."""
    return {
        REGISTER: _register(),
        COMPLAINTS: [_complaint(draw, number) for number in range(draw.randint(5, 20))],
        RATIOS: [_ratio(draw, firm, ratio) for firm in _FIRMS for ratio in ("资本杠杆率", "融资融券余额占比")],
        VISITS: [_visit(draw, number) for number in range(draw.randint(5, 20))],
    }


def _register() -> Rows:
    rows = []
    for number, firm in enumerate(_FIRMS):
        body = f"9133010055{number:07d}"
        rows.append(
            {
                "统一社会信用代码": body + uscc.calc_check_digit(body),
                "公司全称": f"{firm}股份有限公司",
                "公司简称": firm,
                "曾用名": "",
                "成立日期": date(2000 + number, 3, 4),
                "经纪业务资格": "是",
                "合并至": "",
            }
        )
    return rows


def _day(draw: random.Random) -> date:
    return _START + timedelta(days=draw.randrange(300))


def _complaint(draw: random.Random, number: int) -> Row:
    received = _day(draw)
    return {
        "工单编号": f"T{number:04d}",
        "证券公司": draw.choice(_FIRMS),
        "投诉类别": draw.choice(["交易系统", "服务质量", "其他"]),
        "受理日期": received,
        "办结日期": received + timedelta(days=draw.randrange(30)) if draw.random() < 0.8 else "",
        "是否存在过错": draw.choice(["是", "否"]),
    }


def _ratio(draw: random.Random, firm: str, ratio: str) -> Row:
    return {
        "证券公司": firm,
        "指标名称": ratio,
        "分子": draw.randrange(1, 90) * 100,
        "分母": 10000,
        "截止日期": date(2018, 12, 31),
    }


def _visit(draw: random.Random, number: int) -> Row:
    return {
        "走访编号": f"V{number:04d}",
        "证券公司": draw.choice(_FIRMS),
        "走访日期": _day(draw),
        "走访结果": draw.choice(["良好", "一般", "较差"]),
        "在场人数": draw.randrange(1, 30),
        "满意比例": draw.randrange(100) / 100,
        "是否复访": draw.choice(["是", "否", ""]),
    }
