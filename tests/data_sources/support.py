"""A small evaluation to read: six firms, the year 2017, a few closed vocabularies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from stdnum.cn import uscc

import surveys
from data_sources import SOURCES
from data_sources.intake import read_records
from indicator_tree.mapping import Mapping
from surveys.questionnaire import load_questionnaire

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from data_sources.records import Records

ALL = SOURCES + surveys.sources(load_questionnaire("investor_2017"))
BY_NAME = {source.name: source for source in ALL}
VOCABULARY = {
    "fund_warnings": {"level": ("提示关注", "一般预警", "重大预警")},
    "complaints": {"category": ("交易系统", "开户、转户（销户）", "其他")},
    "integrity_measures": {"subject_kind": ("公司", "人员"), "subject_level": ("公司", "分支机构")},
}


def code(number: int) -> str:
    """A valid credit code."""
    body = f"9111000010000{number:04d}"
    return body + uscc.calc_check_digit(body)


HUAXIA, BEIHAI, XIBU, XINSHE, TOUHANG, NANSHAN = (code(number) for number in range(1, 7))
REGISTER = f"""统一社会信用代码,公司全称,公司简称,曾用名,成立日期,经纪业务资格,合并至
{HUAXIA},华夏证券股份有限公司,华夏证券,华中证券、华中信托,1995-01-01,是,
{BEIHAI},北海证券有限责任公司,北海证券,,1996-01-01,是,
{XIBU},北海证券（西部）有限公司,北海西部,,2015-01-01,是,北海证券
{XINSHE},新设证券有限公司,新设证券,,2017-06-01,是,
{TOUHANG},东方投行有限责任公司,东方投行,,2011-01-01,否,
{NANSHAN},南山证券股份有限公司,南山证券,,1999-01-01,是,
"""


@dataclass(frozen=True)
class Year:
    start: date = date(2017, 1, 1)
    end: date = date(2017, 12, 31)


@dataclass(frozen=True)
class Everyone:
    minimum_age_years: float = 1.0
    requires_brokerage: bool = True
    merged: Literal["with_parent", "exclude"] = "with_parent"


def read(folder: Path, *, required: Collection[str] = (), **changes: Any) -> Records:
    """Read a folder; the register is written unless it is there."""
    if not list(folder.glob("firm_register*")) and not list(folder.glob("证券公司名录*")):
        (folder / "firm_register.csv").write_text(REGISTER, encoding="utf-8")
    given = {"sources": ALL, "period": Year(), "population": Everyone(), "vocabulary": VOCABULARY} | changes
    if "files" in given:
        given["mapping"] = Mapping(files=given.pop("files"))
    return read_records(folder, required=required, **given)
