"""A folder of complaints and measures, and the decisions about them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from data_sources.corrections.contract import SOURCE
from data_sources.records import Records
from tests.data_sources.support import ALL, read

COMPLAINTS = "工单编号,证券公司,投诉类别,受理日期,办结日期,是否存在过错"
MEASURES = "措施编号,证券公司,决定日期,作出机构,措施类型,涉及事项,当事人,当事人类型,层级"
HEADER = "来源,记录编号,处理,列,原值,新值,理由,决定文号,决定日期"
ROWS = [
    "G1,华夏证券,其他,2017-03-05,2017-04-05,否",
    "G2,华夏政券,其他,2017-03-05,,否",  # no such firm
    "G3,北海证券,交易系统,2018-01-05,,是",  # outside the period
    "G4,北海证券,交易系统,2017-05-05,,是",
    "G5,华夏证券,其它,2017年6月5日,,是",  # no such category
    "G6,新设证券,其他,2017-07-05,,否",  # not evaluated
    "G7,华夏证券,其他,2017-08-05,,否",
    "G7,华夏证券,交易系统,2017-08-05,,否",  # at odds with the one before
    "G8,华夏证券,其他,2017-09-05,,否",
    "G8,华夏证券,其他,2017-09-05,,否",  # the same again
]
PEOPLE = [
    "CX1,华夏证券,2017-03-05,监管部门,行政处罚,其他,张三、李四,人员,公司",
    "CX2,华夏证券,2017-03-05,监管部门,行政处罚,其他,华夏证券股份有限公司,公司,公司",
]


def decision(  # noqa: PLR0917  (as the columns stand)
    record: str, action: str, column: str = "", old: str = "", new: str = "", number: str = "更1", **more: str
) -> str:
    """A row of a correction file."""
    source, reason = more.get("source", "12386投诉工单"), more.get("reason", "录入有误")
    return ",".join([source, record, action, column, old, new, reason, number, more.get("on", "2018-05-10")])


def added(record: str = "G9", number: str = "更9", **cells: str) -> list[str]:
    """The rows of a new complaint."""
    new = {"证券公司": "华夏证券", "投诉类别": "其他", "受理日期": "2017-10-01", "是否存在过错": "是"} | cells
    return [decision(record, "补录", column, "", value, number) for column, value in new.items()]


def write(folder: Path, decisions: Iterable[str] | None, rows: Iterable[str] = ROWS) -> Path:
    """Complaints, measures and decisions; no decision file for None."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {"12386投诉工单": [COMPLAINTS, *rows], "诚信档案措施": [MEASURES, *PEOPLE]}
    if decisions is not None:
        files["更正决定"] = [HEADER, *decisions]
    for name, lines in files.items():
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def corrected(folder: Path, **changes: Any) -> Records:
    """Read a folder that may have decisions."""
    return read(folder, **{"sources": (*ALL, SOURCE)} | changes)
