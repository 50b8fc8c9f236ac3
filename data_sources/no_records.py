"""Rows of a table that are no records: totals, notes, headers that stand again, rows that explain the header.

A row is one of these only if its cells say so and it lacks what a record must have: a record that merely mentions a
total stays a record, and a record that lacks something is rejected, never passed by.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from data_sources.canonical import BLANKS
from data_sources.constant import constant
from data_sources.exclusion import NO_RECORD
from data_sources.header_texts import header_key

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from data_sources.distinct import Alike, Distinct
    from data_sources.headers import Header
    from data_sources.source import Source
    from data_sources.stage.sheet import Sheet

_TOTAL_WORDS = (
    "合计|总计|小计|共计|累计|总和|汇总|总数|平均|平均值|均值|平均数|本页合计|本页小计|本月合计|本年累计|本期合计|全部合计|"
    "各项合计|以上合计|总合计|total|subtotal|sum|grandtotal|average"
)
_TOTAL = re.compile(
    rf"(?:{_TOTAL_WORDS})(?:数|值|金额)?(?:\(.*\))?[:：]?(?:[0-9,.]+[条件家项户笔份个次]?)?", re.IGNORECASE
)
_TOTAL_OF = re.compile(r".+[-_—:：·(]*(?:小计|合计|总计|共计|汇总|累计|平均)\)?[:：]?")
_NOTE = re.compile(
    r"(?:注|备注|附注|注释|说明|填表说明|填报说明|编制说明|特别说明|数据来源|资料来源|来源|统计口径|口径|单位|计量单位|金额单位)"
    r"[0-9一二三四五六七八九十]{0,2}[:：.、(]"
    r"|(?:制表|填表|填报|复核|审核|审批|经办|编制|录入|统计|报送|联系|核对|负责|主管|部门负责|单位负责)(?:人|人员|者|单位|部门|日期|时间|电话)?"
    r"(?:\(.{0,8}\))?[:：]"
    r"|(?:打印|导出|生成|制作|下载|更新)(?:时间|日期|人)[:：]|(?:日期|时间|电话|盖章|签字|签章|公章)[:：(]"
    r"|[(—\-]*(?:以下(?:无正文|空白|为空)|完|此页无正文|续表|续下页|接上页)[)—\-]*$|第[0-9]+页|共[0-9]+[页条]|(?!#[A-Z/0_]+[!?]?$)[※*#●■◆]+.{4,}|[-=_—*]{3,}$"
    r"|\(?(?:盖章|公章|签字|签章)\)?$"
)  # fmt: skip
_NUMBERED = re.compile(r"[(]?[0-9一二三四五六七八九十]{1,2}[).、:：]\s*[\u4e00-\u9fff《“].{3,}")
_SENTENCE = re.compile(r"[\u4e00-\u9fff].*[。；;，,].*|[\u4e00-\u9fff].{24,}")
_DATE_ONLY = re.compile(r"[0-9]{4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?(?:制|填|报)?")
_TOTAL_LIKELY = "合计|总计|小计|共计|累计|总和|汇总|总数|平均|均值|(?i:total|sum|average)"
_LIKELY = (
    rf"{_TOTAL_LIKELY}|[:：]|^共|^[0-9]{{4}}[-/.年]|^[注备附说※*#●■◆(（—\-=_]|^[0-9一二三四五六七八九十]{{1,2}}[.、)）．]"
    r"|页|正文|空白|续|章|签|[。；;，,]"
)
_FIRST_SIGN, _LAST_SIGN = "!", "~"
"""Texts between these begin with a sign of ASCII, and so with no blank."""

_IMPORT_ID = '{"ImportId"'
_BELOW = 3
"""How many rows below the header may explain it."""

_FEW, _HALF = 3, 0.5
_LONGEST = 200
"""Characters of a label of a total; patterns tried on much longer cells take minutes."""


def no_records(sheet: Sheet, source: Source, header: Header, alike: Alike, rows: pl.DataFrame) -> pl.Series | None:
    """Why rows are no records, in Chinese; null for a record; None if all of them are records.

    Args:
        sheet: the sheet.
        source: what it holds.
        header: its header.
        alike: _row and the source's columns as text, secrets as fingerprints; one row per row of `rows`.
        rows: all cells of the rows, in the columns of the sheet.
    """
    cells = alike.cells
    doubtful = _doubtful(source, header, alike, rows)
    if doubtful.is_empty():
        return None
    texts = [pl.col(name).cast(pl.String) for name in rows.columns]
    looked = rows.select(pl.all().gather(doubtful)).select(texts).rows()
    numbers = cells["_row"].gather(doubtful).to_list()
    table = _Table(source, header, _header_rows(sheet, header), _questions(numbers, looked, header))
    reasons: dict[int, str] = {}
    for at, number, row in zip(doubtful, numbers, looked, strict=True):
        row_texts = [_tidy(cell) for cell in row]
        if not any(row_texts):
            continue
        why = _why(table, row_texts, number)
        if why:
            reasons[at] = why
    if not reasons:
        return None
    found = pl.Series(list(reasons.values()), dtype=pl.String)
    return constant(None, rows.height, pl.String).scatter(list(reasons), found)


def _doubtful(source: Source, header: Header, alike: Alike, rows: pl.DataFrame) -> pl.Series:
    """The rows next to the header, and those that lack something, or name a total or a header: nearly always few."""
    cells = alike.cells
    near = pl.col("_row") < header.row + 2 + _BELOW
    needed = _must(source, header)
    must = [name for name in needed if cells.schema[name] == pl.String]
    gaps = [name for name in needed if cells[name].null_count()]
    lacking = [cells[name].is_null() for name in gaps]
    lacking += _begin_blank({name: alike.of(name) for name in must})
    lacks = pl.any_horizontal(lacking) if lacking else pl.lit(value=False)
    if "firm" in must:
        named = pl.lit(_name_something_else(alike.of("firm"), header_key(header.texts["firm"])))
    else:
        named = pl.any_horizontal([pl.col(name) == header.texts[name] for name in must[:1]] or [pl.lit(value=False)])
    spread = pl.col(must[0]) == pl.col(must[1]) if len(must) > 1 else pl.lit(value=False)  # over several columns
    first_look = near | named.fill_null(value=False) | spread.fill_null(value=False)
    found = cells.select(first_look.alias("first"), lacks.alias("lacks"))
    first, lacks_any = found["first"].arg_true(), found["lacks"].fill_null(value=False)
    if not lacks_any.any():
        return first
    lacking_rows = lacks_any.arg_true()
    told = _may_tell(cells.select("_row", *must)[lacking_rows], rows[lacking_rows])
    return pl.concat([first, lacking_rows.filter(told)]).unique().sort()


def _name_something_else(firms: Distinct, header: str) -> pl.Series:
    """Which rows name a total or the header where the firm should stand."""
    odd = [text is not None and _is_no_firm(text, header) for text in firms.texts]
    return firms.spread(pl.Series(odd, dtype=pl.Boolean))


@lru_cache(maxsize=4096)
def _is_no_firm(text: str, header: str) -> bool:
    """See above; the same few names come again in every batch."""
    return _is_total(_tidy(text)) or header_key(text) == header


def _begin_blank(columns: Mapping[str, Distinct]) -> list[pl.Series]:
    """Which rows begin with a blank, of every column in which any does; every text of a firm's is looked at anyway."""
    found = []
    for name, cells in columns.items():
        if ((cells.texts < _FIRST_SIGN) | (cells.texts > _LAST_SIGN)).any():
            blank = cells.texts.str.contains(f"^[{BLANKS}]+$" if name == "firm" else f"^[{BLANKS}]")
            found += [cells.spread(blank)] if blank.any() else []
    return found


