"""What an office decided of objections → a file of corrections that goes beside the records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from data_sources.calendar_days import read_day
from data_sources.corrections.contract import DROP, MOVE, REPLACE
from data_sources.corrections.contract import SOURCE as CORRECTIONS
from data_sources.stage.marks import EPOCH_1900
from indicator_tree.checks import suggestion
from ipscore.filled_sheets import FilledBook, stop_at
from ipscore.inputs import sources_of
from reports.firm.objections import CLAIMS, DECIDED, LIST_SHEET, LISTED, OUTCOMES, UPHELD

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from ipscore.run_folder import Run

_HEADERS = {**LISTED, **DECIDED}
_ROWS: Mapping[str, str] = {"drop": DROP, "replace": REPLACE, "move": MOVE}
_LIST = "异议清单（由 ipscore objections read --out 清单.xlsx 写出）"


@dataclass(frozen=True)
class Decision:
    """What was decided of one objection.

    Attributes:
        line: its line in the list.
        cells: what the list says, by the keys of `LISTED` and `DECIDED`.
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
    found = [reader.decision(line, cells) for line, cells in book.lines(LIST_SHEET, _HEADERS)]
    _stop_if_contradictory(found, problems)
    stop_at(problems, f"{path.name} 有 {len(problems)} 处不能接受，没有写出更正")
    return found


def corrections_of(decisions: Sequence[Decision]) -> pl.DataFrame:
    """The rows of a correction file, under its headers, in the order of the list; what is said twice once."""
    titles = {column.name: column.title for column in CORRECTIONS.columns}
    rows = [one.correction for one in decisions if one.correction is not None]
    table = pl.DataFrame(rows, dict.fromkeys(titles, pl.String), orient="row")
    return table.unique(maintain_order=True).rename(titles)


class _Deciding:
    """Holds the lines of a list against the run."""

    def __init__(self, run: Run, problems: list[str]) -> None:
        self._problems = problems
        self._held = run.evaluation.held
        self._sources = {source.name: source for source in sources_of(run.rulebook, run.rules.questionnaire)}
        self._names = dict(run.table("firms").select("firm_id", "firm").iter_rows())
        self._records: dict[tuple[str, str], dict[str, Any]] = {}

    def decision(self, line: int, cells: dict[str, str]) -> Decision:
        """What a line decides, with the correction that follows."""
        before = len(self._problems)
        outcome, action = cells["outcome"], CLAIMS.get(cells["claim"], "")
        if outcome not in OUTCOMES:
            what = (
                f"不能是“{outcome}”；{suggestion(outcome, OUTCOMES)}" if outcome else f"没有写（{'、'.join(OUTCOMES)}）"
            )
            self._tell(line, f"“{DECIDED['outcome']}”{what}")
        if not cells["reason"]:
            self._tell(line, f"没有写“{DECIDED['reason']}”")
        if not action:
            self._tell(line, f"“{LISTED['claim']}”不能是“{cells['claim']}”；{suggestion(cells['claim'], list(CLAIMS))}")
        if outcome != UPHELD:
            return Decision(line, cells, None)
        if not cells["decision"]:
            self._tell(line, f"没有写“{DECIDED['decision']}”")
        decided_on = self._day(line, cells["decided_on"])
        if action not in _ROWS or len(self._problems) > before:
            return Decision(line, cells, None)
        record = self._record(line, cells)
        if record is None:
            return Decision(line, cells, None)
        source = self._sources[cells["source"]]
        column, old, new = "", "", ""
        if action == "replace":
            column = source.column(cells["column"]).title
            old, new = _written(record.get(cells["column"])), cells["value"]
        elif action == "move":
            old, new = self._names.get(str(record["entity_id"]), str(record["entity_id"])), cells["value"]
        row = {
            "source": source.title,
            "record": cells["record_id"],
            "action": _ROWS[action],
            "column": column,
            "old": old,
            "new": new,
            "reason": cells["reason"],
            "decision": cells["decision"],
            "decided_on": decided_on,
        }
        return Decision(line, cells, row)

    def _record(self, line: int, cells: Mapping[str, str]) -> dict[str, Any] | None:
        """The record that is to be corrected, as the run holds it."""
        source, record_id = cells["source"], cells["record_id"]
        if self._held is None:
            self._tell(line, "这次运行是旧版写的，没有保存记录；请重新评分后再收异议")
        elif source not in self._held.tables:
            known = list(self._held.tables)
            self._tell(line, f"运行中没有数据源“{source}”的记录；{suggestion(source, known)}")
        else:
            own = self._held.of(cells["firm_id"]).tables.get(source)
            rows = [] if own is None else own.filter(pl.col("record_id") == record_id).collect().to_dicts()
            known = [
                column.name
                for column in self._sources[source].columns
                if rows and column.name in rows[0] and column.name != "record_id"
            ]
            if rows and cells["column"] and cells["column"] not in known:
                self._tell(line, f"“{LISTED['column']}”不能是“{cells['column']}”；{suggestion(cells['column'], known)}")
            elif rows:
                return rows[0]
            else:
                self._tell(line, f"{cells['firm'] or cells['firm_id']}没有编号 {record_id} 的记录")
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


def _stop_if_contradictory(found: Sequence[Decision], problems: list[str]) -> None:
    """Note records of which several lines decide otherwise."""
    first: dict[tuple[str, str], Decision] = {}
    for one in found:
        if not one.cells["record_id"] or one.cells["outcome"] not in OUTCOMES:
            continue
        key = (one.cells["source"], one.cells["record_id"])
        other = first.setdefault(key, one)
        same = other.upheld == one.upheld and (not one.upheld or other.cells["decision"] == one.cells["decision"])
        if not same and other.cells["claim"] == one.cells["claim"]:
            problems.append(
                f"第 {one.line} 行：记录 {key[1]} 的同一请求在第 {other.line} 行{_spelled(other)}，"
                f"这里{_spelled(one)}；"
                "一条记录只能有一个决定"
            )


def _spelled(one: Decision) -> str:
    return f"{one.cells['outcome']}（{one.cells['decision']}）" if one.cells["decision"] else one.cells["outcome"]


def _written(value: object) -> str:
    """A value as a correction writes it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else str(value)
