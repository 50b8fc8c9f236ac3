"""Forms for objections, filled in by firms, read back and held against the run that they object to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from data_sources.header_texts import header_key, label_of
from indicator_tree.checks import suggestion
from ipscore.errors import ObjectionFormError
from ipscore.filled_sheets import FilledBook, stop_at
from ipscore.json_schemas import OBJECTIONS
from reports.firm.objections import FIRM_CELL, GUIDE, HEADERS, KEYS, SHEET, Prefilled, claims, grounds, prefilled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from ipscore.filled_sheets import Cells
    from reports.firm import Firm, Industry

_CHANGED = 3


def read_objections(forms: Sequence[Path], industry: Industry) -> pl.DataFrame:
    """The objections of some forms, of the shape `OBJECTIONS`; rows in which nothing was written are none.

    Args:
        forms: the files.
        industry: the run that they object to.

    Raises:
        ObjectionFormError: a file is no such form, or of a firm that was not evaluated, or something in it is wrong;
            tells every place, in all files.
    """
    found: list[dict[str, Any]] = []
    problems: list[str] = []
    firms: dict[str, Path] = {}
    words = industry.evaluation.rulebook.words
    for form in forms:
        try:
            firm_id, lines = _opened(form)
            if firm_id not in industry.firm_ids:
                raise ObjectionFormError(f"{form.name}：运行中没有代码为 {firm_id or '（空）'} 的参评{words.noun}")
            if firm_id in firms:
                raise ObjectionFormError(
                    f"{form.name}：与 {firms[firm_id].name} 同属一{words.measure}{words.noun}，请合为一份",
                )
        except ObjectionFormError as error:
            problems.append(error.message)
            continue
        firms[firm_id] = form
        reader = _Reader(form.name, industry.of(firm_id), industry)
        found += reader.objections(lines)
        problems += [f"{form.name}：{problem}" for problem in reader.problems]
    stop_at(problems, f"异议表有 {len(problems)} 处不能接受")
    return pl.DataFrame(found, OBJECTIONS, orient="row")


def _opened(form: Path) -> tuple[str, list[tuple[int, Cells]]]:
    """The code of the firm, and the lines below the header with their numbers."""
    book = FilledBook(form, (SHEET, GUIDE), "异议表")
    guide, (row, column) = book.rows(GUIDE), FIRM_CELL
    firm_id = guide[row][column] if len(guide) > row and len(guide[row]) > column else ""
    return firm_id, book.lines(SHEET, HEADERS)


def _is_header(text: str, header: str) -> bool:
    """Whether a text is a header, however wide and in whatever brackets, with its unit or without any."""
    own, whole = (label_of((one,)) for one in (text, header))
    return header_key(text) == header_key(header) and (not own.notes or own.notes == whole.notes)


class _Reader:
    """One firm's form."""

    def __init__(self, form: str, firm: Firm, industry: Industry) -> None:
        self.problems: list[str] = []
        self._form = form
        self._firm = firm
        self._words = firm.rulebook.words
        self._claims = claims(self._words)
        self._industry = industry
        self._given = {row.number: row for row in prefilled(firm)}
        self._own = {row.record_id for row in self._given.values() if row.record_id}
        self._sources = {
            (row.parameter, row.record_id): step.source
            for node, steps in firm.ledgers.items()
            for step in steps
            for row in self._given.values()
            if row.node == node and row.parameter == step.parameter
        }
        kinds = () if firm.contents is None else firm.contents.kinds.values()
        self._titles = {kind.title: kind.source for kind in kinds}
        self._headers = {
            kind.source: {column.header: column.name for column in firm.contents.columns(kind.source)}
            for kind in kinds
            if firm.contents is not None
        }

    def objections(self, lines: Sequence[tuple[int, Cells]]) -> Iterator[dict[str, Any]]:
        """The rows in which something was written."""
        seen: set[str] = set()
        for at, cells in lines:
            number = cells["number"]
            known = self._given.get(number)
            if known is not None:
                if number in seen:
                    self._tell(at, f"序号 {number} 出现两次")
                    continue
                seen.add(number)
                self._compare(at, cells, known)
            elif number:
                self._tell(at, f"没有序号 {number} 的行；另起的行不写序号")
                continue
            if any(cells[key] for key in KEYS):
                yield from self._objection(at, cells, known)
            elif known is None:
                self._tell(at, "另起的行没有写异议")
        if lost := [number for number in self._given if number not in seen]:
            shown = "、".join(lost[:_CHANGED]) + ("…" if len(lost) > _CHANGED else "")
            self.problems.append(f"预先填好的行少了 {len(lost)} 行（序号 {shown}），不要删行")

    def _compare(self, at: int, cells: Cells, known: Prefilled) -> None:
        for key, was in zip(Prefilled._fields, known, strict=True):
            if cells[key] != was.strip():
                self._tell(at, f"“{HEADERS[key]}”被改动：原为“{was}”，现为“{cells[key]}”")

    def _objection(self, at: int, cells: Cells, known: Prefilled | None) -> Iterator[dict[str, Any]]:
        before = len(self.problems)
        self._check_words(at, cells)
        node = cells["node"]
        nodes = {row.node for row in self._given.values()} | set(self._firm.ledgers)
        if known is None:
            if node not in nodes:
                self._tell(at, f"没有指标 {node or '（空）'}；{suggestion(node, sorted(nodes))}")
            if (record_id := cells["record_id"]) and record_id not in self._own:
                self._tell(at, self._strange(record_id))
        source = self._source(cells, known)
        column = self._column(at, cells, source)
        if len(self.problems) > before:
            return
        texts = {key: cells[key] or None for key in ("parameter", "cause", "record_id", *KEYS)}
        yield {
            "form": self._form,
            "firm_id": self._firm.firm_id,
            "firm": self._firm.name,
            "row": at,
            "node": node,
            "name": self._firm.nodes[node]["name"],
            **texts,
            "source": source,
            "action": self._claims[cells["claim"]],
            "column": column,
        }

    def _check_words(self, at: int, cells: Cells) -> None:
        for key, allowed in (("ground", grounds(self._words)), ("claim", tuple(self._claims))):
            if not cells[key]:
                self._tell(at, f"没有写“{HEADERS[key]}”")
            elif cells[key] not in allowed:
                self._tell(at, f"“{HEADERS[key]}”不能是“{cells[key]}”；{suggestion(cells[key], allowed)}")
        if not cells["statement"]:
            self._tell(at, f"没有写“{HEADERS['statement']}”")
        action = self._claims.get(cells["claim"])
        if action in ("drop", "replace", "move") and not cells["record_id"]:
            self._tell(at, f"请求“{cells['claim']}”要有记录编号")
        if action == "move" and not cells["value"]:
            which = f"那{self._words.measure}{self._words.noun}"
            self._tell(at, f"请求“{cells['claim']}”的，在“{HEADERS['value']}”写明{which}")

    def _column(self, at: int, cells: Cells, source: str | None) -> str | None:
        """The English name of the column to be changed."""
        if self._claims.get(cells["claim"]) != "replace":
            return None
        headers = self._headers.get(source or "", {})
        asked = cells["column"]
        if not asked or not cells["value"]:
            self._tell(at, f"请求“{cells['claim']}”的，写明“{HEADERS['column']}”和“{HEADERS['value']}”")
            return None
        found = next((name for header, name in headers.items() if asked == name or _is_header(asked, header)), None)
        if found is None:
            self._tell(at, f"“{HEADERS['column']}”不能是“{asked}”；{suggestion(asked, list(headers))}")
        return found

    def _source(self, cells: Cells, known: Prefilled | None) -> str | None:
        if known is not None and known.record_id:
            return self._sources.get((known.parameter, known.record_id))
        return self._titles.get(cells["source"])

    def _strange(self, record_id: str) -> str:
        """Why a number is none of the firm's."""
        listed = self._industry.evaluation.evidence_records.filter(pl.col("record_id") == record_id)
        if listed.head(1).collect().height:
            return f"记录 {record_id} 是其他{self._words.noun}的记录"
        return f"没有编号 {record_id} 的记录；缺少应计的记录，编号留空，内容写在“{HEADERS['statement']}”"

    def _tell(self, at: int, problem: str) -> None:
        self.problems.append(f"第 {at} 行：{problem}")