def _may_tell(cells: pl.DataFrame, rows: pl.DataFrame) -> pl.Series:
    """Which rows may say something other than a record: their label, a single cell, or a total."""
    texts = [pl.col(name).cast(pl.String) for name in rows.columns]
    filled = [pl.when(text.str.contains(f"[^{BLANKS}]")).then(text) for text in texts]
    ends = rows.select(pl.coalesce(filled).alias("first"), pl.coalesce(filled[::-1]).alias("last")).select(
        pl.all().str.normalize("NFKC").str.replace_all(f"[{BLANKS}]", "")
    )
    first, last = pl.col("first"), pl.col("last")
    label = first.str.contains(_LIKELY)
    alone = first == last  # in one cell, or spread over several by a merge
    own = pl.any_horizontal(pl.lit(value=False), pl.exclude("_row").str.contains(_TOTAL_LIKELY).fill_null(value=False))
    told = ends.select((label | alone).fill_null(value=False)).to_series()
    return told | cells.with_columns(own.alias("_own"))["_own"]


class _Table(NamedTuple):
    """What rows are held against: the source, the header, its rows, and the numbers of rows of question texts."""

    source: Source
    header: Header
    heads: Sequence[Sequence[str]]
    questions: frozenset[int]


def _why(table: _Table, row: Sequence[str], number: int) -> str:
    """Why one row is no record; empty if it is one."""
    source, header = table.source, table.header
    at, filled = header.positions, [cell for cell in row if cell]
    lacks = _lacks(source, header, row)
    own = [row[at[column]] for column in _named(source, header) if row[at[column]]]
    total = any(_is_total(label) and lacks(label) for label in own)
    total = total or (_is_total(filled[0]) and lacks(filled[0], most=True))
    why = ""
    if any(_repeats(row, head, at.values()) for head in table.heads):
        why = "重复的表头"
    elif any(cell.startswith(_IMPORT_ID) for cell in row):
        why = "导出平台的题号行"
    elif number in table.questions:
        why = "表头下的题目行"
    elif number <= header.row + 1 + _BELOW and _counts_up(row):
        why = "栏次行"
    elif total or ("firm" in at and _TOTAL.fullmatch(row[at["firm"]])):
        why = "合计行"
    elif _is_note(filled, lacks):
        why = "表外的说明"
    return f"{why}，{NO_RECORD}" if why else ""


