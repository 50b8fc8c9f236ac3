"""The small evaluation as files that an evaluator would drop into a folder."""

from __future__ import annotations

from pathlib import Path

from tests.reports.small import MERGED, YOUNG, A, B, C

FILES = {
    "证券公司名录": [
        "统一社会信用代码,公司全称,公司简称,曾用名,成立日期,经纪业务资格,合并至",
        f"{A},甲证券股份有限公司,甲证券,老甲证券,1999-01-01,是,",
        f"{B},乙证券有限责任公司,乙证券,,2000-01-01,是,",
        f"{C},丙证券有限责任公司,丙证券,,2001-01-01,是,",
        f"{MERGED},甲证券西部有限公司,甲证券西部,,2002-01-01,是,甲证券",
        f"{YOUNG},戊证券有限公司,戊证券,,2017-09-01,是,",
    ],
    "资金监控预警": [
        "预警编号,证券公司,预警日期,预警级别,预警事项",
        "YJ1,甲证券,2017-05-01,提示关注,划款",
        "YJ2,甲证券西部,2017-05-01,提示关注,划款",
        "YJ3,老甲证券,2017-07-01,提示关注,报送",
        "YJ4,乙证券,2017-05-01,一般预警,报送",
        "YJ5,乙证券,2017-05-01,一般预警,报送",
        "YJ6,乙证劵,2017-05-01,一般预警,报送",
        "YJ7,戊证券,2017-10-01,一般预警,报送",
    ],
    "12386投诉工单": [
        "工单编号,证券公司,投诉类别,受理日期,办结日期,是否存在过错",
        *(f"GD{n:02},甲证券,其他,2017-05-01,2017-06-01,否" for n in range(1, 10)),
        "GD10,甲证券,其他,2017-05-01,,否",
        "GD11,乙证券,其他,2017-05-01,2017-06-01,否",
        "GD12,乙证券,其他,2018-01-05,2018-01-06,否",
    ],
    "年报风控指标": [
        "证券公司,指标名称,分子,分母,截止日期",
        "甲证券,资本杠杆率,54,100,2017-12-31",
        "丙证券,资本杠杆率,7,100,2017-12-31",
        "甲证券,融资融券余额占比,0,1,2017-12-31",
        "乙证券,融资融券余额占比,3,1,2017-12-31",
        "丙证券,融资融券余额占比,4,1,2017-12-31",
    ],
    "社会责任项目": [
        "项目编号,证券公司,类别,方式,案例数,金额(亿元),完成日期",
        "XM1,丙证券,公益扶贫,捐赠,4,0.1,2017-08-01",
        "XM2,丙证券,公益扶贫,捐赠,2,0.1,2017-09-01",
        "XM3,甲证券,公益扶贫,捐赠,1,0.1,2017-09-01",
    ],
}


ACCEPTED = """
[[accepted]]
source = "fund_warnings"
rejected = 1
reason = "公司名称有误，无从查证"
"""
"""The decision about the one row that is rejected."""


def write(folder: Path, *, backwards: bool = False) -> Path:
    """Write the files, in either order, and the decision about the row that is rejected."""
    folder.mkdir(parents=True)
    for name in sorted(FILES, reverse=backwards):
        (folder / f"{name}.csv").write_text("\n".join(FILES[name]) + "\n", encoding="utf-8")
    (folder / "accepted.toml").write_text(ACCEPTED, encoding="utf-8")
    return folder


def edit(folder: Path, name: str, old: str, new: str) -> None:
    """Change a file as somebody would by hand."""
    path = folder / f"{name}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
