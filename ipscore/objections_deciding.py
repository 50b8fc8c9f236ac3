"""What an office decided of objections → a file of corrections that goes beside the records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from data_sources.calendar_days import read_day
from data_sources.corrections.checking import Row, Subjects, check_rows, column_named
from data_sources.corrections.contract import DROP, EMPTIED, MOVE, REPLACE
from data_sources.corrections.contract import SOURCE as CORRECTIONS
from data_sources.corrections.decision import Place, decision_key
from data_sources.corrections.faults import tried, written
from data_sources.corrections.units import is_quantity, unit_named
from data_sources.corrections.values import is_emptying, meaning
from data_sources.declared import register_of
from data_sources.names import FirmNames
from data_sources.numerals import unit_within
from data_sources.stage.marks import EPOCH_1900
from data_sources.suggest import perhaps
from indicator_tree.checks import suggestion
from ipscore.filled_sheets import FilledBook, stop_at
from ipscore.inputs import sources_of
from reports.firm.objections import DECIDED, LIST_SHEET, OUTCOMES, UPHELD, claims
from reports.firm.objections import listed as listed_headers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from data_sources.columns import Column
    from data_sources.source import Source
    from ipscore.run_folder import Run

_ROWS: Mapping[str, str] = {"drop": DROP, "replace": REPLACE, "move": MOVE}
_LIST = "异议清单（由 ipscore objections read --out 清单.xlsx 写出）"


@dataclass(frozen=True)
class Decision:
    """What was decided of one objection.

    Attributes:
        line: its line in the list.
        cells: what the list says, by the keys of `reports.firm.objections.listed` and `DECIDED`.
        correction: the row of a correction file that follows, by the names of its columns; None if none does.
    """

    line: int
    cells: Mapping[str, str]
    correction: Mapping[str, str] | None

    @property
    def upheld(self) -> bool:
        """Whether the objection was upheld."""
        return self.cells["outcome"] == UPHELD

    @property
    def by_hand(self) -> bool:
        """Whether it was upheld, but what was asked for is more than one correction of a record can say."""
        return self.upheld and self.correction is None


def read_decisions(path: Path, run: Run) -> list[Decision]:
    """The decisions of a list that `ipscore objections read --out LIST.xlsx` wrote and an office filled in.

    Args:
        path: the list.
        run: the run that was objected to.

    Raises:
        ObjectionFormError: the file is no such list, or something in it is wrong; tells every place.
    """
    problems: list[str] = []
    reader = _Deciding(run, problems)
    book = FilledBook(path, (LIST_SHEET,), _LIST)
    found = [
        reader.decision(line, cells)
        for line, cells in book.lines(LIST_SHEET, {**listed_headers(run.rulebook.words), **DECIDED})
    ]
    _note_contradictions(found, problems)
    if not problems:
        reader.check(found, path.name)
    stop_at(problems, f"{path.name} 有 {len(problems)} 处不能接受，没有写出更正")
    return found


def corrections_of(decisions: Sequence[Decision]) -> pl.DataFrame:
    """The rows of a correction file, under its headers, in the order of the list.

    What several objections led to is one row, with the reasons of all.
    """
    titles = {column.name: column.title for column in CORRECTIONS.columns}
    rows: dict[tuple[str, ...], dict[str, str]] = {}
    reasons: dict[tuple[str, ...], list[str]] = {}
    for key, one in _corrected(decisions):
        assert one.correction is not None
        rows.setdefault(key, dict(one.correction))
        reasons.setdefault(key, []).append(one.correction["reason"])
    table = [row | {"reason": "；".join(dict.fromkeys(reasons[key]))} for key, row in rows.items()]
    return pl.DataFrame(table, dict.fromkeys(titles, pl.String), orient="row").rename(titles)


def _corrected(decisions: Sequence[Decision]) -> Iterator[tuple[tuple[str, ...], Decision]]:
    """The decisions from which a correction follows, each with what tells it from others: all but the reason."""
    for one in decisions:
        if one.correction is not None:
            said = {**one.correction, "decision": decision_key(one.correction["decision"]), "reason": ""}
            yield tuple(said.values()), one


class _Deciding:
    """Holds the lines of a list against the run."""

    def __init__(self, run: Run, problems: list[str]) -> None:
        self._problems = problems
        self._headers, self._claims = listed_headers(run.rulebook.words), claims(run.rulebook.words)
        self._held = run.evaluation.held
        sources = sources_of(run.rulebook, run.rules.questionnaire)
        self._sources = {source.name: source for source in sources}
        firms = run.table("firms")
        self._firms = dict(firms.select("firm_id", "firm").iter_rows())
        listed = register_of(run.rulebook).source
        former = pl.col("former_names").list.join("、") if firms.schema["former_names"] != pl.String else "former_names"
        register = firms.select("firm_id", "full_name", former, short_name="firm")
        names = FirmNames.of(register, listed.title, listed.words)
        vocabulary = run.rulebook.closed_vocabulary
        closed = {source.name: source.allowed(vocabulary) for source in sources}
        self._subjects = Subjects(sources, listed.name, names, closed)
        self._records: dict[tuple[str, str], dict[str, Any]] = {}

    def decision(self, line: int, cells: dict[str, str]) -> Decision:
        """What a line decides, with the correction that follows."""
        before = len(self._problems)
        outcome, action = cells["outcome"], self._claims.get(cells["claim"], "")
        if outcome not in OUTCOMES:
            what = (
                f"不能是“{outcome}”；{suggestion(outcome, OUTCOMES)}" if outcome else f"没有写（{'、'.join(OUTCOMES)}）"
            )
            self._tell(line, f"“{DECIDED['outcome']}”{what}")
        if not cells["reason"]:
            self._tell(line, f"没有写“{DECIDED['reason']}”")
        if not action:
            self._tell(
                line,
                f"“{self._headers['claim']}”不能是“{cells['claim']}”；{suggestion(cells['claim'], list(self._claims))}",
            )
        if outcome != UPHELD:
            return Decision(line, cells, None)
        if not cells["decision"]:
            self._tell(line, f"没有写“{DECIDED['decision']}”")
        decided_on = self._day(line, cells["decided_on"])
        if action not in _ROWS or len(self._problems) > before:
            return Decision(line, cells, None)
        source = self._source(line, cells)
        record = None if source is None else self._record(line, cells, source)
        if source is None or record is None:
            return Decision(line, cells, None)
        row = {
            "source": source.title,
            "record": cells["record_id"],
            "action": _ROWS[action],
            **dict.fromkeys(("column", "old", "new"), ""),
            **self._change(line, cells, source, record),
            "reason": cells["reason"],
            "decision": cells["decision"],
            "decided_on": decided_on,
        }
        return Decision(line, cells, row)

    def check(self, decisions: Sequence[Decision], file: str) -> None:
        """Hold the corrections that follow against each other, the register and the contracts, as the intake will."""
        rows = []
        for line, said in {key: (one.line, one.correction) for key, one in reversed([*_corrected(decisions)])}.values():
            cells = {name: text or None for name, text in (said or {}).items() if name != "decided_on"}
            decided_on = date.fromisoformat((said or {})["decided_on"])
            rows.append(Row(Place(0, file, LIST_SHEET, line), **cells, decided_on=decided_on))  # type: ignore[arg-type]
        found = check_rows(sorted(rows), self._subjects)
        self._problems += found.problems
        for name, decided in found.corrections.items():
            for number, correction in decided.items():
                record = self._records[name, number]
                self._problems += tried(correction, record, self._sources[name], self._subjects.closed[name])

    def _change(self, line: int, cells: Mapping[str, str], source: Source, record: Mapping[str, Any]) -> dict[str, str]:
        """Column, old and new value of a correction."""
        claim, value = cells["claim"], cells["value"]
        if self._claims[claim] == "move":
            if not value:
                self._tell(
                    line,
                    f"请求“{claim}”的，在“{self._headers['value']}”写明那{source.words.measure}{source.words.noun}",
                )
            return {"old": self._firms.get(str(record["entity_id"]), str(record["entity_id"])), "new": value}
        if self._claims[claim] != "replace":
            return {}
        if lacking := [self._headers[key] for key in ("column", "value") if not cells[key]]:
            self._tell(line, f"请求“{claim}”的，写明{'和'.join(f'“{header}”' for header in lacking)}")
            return {}
        column = self._column(line, cells["column"], source, record)
        if column is None:
            return {}
        unit, problem = unit_named(column, cells["column"])
        if problem:
            self._tell(line, problem)
        header = column.title
        if column.measure and column.measure not in column.title:
            header = f"{column.title}（{column.measure}）"
        return {
            "column": header,
            "old": written(record[column.name]),
            "new": self._in_own_unit(column, source, value, unit),
        }

    def _in_own_unit(self, column: Column, source: Source, text: str, unit: str) -> str:
        """A new value in the unit of the contract, in which the old one is written."""
        if is_emptying(text):
            return EMPTIED
        if not is_quantity(column) or not column.measure or not (unit or unit_within(text)):
            return text
        value = meaning(column, text, self._subjects.closed[source.name].get(column.name), unit)
        return text if value is None else written(value)

    def _column(self, line: int, text: str, source: Source, record: Mapping[str, Any]) -> Column | None:
        """The column that is to be corrected; of those that the run holds."""
        known = [column for column in source.columns if column.name in record and column.name != "record_id"]
        name = column_named(source, text)
        if name not in [column.name for column in known]:
            titles = [column.title for column in known]
            allowed = f"{source.title}可更正的列：{'、'.join(titles)}{perhaps(text, titles)}"
            self._tell(line, f"“{self._headers['column']}”不能是“{text}”；{allowed}")
            return None
        return source.column(str(name))

    def _source(self, line: int, cells: Mapping[str, str]) -> Source | None:
        """The source of the record that is to be corrected, by its English or Chinese name."""
        text = cells["source"]
        if self._held is None:
            self._tell(line, "这次运行是旧版写的，没有保存记录；请重新评分后再收异议")
            return None
        known = [self._sources[name] for name in self._held.tables]
        found = next((source for source in known if text in (source.name, source.title)), None)
        if found is None:
            titles = [source.title for source in known]
            self._tell(line, f"运行中没有数据源“{text}”的记录；{suggestion(text, titles)}")
        return found

    def _record(self, line: int, cells: Mapping[str, str], source: Source) -> dict[str, Any] | None:
        """The record that is to be corrected, as the run holds it."""
        assert self._held is not None
        record_id = cells["record_id"]
        own = self._held.of(cells["firm_id"]).tables.get(source.name)
        rows = [] if own is None else own.filter(pl.col("record_id") == record_id).collect().to_dicts()
        if not record_id:
            self._tell(line, f"没有写“{self._headers['record_id']}”")
        elif not rows:
            self._tell(line, f"{cells['firm'] or cells['firm_id']}没有编号 {record_id} 的记录")
        else:
            self._records[source.name, record_id] = rows[0]
            return rows[0]
        return None

    def _day(self, line: int, text: str) -> str:
        day = read_day(text, EPOCH_1900) if text else ""
        if isinstance(day, date):
            return day.isoformat()
        why = f"“{text}”不是日期，应如 2018-05-10" if text else "没有写"
        self._tell(line, f"“{DECIDED['decided_on']}”{why}")
        return ""

    def _tell(self, line: int, problem: str) -> None:
        self._problems.append(f"第 {line} 行：{problem}")


def _note_contradictions(found: Sequence[Decision], problems: list[str]) -> None:
    """Note requests about one record of which one line upholds what another rejects."""
    first: dict[tuple[str, ...], Decision] = {}
    for one in found:
        if not one.cells["record_id"] or one.cells["outcome"] not in OUTCOMES:
            continue
        key = tuple(one.cells[name] for name in ("source", "record_id", "claim", "column", "value"))
        other = first.setdefault(key, one)
        if other.upheld != one.upheld:
            outcomes = f"在第 {other.line} 行{other.cells['outcome']}，这里{one.cells['outcome']}"
            problems.append(
                f"第 {one.line} 行：记录 {one.cells['record_id']} 的同一请求{outcomes}；一条记录只能有一个决定"
            )
