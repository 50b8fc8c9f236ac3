"""The files of a new year as text: what differs from the old year's, with its days moved."""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from indicator_tree.catalogue import load_catalogue
from indicator_tree.loading import available, find
from ipscore.new_year.moving import renamed, retitled, same_day, same_weekday
from ipscore.new_year.toml_text import quoted, with_dates, with_value, without_opening_comment
from scoring.kinds.registry import kind_of
from surveys.coding_scheme import find_coding_scheme
from surveys.questionnaire import find_questionnaire

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from indicator_tree import Rulebook

CALENDAR = "operations_2020"
"""The catalogue whose calendar tells the days on which nobody works, for the years that it knows."""

MAPPING = """\
# 各单位的表头、取值、文件名与规定不同的，在这里写明含义；放在数据文件夹里（与数据文件并列）才起作用。
# ipscore map 数据文件夹 会提出建议。去年写过的不会自动沿用：今年的表格未必与去年相同。
#
# [columns.complaints]
# "处理时间" = "closed_on"
#
# [values.complaints.at_fault]
# "有过错" = "是"
#
# [files]
# "投诉补充.csv" = "complaints"
"""


@dataclass(frozen=True)
class OldYear:
    """The year that a new one starts from.

    Attributes:
        rulebook: with everything that it extends.
        file: its file.
        name: how it was named: a shipped name, or a path.
    """

    rulebook: Rulebook
    file: Path
    name: str

    @property
    def year(self) -> int:
        """Its year."""
        return self.rulebook.year

    @property
    def questionnaire(self) -> Path | None:
        """The file of its questionnaire; None if it names none."""
        return find_questionnaire(self.rulebook)

    @property
    def coding_scheme(self) -> Path | None:
        """The file of its coding scheme; None if it checks no phones, or there is none for its year."""
        book = self.rulebook
        if not any(kind_of(rule).told(rule).rounds for rule in book.rules.values()):
            return None
        path = find_coding_scheme(book)
        return path if path.is_file() else None


def rulebook_text(old: OldYear, year: int, folder: Path) -> str:
    """The rulebook of the new year, which extends the old one."""
    book, years = old.rulebook, year - old.year
    lines = [
        f"# {year} 年度：只写与 {book.id} 不同之处，其余继承。逐项核对见 新年度清单.md。",
        "",
        f"extends = {quoted(_extends(old, folder))}",
        '# remove = []    # 不再沿用的项：键路径的列表，如 [["indicator", "4.2.3"]]；须写在第一张表之前',
        "",
        f"id = {quoted(renamed(book.id, old.year, year))}",
        f"title = {quoted(retitled(book.title, old.year, year))}",
        f"year = {year}",
    ]
    if book.questionnaire is not None:
        lines.append(f"questionnaire = {quoted(renamed(book.questionnaire, old.year, year))}")
    if book.note:
        lines.append('note = ""')
    lines += [
        "",
        "[period]",
        f"start = {same_day(book.period.start, years)}",
        f"end = {same_day(book.period.end, years)}",
    ]
    if book.robustness is not None and book.robustness.seed == old.year:
        lines += ["", "[robustness]", f"seed = {year}"]
    return "\n".join(lines) + "\n"


def _extends(old: OldYear, folder: Path) -> str:
    if old.file in available().values():
        return old.file.stem
    path = os.path.relpath(old.file.resolve(), folder.resolve()).replace(os.sep, "/")
    return path.removesuffix(".toml")


def questionnaire_text(path: Path, old: int, new: int) -> str:
    """The questionnaire of the new year: the old one's questions, with its field period moved."""
    text = path.read_text(encoding="utf-8")
    tables = tomllib.loads(text)
    text = with_dates(text, partial(same_weekday, years=new - old))
    text = _named(text, tables, path, old, new)
    if (field := tables.get("field_period")) is not None:
        moved = f"由 {old} 年度的调查期（{field['start']} 至 {field['end']}）顺延，待按实际调查期改写"
        for key, value in (("basis", "assumed"), ("note", moved)):
            text = with_value(text, "field_period", key, quoted(value), path.name)
        reference = f"{{ title = {quoted(f'由 {old} 年度顺延，尚无出处')} }}"
        text = with_value(text, "field_period", "reference", reference, path.name)
    return f"# 抄自 {path.stem}：改了代码、名称、年度与调查期；题目、选项与质量规则照旧，请逐题核对。\n{text}"


def scheme_text(path: Path, old: int, new: int) -> str:
    """The coding scheme of the new year: the old one's steps, with its rounds moved and the new year's holidays."""
    text = path.read_text(encoding="utf-8")
    tables = tomllib.loads(text)
    text = with_dates(text, partial(same_weekday, years=new - old))
    text = _named(text, tables, path, old, new)
    closed = closed_days(new)
    days = ", ".join(day.isoformat() for day in closed)
    text = re.sub(r"(?m)^holidays\s*=\s*\[[^\]]*\]", f"holidays = [{days}]", text)
    known = f"休市日取自 {CALENDAR} 的交易日历" if closed else f"{new} 年的节假日待填（holidays）"
    reference = f"{{ title = {quoted(f'轮次由 {old} 年度顺延，待确认；{known}')} }}"
    text = with_value(text, "calls", "reference", reference, path.name)
    text = with_value(text, "calls", "basis", quoted("assumed"), path.name)
    return f"# 抄自 {path.stem}：改了代码、名称、年度、轮次与节假日；编码说明照旧，请核对。\n{text}"


def _named(text: str, tables: dict[str, object], path: Path, old: int, new: int) -> str:
    text = with_value(without_opening_comment(text), "", "id", quoted(renamed(path.stem, old, new)), path.name)
    text = with_value(text, "", "title", quoted(retitled(str(tables.get("title", "")), old, new)), path.name)
    return with_value(text, "", "year", str(new), path.name)


def closed_days(year: int) -> tuple[date, ...]:
    """Weekdays of a year on which the market is closed; none where the calendar does not know the year."""
    return tuple(day for day in load_catalogue(CALENDAR).calendar.closed if day.year == year)


def old_year(rulebook: Rulebook, name: str) -> OldYear:
    """The year that a rulebook is of; `name` is how it was named."""
    return OldYear(rulebook, find(name), name)
