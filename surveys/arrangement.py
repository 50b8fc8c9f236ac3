"""Sheets of survey platforms that say one thing in several columns, arranged as if it stood in one.

A question that allows several answers is often exported with a column for each option: 1 or 0, 选中 or 未选中, or the
option's text. Qualtrics says in Finished whether a response is complete, and in Status of what kind it is.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from data_sources.answers import NOT_ASKED, TOGETHER
from data_sources.header_texts import canonical_header
from data_sources.headers import matched

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data_sources.source import Source
    from data_sources.stage.sheet import Sheet
    from surveys.questionnaire import Question, Questionnaire

_CHOSEN = frozenset(
    {"1", "1.0", "选中", "已选中", "已选", "选择", "是", "√", "✓", "true", "yes", "y", "checked", "selected"}
)
_NOT_CHOSEN = frozenset(
    {"0", "0.0", "未选中", "未选", "未选择", "不选", "否", "×", "✗", "false", "no", "n", "unchecked"}
)
_LEADING = re.compile(r"^(?:[?:;,.、。()\[\]{}<>【】〔〕〖〗/|_—–-]|selectedchoice|选项)+")
_TRAILING = re.compile(r"[()\[\]{}<>【】〔〕〖〗]+$")
_LETTERED = re.compile(r"^[a-z][.、:)]")
_FEWEST = 2

COMPLETED, STARTED = "已完成", "已开始"
_STATUS = "填答状态"

_QUALTRICS = frozenset({"finished", "progress", "responseid", "recordeddate", "distributionchannel"})
_OF_QUALTRICS = 2
_RESPONSES = frozenset({"", "ipaddress", "imported", "offline", "0", "4", "16"})
"""What Status says of responses of investors; previews, tests and spam are none."""

_DONE, _BEGUN = frozenset({"true", "1", "1.0", "yes", "是"}), frozenset({"false", "0", "0.0", "no", "否"})


@dataclass(frozen=True)
class _Joined:
    """Columns that say one thing: the numbers of the columns, and the header and the cells that stand for them."""

    columns: Sequence[int]
    title: str
    cell: pl.Expr


def arrange(sheet: Sheet, source: Source, questionnaire: Questionnaire) -> Sheet:
    """A sheet with one column for what several of its columns say; the sheet itself where none do so for certain.

    Args:
        sheet: any sheet.
        source: the responses.
        questionnaire: whose answers they are.
    """
    if sheet.head.is_empty():
        return sheet
    row, texts, positions = matched(sheet, source)
    several = [question for question in questionnaire.question if question.multiple]
    spread = [found for question in several if (found := _spread(question, texts)) is not None]
    status = _status(texts, positions.get("status"))
    joined = [*spread, *([] if status is None else [status])]
    if not joined:
        return sheet
    titles: dict[int, str | None] = {}
    for found in joined:
        titles |= dict.fromkeys(found.columns, None) | {found.columns[0]: found.title}
    head = [*sheet.head.head(row).rows(), tuple(titles.get(at, text) for at, text in enumerate(sheet.head.row(row)))]
    above = [tuple(None if at in titles else text for at, text in enumerate(cells)) for cells in head[:-1]]
    top = pl.DataFrame([*above, head[-1]], sheet.head.schema, orient="row")
    said = [f"{sheet.place}：“{found.title}”的 {len(found.columns)} 个选项各占一列，已合为一题" for found in spread]
    return replace(
        sheet,
        head=pl.concat([top, _arranged(sheet.head.slice(row + 1), joined, texts)]),
        tables=lambda: (_arranged(table, joined, texts) for table in sheet.tables()),
        remarks=(*sheet.remarks, *said),
    )


def _arranged(table: pl.DataFrame, joined: Sequence[_Joined], texts: Sequence[str]) -> pl.DataFrame:
    """Rows with the cells of joined columns in the first of them; a header that stands again stays one."""
    changed = []
    for found in joined:
        own = {at: table.columns[at] for at in found.columns if at < table.width}
        if not own:
            continue
        cells = table.select(pl.col(name).cast(pl.String).alias(f"{at}") for at, name in own.items())
        cells = cells.with_columns(pl.lit(None, pl.String).alias(f"{at}") for at in found.columns if at not in own)
        first = found.columns[0]
        again = pl.col(f"{first}").str.strip_chars() == texts[first].strip()
        value = cells.select(pl.when(again).then(pl.lit(found.title)).otherwise(found.cell)).to_series()
        changed += [pl.repeat(None, table.height, dtype=pl.String, eager=True).alias(name) for name in own.values()]
        changed += [value.alias(own[first])] if first in own else []
    return table.with_columns(**{cells.name: cells for cells in changed})


def _spread(question: Question, texts: Sequence[str]) -> _Joined | None:
    """The columns of the options of a question; None if it has a column of its own, if fewer than two are found, or two
    for one option.
    """
    names = (question.wording, question.label, question.code, *question.aliases)
    begins = sorted({canonical_header(name) for name in names}, key=len, reverse=True)
    options = {canonical_header(option): option for option in question.options}
    numbers = dict(zip(question.codes or map(str, range(1, 1 + len(options))), question.options, strict=True))
    by_text: dict[str, list[int]] = {}
    by_number: dict[str, list[int]] = {}
    for at, text in enumerate(texts):
        label = canonical_header(text)
        begin = next((begin for begin in begins if label.startswith(begin)), None)
        if begin is None:
            continue
        rest = _TRAILING.sub("", _LEADING.sub("", label[len(begin) :]))
        if not rest:
            return None
        if option := options.get(rest) or options.get(_LETTERED.sub("", rest)):
            by_text.setdefault(option, []).append(at)
        elif rest in numbers:
            by_number.setdefault(numbers[rest], []).append(at)
    found = by_text or (by_number if len(by_number) == len(options) else {})
    if len(found) < _FEWEST or any(len(places) > 1 for places in found.values()):
        return None
    columns = {option: found[option][0] for option in question.options if option in found}
    cells = [_option(option, at) for option, at in columns.items()]
    return _Joined(
        [*columns.values()],
        question.label,
        pl.concat_str(cells, separator=TOGETHER, ignore_nulls=True).replace("", None),
    )


def _option(option: str, at: int) -> pl.Expr:
    """The option where it was chosen, nothing where it was not, and any other cell as it stands."""
    cell = pl.col(f"{at}")
    bare = _bare(cell)
    not_chosen = sorted({*_NOT_CHOSEN, *(text.casefold() for text in NOT_ASKED)})
    text = "".join(unicodedata.normalize("NFKC", option).split()).lower()
    chosen = sorted({*_CHOSEN, text})
    lettered = bare.str.replace(_LETTERED.pattern, "") == text
    return (
        pl.when(bare.is_in(chosen) | lettered).then(pl.lit(option))
        .when(bare.is_null() | bare.is_in(not_chosen)).then(pl.lit(None, pl.String))
        .otherwise(cell)
    )  # fmt: skip


def _status(texts: Sequence[str], status: int | None) -> _Joined | None:
    """The columns in which Qualtrics says whether a response is complete; None if the sheet is no export of its own."""
    at = {canonical_header(text): place for place, text in enumerate(texts) if text}
    if len(at.keys() & _QUALTRICS) < _OF_QUALTRICS or status != at.get("status", status):
        return None
    kind, finished = at.get("status"), at.get("finished")
    columns = [place for place in (kind, finished) if place is not None]
    if not columns or (kind is None and status is not None):
        return None
    said = pl.lit(COMPLETED) if finished is None else _finished(pl.col(f"{finished}"))
    if kind is None:
        return _Joined(columns, _STATUS, said)
    given = _bare(pl.col(f"{kind}"))
    counts = given.is_null() | given.is_in(sorted(_RESPONSES))
    return _Joined(columns, _STATUS, pl.when(counts).then(said).otherwise(pl.col(f"{kind}")))


def _finished(cell: pl.Expr) -> pl.Expr:
    bare = _bare(cell)
    said = pl.when(bare.is_in(sorted(_DONE))).then(pl.lit(COMPLETED))
    return said.when(bare.is_in(sorted(_BEGUN))).then(pl.lit(STARTED)).otherwise(cell)


def _bare(cell: pl.Expr) -> pl.Expr:
    return cell.str.normalize("NFKC").str.replace_all(r"\s", "").str.to_lowercase().replace("", None)
