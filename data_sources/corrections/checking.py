"""Rows of correction files, held against sources, register and each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from data_sources.canonical import canonical_key
from data_sources.cells import is_dash
from data_sources.corrections.contract import ADD, DROP, EMPTIED, MOVE, REPLACE
from data_sources.corrections.contract import SOURCE as CORRECTIONS
from data_sources.corrections.decision import FIRM, NUMBER, Change, Correction, Place, decision_key
from data_sources.corrections.units import unit_named
from data_sources.corrections.values import changes_nothing, is_emptying
from data_sources.header_texts import header_key, label_of
from data_sources.suggest import perhaps

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from data_sources.names import FirmNames
    from data_sources.source import Source


@dataclass(frozen=True)
class Decisions:
    """What correction files say.

    Attributes:
        corrections: source → record's number → what is decided of it; only what can be applied by itself.
        problems: everything that is wrong, each with its place.
    """

    corrections: Mapping[str, Mapping[str, Correction]]
    problems: tuple[str, ...]


class Row(NamedTuple):
    """One row of a correction file as it was read."""

    place: Place
    source: str
    record: str
    action: str
    column: str | None
    old: str | None
    new: str | None
    reason: str
    decision: str
    decided_on: date


@dataclass(frozen=True)
class Subjects:
    """What decisions may be about.

    Attributes:
        sources: what records there may be.
        register: name of the source that is the register, which decisions cannot correct.
        names: of the firms.
        closed: source → the values that its closed columns allow.
    """

    sources: Sequence[Source]
    register: str
    names: FirmNames
    closed: Mapping[str, Mapping[str, Sequence[str]]]


def check_rows(rows: Sequence[Row], subjects: Subjects) -> Decisions:
    """What rows of correction files decide, held against sources, register and each other.

    Decisions whose numbers differ only in width, blanks or brackets are one, under the number that comes first.
    """
    first: dict[str, str] = {}
    named = [_tidied(row, first.setdefault(decision_key(row.decision), row.decision)) for row in rows]
    problems: list[str] = []
    found: dict[str, dict[str, Correction]] = {}
    for one in _Checker(subjects, problems).corrections(named):
        found.setdefault(one.source, {})[one.record_id] = one
    return Decisions(found, tuple(problems))


def _tidied(row: Row, decision: str) -> Row:
    """A row under the number of its decision, without dashes where a cell may be empty."""
    column = None if row.column is None or is_dash(row.column) else row.column
    old, new = row.old, row.new
    if old is not None and is_dash(old) and (row.action == ADD or (row.action == DROP and column is None)):
        old = None
    if new is not None and row.action == DROP and (is_dash(new) or is_emptying(new)):
        new = None
    return row._replace(decision=decision, column=column, old=old, new=new)


def column_named(source: Source, text: str) -> str | None:
    """English name of the column that a header or a name means, with or without a unit; None if there is none."""
    for key in label_of((text,)).keys:
        for column in source.columns:
            if key in map(header_key, (column.name, column.title, *column.aliases)):
                return column.name
        if (mapped := source.mapped.headers.get(key)) is not None:
            return mapped
    return None


def unknown_column(source: Source, text: str) -> str:
    """That a source has no such column, with those that it has and the likely one, in Chinese."""
    headers = [one.title for one in source.columns if one.name != NUMBER]
    return f"{source.title}没有列“{text}”；可用：{'、'.join(headers)}{perhaps(text, headers)}"


class _Checker:
    """Holds rows against sources, register and each other."""

    def __init__(self, subjects: Subjects, problems: list[str]) -> None:
        apart = (subjects.register, CORRECTIONS.name)
        self._sources = {source.name: source for source in subjects.sources if source.name not in apart}
        self._names, self._closed, self._problems = subjects.names, subjects.closed, problems

    def corrections(self, rows: Sequence[Row]) -> list[Correction]:
        """What the rows decide, record by record."""
        self._same_dates(rows)
        changes: dict[tuple[str, str], list[tuple[Row, Change]]] = {}
        for row in rows:
            source = self._source(row)
            change = None if source is None else self._change(row, source)
            if source is not None and change is not None:
                changes.setdefault((source.name, row.record), []).append((row, change))
        found = []
        for (source_name, record_id), told in changes.items():
            problem = next(self._at_odds(self._sources[source_name], told), None)
            if problem is not None:
                self._problems.append(problem)
                continue
            first = told[0][0]
            found.append(
                Correction(
                    first.decision, first.decided_on, source_name, record_id, tuple(change for _, change in told)
                )
            )
        return found

    def _source(self, row: Row) -> Source | None:
        asked = canonical_key(row.source)
        for source in self._sources.values():
            if asked in map(canonical_key, (source.name, source.title)):
                return source
        titles = [source.title for source in self._sources.values()]
        names = [*titles, *self._sources]
        known = CORRECTIONS.title if asked in map(canonical_key, (CORRECTIONS.name, CORRECTIONS.title)) else ""
        why = "更正决定本身不能再更正，请改那一行" if known else f"没有可更正的来源“{row.source}”"
        self._problems.append(f"{row.place}：{why}；可用：{'、'.join(titles)}{perhaps(row.source, names)}")
        return None

    def _change(self, row: Row, source: Source) -> Change | None:
        problem = ""
        column = None if row.column is None else column_named(source, row.column)
        if row.action == MOVE:
            column = column or (FIRM if row.column is None else None)
        unit = ""
        if row.column is not None and column is None:
            problem = unknown_column(source, row.column)
        elif column == NUMBER:
            problem = "记录编号不能更正：请撤销原记录，再以新编号补录"
        elif column is not None and source.column(column).kind == "secret":
            problem = f"{source.column(column).title}只保存指纹，不能更正"
        else:
            if column is not None and row.column is not None:
                unit, problem = unit_named(source.column(column), row.column)
            problem = problem or self._wrong(row, source, column, unit)
        if problem:
            self._problems.append(f"{row.place}：{problem}")
            return None
        old, new = (None if is_emptying(text) else text for text in (row.old, row.new))
        return Change(row.place, row.action, column, old, new, row.reason, unit)

    def _wrong(self, row: Row, source: Source, column: str | None, unit: str) -> str:
        """What is wrong with a row whose column is known, in Chinese; empty if nothing is."""
        title = "" if column is None else source.column(column).title
        emptied = row.action == REPLACE and column is not None and source.column(column).required
        blank = row.new is None or is_dash(row.new)
        wrong = {
            "撤销的记录不再有新值，请把新值留空；若要改值，处理应写“更正”": (
                row.action == DROP and row.new is not None
            ),
            "撤销若要指明是哪一行，列和原值须同写": row.action == DROP and (column is None) != (row.old is None),
            f"{row.action}须写明列": row.action in (REPLACE, ADD) and column is None,
            f"改列是改到另一家{self._names.words.noun}名下，列应留空；若要改{title}，处理应写“更正”": (
                row.action == MOVE and column != FIRM
            ),
            "补录的记录没有原值，请把原值留空；若要改已有的记录，处理应写“更正”": (
                row.action == ADD and row.old is not None and not is_emptying(row.old)
            ),
            f"{title}不得留空，新值须填写；若该记录不应计入，处理应写“撤销”": (
                emptied and column != FIRM and (blank or is_emptying(row.new))
            ),
            f"没有写新值；若{title}应当没有内容，新值写“{EMPTIED}”": row.action in (REPLACE, ADD) and blank,
            f"新值与原值相同（{row.new}）": row.action == REPLACE and self._same(row, source, column, unit),
        }
        found = next((why for why, here in wrong.items() if here), "")
        return self._wrong_firm(row) if not found and column == FIRM and row.action != DROP else found

    def _same(self, row: Row, source: Source, column: str | None, unit: str) -> bool:
        """Whether the new value of a row is its old one."""
        if column in (None, FIRM) or row.new is None:
            return False
        if row.old is None or is_emptying(row.old) or is_emptying(row.new):
            return (row.old is None or is_emptying(row.old)) and is_emptying(row.new)
        allowed = self._closed[source.name].get(column)
        return changes_nothing(source.column(column), row.old, row.new, allowed, unit)

    def _wrong_firm(self, row: Row) -> str:
        known = self._names.resolve(text for text in (row.old, row.new) if text)
        for what, text in (("原", row.old), ("新", row.new)):
            if text is None and not (what == "原" and row.action == ADD):
                return f"须写明{what}{self._names.words.noun}"
            if text is not None and text not in known and what == "新":
                alike = self._names.likely(text)
                hint = f"，是否指：{'、'.join(alike)}？" if alike else ""
                return f"{self._names.register}里没有“{text}”{hint}"
        if row.action != ADD and known.get(row.old or "") == known[row.new or ""]:
            return f"新旧是同一{self._names.words.measure}{self._names.words.noun}（{row.new}）"
        return ""

    def _at_odds(self, source: Source, told: Sequence[tuple[Row, Change]]) -> Iterator[str]:
        """Where rows about one record do not go together."""
        (first, _), *others = told
        record = f"{source.title} {first.record}"
        for row, _ in others:
            if row.decision != first.decision:
                yield (
                    f"{row.place}：{record} 已有决定 {first.decision}（{first.place}），又有决定 {row.decision}；"
                    "一条记录只能有一个决定；只留后作出的，原值写文件里的值"
                )
        kinds = {_kind(change.action): change for _, change in reversed(told)}
        if len(kinds) > 1:
            one, other = list(kinds.values())[:2]
            yield f"{one.place}：{record} 既是{one.action}，又是{other.action}（{other.place}）；请只留一种"
        columns: dict[str | None, Change] = {}
        for _, each in told:
            twice = columns.setdefault(each.column, each)
            if twice is not each:
                yield f"{each.place}：{record} 的同一处已在 {twice.place} 写过；请只留一行"

    def _same_dates(self, rows: Sequence[Row]) -> None:
        dated: dict[str, Row] = {}
        for row in rows:
            first = dated.setdefault(row.decision, row)
            if first.decided_on != row.decided_on:
                dates = f"日期 {row.decided_on} 与 {first.place}的 {first.decided_on} 不同"
                self._problems.append(f"{row.place}：决定 {row.decision} 的{dates}")


def _kind(action: str) -> str:
    return REPLACE if action == MOVE else action
