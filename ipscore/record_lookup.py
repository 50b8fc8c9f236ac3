"""One record of a run, found by its number: what it says, where it stands, and what it cost whom."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import polars as pl
from rapidfuzz import fuzz, process

from data_sources.origin import PLACE
from indicator_tree.checks import suggestion
from ipscore.errors import NoSuchRecordError
from ipscore.run_records import kinds_of_run
from ipscore.what_if_records import quarantined
from scoring.what_if import record_costs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ipscore.run_folder import Run
    from reports.record_contents import RecordKind
    from scoring.evidence.held_records import HeldRecords

_ALIKE, _LIKELY = 5, 60.0
_AT_ONCE = 200_000


@dataclass(frozen=True)
class Effect:
    """What a record is counted as.

    Attributes:
        node, name: the indicator.
        parameter, cause: the line of the ledger.
        points: what that line adds for all its records together; None where there is no score.
        records: how many records it counts.
        alone: what the indicator's score would gain without this record alone; None where the evidence does not say.
    """

    node: str
    name: str
    parameter: str
    cause: str
    points: float | None
    records: int
    alone: float | None


@dataclass(frozen=True)
class FoundRecord:
    """A record of a run.

    Attributes:
        kind: how its source and columns are called.
        record_id: its number.
        noun: how what is evaluated is called.
        firm_id, firm: whom it counts for.
        entity_id, entity: the registered firm that it names.
        values: what it says, by English name of the column; nothing personal.
        file, sheet, row: where it stands; the sheet is empty in a file that is one table.
        effects: what it is counted as.
    """

    kind: RecordKind
    record_id: str
    noun: str
    firm_id: str
    firm: str
    entity_id: str
    entity: str
    values: Mapping[str, Any]
    file: str
    sheet: str
    row: int
    effects: tuple[Effect, ...]


def find_record(run: Run, record_id: str, source: str | None = None) -> list[FoundRecord]:
    """The records of that number, at most one of every source.

    Args:
        run: the run.
        record_id: the number.
        source: the only source to look in, by its English or Chinese name.

    Raises:
        NoSuchRecordError: no such source or record; tells the likely ones, and what became of it where that is known.
    """
    evaluation = run.evaluation
    held = evaluation.held
    if held is None:
        raise NoSuchRecordError(
            f"{run.folder} 由以前的版本写出，只有记录的编号，没有内容", "请用 ipscore score 重新写出，或查原始文件"
        )
    kinds = kinds_of_run(run)
    wanted = _sources(held, kinds, source)
    asked = record_id.strip()
    found = [one for name in wanted for one in _found(run, held, kinds[name], asked)]
    if not found:
        raise NoSuchRecordError(_unknown(run, held, wanted, asked))
    return found


def _sources(held: HeldRecords, kinds: Mapping[str, RecordKind], source: str | None) -> list[str]:
    present = [name for name in held.tables if name in kinds]
    if source is None:
        return present
    found = [name for name in present if source in (name, kinds[name].title)]
    if not found:
        names = {name: kinds[name].title for name in present}
        told = "、".join(f"{name}（{title}）" for name, title in names.items())
        hint = suggestion(source, [*names, *names.values()]).partition("；")[2]
        raise NoSuchRecordError(f"运行中没有数据源 {source} 的记录；有：{told}{f'；{hint}' if hint else ''}")
    return found


def _found(run: Run, held: HeldRecords, kind: RecordKind, record_id: str) -> Iterator[FoundRecord]:
    table = held.tables[kind.source]
    numbered = table.with_row_index("_at").filter(pl.col("record_id") == record_id).collect()
    names = dict(run.table("firms").select("firm_id", "firm").iter_rows())
    for row in numbered.iter_rows(named=True):
        shown = [column.name for column in kind.columns if column.name in row]
        file, sheet, line = (row[name] for name in PLACE)
        yield FoundRecord(
            kind=kind,
            record_id=record_id,
            noun=run.rulebook.words.noun,
            firm_id=row["firm_id"],
            firm=names[row["firm_id"]],
            entity_id=row["entity_id"],
            entity=names[row["entity_id"]],
            values={name: row[name] for name in shown},
            file=file,
            sheet=sheet,
            row=line,
            effects=tuple(_effects(run, kind.source, row)),
        )


def _effects(run: Run, source: str, row: Mapping[str, Any]) -> Iterator[Effect]:
    evaluation = run.evaluation
    held = evaluation.held
    assert held is not None
    firm_id, record_id, at = row["firm_id"], row["record_id"], row["_at"]
    inside = (pl.col("first") <= at) & (at < pl.col("first") + pl.col("rows"))
    behind = held.rows.filter(pl.col("source") == source, inside)
    own = replace(evaluation, evidence_records=held.of(firm_id).listed(), held=held.of(firm_id))
    costs = record_costs(own, firm_id).rows.filter(pl.col("record_id") == record_id, pl.col("source") == source)
    alone = {(row["node"], row["parameter"]): row["points"] for row in costs.iter_rows(named=True)}
    ledger = {row["parameter"]: row for row in evaluation.ledger.filter(firm_id=firm_id).iter_rows(named=True)}
    names = dict(evaluation.summary.select("node", "name").iter_rows())
    counts = dict(held.rows.filter(firm_id=firm_id).group_by("parameter").agg(pl.col("rows").sum()).iter_rows())
    for node, parameter in behind.select("node", "parameter").sort("node", "parameter").iter_rows():
        line = ledger.get(parameter)
        yield Effect(
            node=node,
            name=names[node],
            parameter=parameter,
            cause="" if line is None else line["cause"],
            points=None if line is None else line["points"],
            records=counts[parameter],
            alone=alone.get((node, parameter)),
        )


def _unknown(run: Run, held: HeldRecords, sources: list[str], record_id: str) -> str:
    kept_out = [told for source in sources for told in quarantined(run, None, source, record_id)]
    if kept_out:
        return f"这次运行中影响得分的记录里没有编号 {record_id}；未采用的行里有：{'；'.join(kept_out)}"
    alike = _alike(held, sources, record_id)
    hint = f"；是否指：{'、'.join(alike)}？" if alike else ""
    return f"这次运行所计的记录中没有编号 {record_id}；读入而没有影响得分的记录（如按期办结的工单）不在运行中{hint}"


def _alike(held: HeldRecords, sources: list[str], record_id: str) -> list[str]:
    """Numbers that look like one, the likeliest first."""
    scored: list[tuple[float, str]] = []
    for source in sources:
        for batch in held.tables[source].select("record_id").collect_batches(chunk_size=_AT_ONCE, lazy=True):
            near = process.extract(
                record_id, batch["record_id"].to_list(), scorer=fuzz.ratio, limit=_ALIKE, score_cutoff=_LIKELY
            )
            scored += [(score, text) for text, score, _ in near]
    return [text for _, text in sorted(set(scored), key=lambda each: (-each[0], each[1]))[:_ALIKE]]
