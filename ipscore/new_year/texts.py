"""The files of a new year as text: what differs from the old year's, with its days moved."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from indicator_tree import RulebookNotFoundError
from indicator_tree.loading import available, extended
from indicator_tree.unreadable import text_in
from ipscore.errors import TargetError
from ipscore.new_year.moving import same_day
from ipscore.new_year.old_year import CALENDAR, closed_days, seed_follows_the_year
from ipscore.new_year.toml_text import quoted, with_dates, with_value, without_opening_comment
from surveys.coding_scheme import load_coding_scheme
from surveys.questionnaire import load_questionnaire

if TYPE_CHECKING:
    from pathlib import Path

    from ipscore.new_year.old_year import OldYear

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


def rulebook_text(old: OldYear, folder: Path) -> str:
    """The rulebook of the new year, which extends the old one.

    Raises:
        TargetError: the folder holds a file that would be read for the old one's.
    """
    book = old.rulebook
    start, end = old.period
    lines = [
        f"# {old.new} 年度：只写与 {book.id} 不同之处，其余继承。逐项核对见 新年度清单.md。",
        "",
        f"extends = {quoted(_extends(old, folder))}",
        '# remove = []    # 不再沿用的项：键路径的列表，如 [["indicator", "4.2.3"]]；须写在第一张表之前',
        "",
        f"id = {quoted(old.named(book.id))}",
        f"title = {quoted(old.titled(book.title))}",
        f"year = {old.new}",
    ]
    if book.questionnaire is not None:
        lines.append(f"questionnaire = {quoted(old.named(book.questionnaire))}")
    if book.note:
        lines.append('note = ""')
    lines += ["", "[period]", f"start = {start}", f"end = {end}"]
    if seed_follows_the_year(book):
        lines += ["", "[robustness]", f"seed = {old.new}"]
    return "\n".join(lines) + "\n"


def _extends(old: OldYear, folder: Path) -> str:
    """How the new rulebook names the old one, so that no other file is read."""
    if old.file in available().values():
        names = [old.file.stem]
    else:
        path = _relative(old.file, folder)
        names = [path.removesuffix(".toml"), path]
    taken = None
    for name in names:
        try:
            read = extended(folder.resolve() / f"{old.named(old.rulebook.id)}.toml", name)
        except RulebookNotFoundError:
            continue
        if read.resolve() == old.file:
            return name
        taken = read
    told = f"{taken} 与上年度的规则 {old.file.name} 同名，extends 会读到它" if taken else f"extends 找不到 {old.file}"
    raise TargetError(f"{told}", f"请把 {old.file.name} 改名、移走，或另选一个文件夹")


def _relative(file: Path, folder: Path) -> str:
    try:
        return os.path.relpath(file, folder.resolve()).replace(os.sep, "/")
    except ValueError:  # another drive
        return file.as_posix()


def questionnaire_text(old: OldYear, path: Path) -> str:
    """The questionnaire of the new year: the old one's questions, with its field period moved."""
    text = text_in(path.read_bytes())
    asked = load_questionnaire(path)
    name = str(old.rulebook.questionnaire)
    field = old.field_period()
    text = with_dates(text, old.moved(field) if field else (lambda day: same_day(day, old.years)))
    text = _named(text, old, name, asked.title, path.name)
    if field is not None:
        moved = f"由 {old.year} 年度的调查期（{field[0]} 至 {field[1]}）顺延，待按实际调查期改写"
        for key, value in (("basis", "assumed"), ("note", moved)):
            text = with_value(text, "field_period", key, quoted(value), path.name)
        reference = f"{{ title = {quoted(f'由 {old.year} 年度顺延，尚无出处')} }}"
        text = with_value(text, "field_period", "reference", reference, path.name)
    return f"# 抄自 {name}：改了代码、名称、年度与调查期；题目、选项与质量规则照旧，请逐题核对。\n{text}"


def scheme_text(old: OldYear, path: Path) -> str:
    """The coding scheme of the new year: the old one's steps, with its rounds moved and the new year's holidays."""
    text = text_in(path.read_bytes())
    scheme = load_coding_scheme(path)
    text = with_dates(text, old.moved_rounds())
    text = _named(text, old, path.stem, scheme.title, path.name)
    closed = closed_days(old)
    days = ", ".join(day.isoformat() for day in closed)
    text = re.sub(r"(?m)^holidays\s*=\s*\[[^\]]*\]", f"holidays = [{days}]", text)
    known = f"休市日取自 {CALENDAR} 的交易日历" if closed else f"{old.new} 年度的节假日待填（holidays）"
    reference = f"{{ title = {quoted(f'轮次由 {old.year} 年度顺延，待确认；{known}')} }}"
    text = with_value(text, "calls", "reference", reference, path.name)
    text = with_value(text, "calls", "basis", quoted("assumed"), path.name)
    return f"# 抄自 {path.stem}：改了代码、名称、年度、轮次与节假日；编码说明照旧，请核对。\n{text}"


def _named(text: str, old: OldYear, name: str, title: str, file: str) -> str:
    text = with_value(without_opening_comment(text), "", "id", quoted(old.named(name)), file)
    text = with_value(text, "", "title", quoted(old.titled(title)), file)
    return with_value(text, "", "year", str(old.new), file)
