"""One year of an invented market: every table of records as a tidy office would hand it over.

Every table matters for the scores of many firms, so that a cell that is lost or misread moves a score.
"""

from __future__ import annotations

import csv
import random
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from stdnum.cn import uscc

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

Row = dict[str, Any]
Table = list[Row]

NAMES = tuple(
    f"{a}{b}"
    for a, b in zip(
        "听暮青拾望半栖落汀沐远枕临石南雪碧归长朝疏鉴翠素横采浮停空余",
        "涛云崖穗岫亭云枫芷雨岫溪皋屏渡窦梧鸿堤露桐湖屏商塘蕨玉舟谷韵",
        strict=True,
    )
)
EVALUATED = 27
FORMER = {4: "旧望岫证券、望岫信托经纪有限公司", 9: "沐风证券"}
QUESTIONS = {
    "权利与风险提醒": ("非常满意", "满意", "一般", "不满意", "非常不满意"),
    "投资者教育满意度": ("非常满意", "满意", "一般", "不满意", "非常不满意"),
    "搭配销售": ("从来没有", "非常少", "偶尔", "经常"),
    "产品适合程度": ("是", "否"),
    "风险说明": ("充分提示了风险", "仅含糊说了一下", "不记得了", "没有提示风险"),
    "委托管理": ("不存在", "存在"),
    "违约与承诺": ("不存在", "存在"),
    "推荐股票": ("不存在", "存在"),
}
RATIOS = {
    "资本杠杆率": (0.1, 0.9),
    "权益类证券成本集中度": (0.01, 0.2),
    "权益类证券市值集中度": (0.001, 0.04),
    "单一客户授信集中度": (0.005, 0.04),
    "融资融券余额占比": (0.2, 2.5),
}
YES = {True: "是", False: "否", None: ""}


def credit_code(number: int) -> str:
    """A valid credit code."""
    body = f"9144030077{number:07d}"
    return body + uscc.calc_check_digit(body)


@cache
def _made() -> dict[str, tuple[tuple[tuple[str, Any], ...], ...]]:
    draw = random.Random(2018)
    register = _register()
    full = {row["公司简称"]: row["公司全称"] for row in register}
    firms = [row["公司简称"] for row in register[:EVALUATED]]
    tables = {
        "证券公司名录": register,
        "资金监控预警": _warnings(draw, firms),
        "12386投诉工单": _complaints(draw, firms),
        "诚信档案措施": _measures(draw, firms, full),
        "年报风控指标": _ratios(draw, firms),
        "投教产品": _products(draw, firms),
        "投教活动": _activities(draw, firms),
        "投教基地": _bases(draw, firms),
        "社会责任项目": _projects(draw, firms),
        "电话畅通调查": _calls(draw, firms),
        "投资者调查答卷": _responses(draw, firms),
    }
    return {title: tuple(tuple(row.items()) for row in rows) for title, rows in tables.items()}


def market() -> dict[str, Table]:
    """Title of a source → its rows; the caller's own."""
    return {title: [dict(row) for row in rows] for title, rows in _made().items()}


def write_csv(path: Path, rows: Iterable[Row], *, encoding: str = "utf-8-sig", separator: str = ",") -> None:
    """A table as text; the header is that of the first row."""
    listed = [list(row.items()) for row in rows]
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=separator)
        writer.writerow([header for header, _ in listed[0]])
        writer.writerows([[cell for _, cell in row] for row in listed])


def write_market(folder: Path, tables: dict[str, Table]) -> Path:
    """A folder with one CSV per table."""
    folder.mkdir(parents=True)
    for title, rows in tables.items():
        write_csv(folder / f"{title}.csv", rows)
    return folder


def _register() -> Table:
    rows = [
        {
            "统一社会信用代码": credit_code(100 + number),
            "公司全称": f"{name}证券股份有限公司",
            "公司简称": f"{name}证券",
            "曾用名": FORMER.get(number, ""),
            "成立日期": date(1996 + number % 15, 1 + number % 12, 3 + number % 20),
            "经纪业务资格": "是",
            "合并至": "",
        }
        for number, name in enumerate(NAMES)
    ]
    rows[27]["合并至"] = rows[1]["公司简称"]
    rows[28]["成立日期"] = date(2018, 7, 2)
    rows[29]["经纪业务资格"] = "否"
    return rows


def _day(draw: random.Random) -> date:
    return date(2018, 1, 1) + timedelta(days=draw.randrange(365))


def _warnings(draw: random.Random, firms: list[str]) -> Table:
    return [
        {
            "预警编号": f"YJ18{number:04d}",
            "证券公司": draw.choice(firms),
            "预警日期": _day(draw),
            "预警级别": draw.choice(["提示关注", "一般预警", "重大预警"]),
            "预警事项": draw.choice(["余额不符", "数据迟报", "划款异常"]),
        }
        for number in range(1, 41)
    ]


def _complaints(draw: random.Random, firms: list[str]) -> Table:
    categories = ["交易系统", "从业人员行为", "违规荐股", "违规销售搭售", "适当性匹配", "风险提示", "服务质量", "其他"]
    rows = []
    for number in range(1, 161):
        received = _day(draw)
        closed = received + timedelta(days=draw.randrange(1, 60))
        rows.append(
            {
                "工单编号": f"GD18{number:05d}",
                "证券公司": draw.choice(firms),
                "投诉类别": draw.choice(categories),
                "受理日期": received,
                "办结日期": closed if draw.random() < 0.85 else "",
                "是否存在过错": draw.choice(["是", "否"]),
            }
        )
    return rows


