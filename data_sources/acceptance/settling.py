"""Decisions to go on without rejected rows, held against the rows that were rejected."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from data_sources.acceptance.option import OPTION
from data_sources.acceptance.wanted import Place, place_of
from data_sources.suggest import perhaps

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from data_sources.acceptance.wanted import Wanted
    from data_sources.records import Records

Spot = tuple[str, str, int]
"""File, sheet and row."""

_NAMED = 5
"""How many rows a message names one by one."""


@dataclass(frozen=True)
class Accepted:
    """Rejected rows of a source that are gone without.

    Attributes:
        source: its name.
        rejected: how many rows; of a decision about one row None.
        file, sheet, row: the row; None of a decision about a number of rows.
        reason: why.
        origin: `accepted.toml`, or the command line.
    """

    source: str
    reason: str
    origin: str
    rejected: int | None = None
    file: str | None = None
    sheet: str | None = None
    row: int | None = None


@dataclass(frozen=True)
class Settlement:
    """What the decisions come to.

    Attributes:
        accepted: the decisions that fit, in the order of the sources.
        problems: rejected rows without a decision, and decisions that fit nothing; nothing may be scored if there are.
        ways: how each of the rows without a decision could be accepted on the command line.
        remarks: rejected rows of sources that nothing is scored by, which change nothing.
    """

    accepted: tuple[Accepted, ...]
    problems: tuple[str, ...]
    ways: tuple[str, ...]
    remarks: tuple[str, ...]


def settle(
    records: Records, wanted: Sequence[Wanted], titles: Mapping[str, str], scored: Collection[str], register: str
) -> Settlement:
    """Hold decisions against what was rejected. Rows that were excluded need no decision.

    Args:
        records: with their intake and quarantine.
        wanted: the decisions.
        titles: all sources that the records may have, by name.
        scored: the sources whose rejected rows are missing evidence.
        register: the source that says who is evaluated; its rows are accepted one by one, never by number.
    """
    problems: list[str] = []
    of_source: dict[str, list[Wanted]] = {}
    for one in wanted:
        if (name := _name_of(one.source, titles)) is None:
            known = "、".join(f"{name}（{title}）" for name, title in titles.items())
            guess = perhaps(one.source, [*titles, *titles.values()])
            problems.append(f"{one.origin}：没有来源“{one.source}”{guess}；可用：{known}")
        else:
            of_source.setdefault(name, []).append(one)
    counts = {name: sum(entry.rejected for entry in records.intake if entry.source == name) for name in titles}
    accepted: list[Accepted] = []
    ways: list[str] = []
    remarks: list[str] = []
    for name, title in titles.items():
        bad, asked = counts[name], of_source.get(name, [])
        if not asked:
            if not bad:
                continue
            told = f"{title}（{name}）：{bad:,} 行不合格"
            if name in scored or name == register:
                problems.append(told)
                ways.extend(_ways(records, name, bad, by_row=name == register))
            else:
                remarks.append(f"{told}；规则不用这个来源，不影响评分")
            continue
        found, wrong, more = _decided(records, name, asked, bad, by_row=name == register)
        accepted.extend(found)
        problems.extend(f"{title}（{name}）：{one}" for one in wrong)
        ways.extend(more)
    return Settlement(tuple(accepted), tuple(problems), tuple(ways), tuple(remarks))


def _name_of(written: str, titles: Mapping[str, str]) -> str | None:
    plain = unicodedata.normalize("NFKC", written).strip().lower()
    return next((name for name, title in titles.items() if plain in (name.lower(), title.lower())), None)


def _decided(
    records: Records, source: str, asked: Sequence[Wanted], bad: int, *, by_row: bool
) -> tuple[list[Accepted], list[str], list[str]]:
    """The decisions about one source that fit, what is wrong with them, and ways to accept what they leave."""
    numbers = [one for one in asked if not isinstance(one.rows, Place)]
    where = "、".join(dict.fromkeys(one.origin for one in asked))
    if numbers and by_row:
        wrong = f"名录的行决定评价谁，不能按行数同意，须逐行写明（{where} 写的是 {_numbers(numbers)} 行）"
        return [], [wrong], _ways(records, source, bad, by_row=True)
    if len(asked) > 1 and numbers:
        what = "行数与行号" if len(numbers) < len(asked) else "行数"
        return [], [f"{where} 写了几次{what}；一个来源或写一次行数，或逐行写明"], []
    if numbers:
        one = numbers[0]
        if one.rows != bad:
            return [], [f"{one.origin} 同意 {one.rows:,} 行不计，实际有 {bad:,} 行不合格；数目须相同"], []
        return [Accepted(source, one.reason, one.origin, rejected=bad)], [], []
    return _row_by_row(_spots(records, source), source, asked, where)


def _row_by_row(
    spots: Sequence[Spot], source: str, asked: Sequence[Wanted], where: str
) -> tuple[list[Accepted], list[str], list[str]]:
    accepted: dict[Spot, Accepted] = {}
    wrong: list[str] = []
    for one in asked:
        place = one.rows
        assert isinstance(place, Place)
        fitting = [spot for spot in spots if spot[2] == place.row and place.fits(*spot[:2])]
        if not fitting:
            wrong.append(f"{one.origin} 同意 {place} 不计，不合格的行中没有它；不合格的有：{_listed(spots)}")
        elif len(fitting) > 1:
            wrong.append(f"{one.origin} 的 {place} 不只一处：{_listed(fitting)}；请写明文件或工作表")
        elif fitting[0] in accepted:
            wrong.append(f"{_listed(fitting)} 写了两次；请只留一处")
        else:
            file, sheet, row = fitting[0]
            accepted[fitting[0]] = Accepted(source, one.reason, one.origin, file=file, sheet=sheet, row=row)
    left = [spot for spot in spots if spot not in accepted]
    if left and not wrong:
        wrong.append(
            f"{where} 同意 {len(accepted):,} 行不计，实际有 {len(spots):,} 行不合格；未写明的：{_listed(left)}"
        )
    return list(accepted.values()), wrong, _spelled_ways(source, left, spots)


def _ways(records: Records, source: str, bad: int, *, by_row: bool) -> list[str]:
    if not by_row:
        return [f"{OPTION} {source}={bad}"]
    spots = _spots(records, source)
    return _spelled_ways(source, spots, spots)


def _spelled_ways(source: str, spots: Sequence[Spot], among: Iterable[Spot]) -> list[str]:
    """The options that name rows: by sheet or file where that is enough among the source's rejected rows."""
    others = list(among)
    found = []
    for file, sheet, row in spots[:_NAMED]:
        choices = [*([sheet] if sheet else []), file, place_of(file, sheet)]
        fitting = (
            each
            for each in choices
            if sum(spot[2] == row and Place(row, named=each).fits(*spot[:2]) for spot in others) == 1
        )
        words = f"{source}:{next(fitting, choices[-1])}:{row}"
        found.append(f'{OPTION} "{words}"' if set(words) & set(" []()&;'*?$!") else f"{OPTION} {words}")
    return found


def _spots(records: Records, source: str) -> list[Spot]:
    """Where the rejected rows of a source stand, in the order of the quarantine."""
    if source not in records.quarantine:
        return []
    lines = records.quarantined(source).filter(pl.col("kind") == "rejected")
    return lines.select("file", "sheet", "row").unique(maintain_order=True).collect().rows()


def _listed(spots: Sequence[Spot]) -> str:
    named = [f"{place_of(file, sheet)} 第{row}行" for file, sheet, row in spots[:_NAMED]]
    more = [f"……另有 {len(spots) - _NAMED:,} 行"] if len(spots) > _NAMED else []
    return "、".join([*named, *more]) or "没有"


def _numbers(asked: Sequence[Wanted]) -> str:
    return "、".join(f"{one.rows:,}" for one in asked if isinstance(one.rows, int))