class _Lacks:
    """Whether a row lacks what a record must have, cells that only repeat its label left aside."""

    def __init__(self, must: Sequence[str]) -> None:
        self._must = must

    def __call__(self, label: str, *, most: bool = False) -> bool:
        lacking = sum(cell in ("", label) for cell in self._must)
        if most:
            return lacking + sum(bool(_NOTE.match(cell)) for cell in self._must) > len(self._must) * _HALF
        return lacking > (1 if label in self._must else 0)


def _is_total(label: str) -> bool:
    return len(label) <= _LONGEST and bool(_TOTAL.fullmatch(label) or _TOTAL_OF.fullmatch(label))


def _is_note(filled: Sequence[str], lacks: _Lacks) -> bool:
    """Whether a row says something about the table: what stands first in it is a note, and it is no record's."""
    first, different = filled[0], dict.fromkeys(filled)
    if _NOTE.match(first) and lacks(first, most=True):
        return True
    if len(different) == 1 and lacks(first, most=True):
        return bool(_NUMBERED.fullmatch(first) or _SENTENCE.fullmatch(first) or _DATE_ONLY.fullmatch(first))
    return all(_NOTE.match(cell) or _DATE_ONLY.fullmatch(cell) for cell in different) and lacks(first, most=True)


def _lacks(source: Source, header: Header, row: Sequence[str]) -> _Lacks:
    at = header.positions
    return _Lacks(
        [row[at[name]] for name in _must(source, header) if source.column(name).kind not in ("number", "count")]
    )


def _must(source: Source, header: Header) -> list[str]:
    """The columns that no record leaves empty, as far as the sheet has them."""
    keys = {"firm" if name == "entity_id" else name for name in source.key}
    return [
        column.name
        for column in source.columns
        if column.name in header.positions and (column.required or column.name in keys)
    ]


def _named(source: Source, header: Header) -> list[str]:
    """The columns by which a record is known."""
    texts = [column.name for column in source.columns if column.kind in ("identifier", "code", "text")]
    return [
        name for name in dict.fromkeys(("record_id", "firm", *texts[:1])) if name in header.positions and name in texts
    ]


def _header_rows(sheet: Sheet, header: Header) -> list[list[str]]:
    last = min(header.row + 1, sheet.head.height)
    return [[_tidy(cell) for cell in row] for row in sheet.head.slice(0, last).tail(header.rows).rows()]


def _repeats(row: Sequence[str], head: Sequence[str], own: Collection[int]) -> bool:
    """Whether a row holds what the header holds, wherever it holds anything."""
    told = [(header_key(row[at]), header_key(head[at])) for at in own if at < len(row) and at < len(head) and row[at]]
    return len(told) > 1 and all(one == other for one, other in told)


def _questions(numbers: Sequence[int], rows: Sequence[Sequence[str | None]], header: Header) -> frozenset[int]:
    """The rows between the header and a row of a platform's own ids: question texts."""
    first = header.row + 2
    ids = [
        number
        for number, row in zip(numbers, rows, strict=True)
        if number < first + _BELOW and any((cell or "").startswith(_IMPORT_ID) for cell in row)
    ]
    return frozenset(range(first, ids[0])) if ids else frozenset()


def _counts_up(row: Sequence[str]) -> bool:
    """Whether a row numbers the columns: 1, 2, 3 … or (1), (2), (3) … or 甲, 1, 2 …."""
    filled = [re.sub(r"[()（）]", "", cell) for cell in row if cell]
    letters = [cell for cell in filled if cell in "甲乙丙丁戊己庚辛ABCDE"]
    digits = [cell for cell in filled if cell not in letters]
    own = filled[: len(letters)] == letters and digits == [str(number + 1) for number in range(len(digits))]
    return own and len(filled) >= _FEW


def _tidy(cell: str | None) -> str:
    return "" if cell is None else re.sub(r"[\s\u200b\ufeff]", "", unicodedata.normalize("NFKC", cell))