def _measures(draw: random.Random, firms: list[str], full: dict[str, str]) -> Table:
    matters = ["资金账户安全", "交易系统安全", "勤勉尽责与执业", "适当性管理", "承诺收益", "违规销售搭售"]
    rows = []
    for number in range(1, 37):
        firm = full[draw.choice(firms)]
        branch = draw.random() < 0.4
        authority, kind = draw.choice([("监管部门", "行政监管措施"), ("行业自律组织", "行业自律惩戒措施")])
        rows.append(
            {
                "措施编号": f"CS18{number:03d}",
                "证券公司": firm,
                "决定日期": _day(draw),
                "作出机构": authority,
                "措施类型": kind,
                "涉及事项": draw.choice(matters),
                "当事人": f"{firm}第{number}营业部" if branch else firm,
                "当事人类型": "公司",
                "层级": "分支机构" if branch else "公司",
            }
        )
    return rows


def _ratios(draw: random.Random, firms: list[str]) -> Table:
    rows = []
    for firm in firms:
        for ratio, (low, high) in RATIOS.items():
            denominator = draw.randrange(20_0000, 500_0000) * 10_000
            numerator = round(denominator * draw.uniform(low, high) / 10_000) * 10_000
            rows.append(
                {
                    "证券公司": firm,
                    "指标名称": ratio,
                    "分子": numerator,
                    "分母": denominator,
                    "截止日期": date(2018, 12, 31),
                }
            )
    return rows


def _products(draw: random.Random, firms: list[str]) -> Table:
    return [
        {
            "产品编号": f"CP18{number:04d}",
            "证券公司": firm,
            "产品名称": f"看懂风险第{number}期",
            "产品形式": draw.choice(["海报折页", "图文", "微视频", "动画"]),
            "内容主题": draw.choice(["风险提示", "理性投资"]),
            "点击量": draw.randrange(1, 900) * 100,
            "发布日期": _day(draw),
        }
        for number, firm in enumerate(_several(draw, firms, 2, 8), 1)
    ]


def _activities(draw: random.Random, firms: list[str]) -> Table:
    return [
        {
            "活动编号": f"HD18{number:04d}",
            "证券公司": firm,
            "活动名称": f"理性投资讲座{number}",
            "活动主题": draw.choice(["理性投资", "风险提示"]),
            "组织方式": draw.choice(["自主策划", "监管部门组织"]),
            "场次": draw.randrange(1, 60),
            "参与人次": draw.randrange(20, 6000),
            "开展日期": _day(draw),
        }
        for number, firm in enumerate(_several(draw, firms, 2, 8), 1)
    ]


def _bases(draw: random.Random, firms: list[str]) -> Table:
    rows = []
    for number, firm in enumerate(firms, 1):
        tier = draw.choice(["国家级", "省级", "申报未成功", "未申报"])
        named = tier in {"国家级", "省级"}
        rows.append(
            {
                "基地编号": f"JD18{number:03d}",
                "证券公司": firm,
                "级别": tier,
                "形式": draw.choice(["实体", "互联网"]) if named else "",
                "授牌日期": date(2016, 5, number) if named else "",
            }
        )
    return rows


def _projects(draw: random.Random, firms: list[str]) -> Table:
    return [
        {
            "项目编号": f"XM18{number:03d}",
            "证券公司": firm,
            "类别": draw.choice(["服务实体经济", "支持贫困地区融资", "公益扶贫"]),
            "方式": draw.choice(["债券", "捐赠"]),
            "案例数": draw.randrange(1, 6),
            "金额": draw.randrange(1, 4000) / 100,
            "完成日期": _day(draw),
        }
        for number, firm in enumerate(_several(draw, firms, 1, 4), 1)
    ]


def _calls(draw: random.Random, firms: list[str]) -> Table:
    rows = []
    for firm in firms:
        for number in (1, 2, 3):
            connected = draw.random() < 0.95
            answered = draw.random() < 0.9 if connected else None
            polite, effective = (draw.random() < 0.9, draw.random() < 0.8) if answered else (None, None)
            rows.append(
                {
                    "拨测编号": f"BC18{len(rows) + 1:03d}",
                    "证券公司": firm,
                    "轮次": number,
                    "拨测日期": date(2018, 9, 5 * number),
                    "能否接通": YES[connected],
                    "有人接听": YES[answered],
                    "态度良好": YES[polite],
                    "有效答复": YES[effective],
                }
            )
    return rows


def _responses(draw: random.Random, firms: list[str]) -> Table:
    rows = []
    for firm in firms:
        quality = draw.uniform(0.5, 0.95)
        for number in range(9):
            hasty = number == draw.randrange(9)
            row: Row = {
                "答卷编号": f"DJ18{len(rows) + 1:04d}",
                "证券公司": firm,
                "填答日期": date(2018, 9, 4) + timedelta(days=draw.randrange(80)),
                "受访者编号": f"SF{len(rows) + 1:05d}",
                "填答状态": "已完成",
                "填答用时": draw.randrange(30, 50) if hasty else draw.randrange(300, 900),
            }
            for question, options in QUESTIONS.items():
                weights = [quality, *((1 - quality) / place for place in range(1, len(options)))]
                row[question] = options[-1] if hasty else draw.choices(options, weights)[0]
            rows.append(row)
    return rows


def _several(draw: random.Random, firms: list[str], low: int, high: int) -> list[str]:
    return [firm for firm in firms for _ in range(draw.randrange(low, high))]
