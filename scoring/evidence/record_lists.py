"""The records behind the evidence, listed: millions of rows that say little more than their own numbers."""

from __future__ import annotations

from functools import partial, reduce
from itertools import pairwise
from operator import and_, or_
from typing import TYPE_CHECKING, NamedTuple

import narwhals as nw
import numpy as np
import polars as pl

from data_sources.ahead import ahead
from scoring.evidence.conditions import asked, collected
from scoring.frames import EVIDENCE_RECORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from data_sources.spill import Kept, Spill
    from scoring.evidence.conditions import Behind, Table

_LOOKED_THROUGH = 250_000
"""Records that are asked together whether they are behind anything."""

_SORTED = 1_500_000
"""Records whose lines are sorted together, about."""

_MARK = "_behind {}"


class _Lines(NamedTuple):
    """What the codes of lines mean: a line's code is its firm's place, times the number of groups, and its group's.

    Attributes:
        firms: firm_id, sorted.
        groups: node and parameter, sorted.
    """

    firms: pl.Series
    groups: pl.DataFrame

    def coded(self, behind: Sequence[tuple[int, str | None]], records: pl.DataFrame) -> pl.DataFrame:
        """Code and record_id of every line, by code, those of one code in the order of the records.

        Args:
            behind: groups, and the column that tells which of the records are behind them; None is all.
            records: firm_id, record_id and the columns.
        """
        rows = [np.arange(records.height) if which is None else np.flatnonzero(records[which]) for _, which in behind]
        groups = np.repeat([group for group, _ in behind], [len(at) for at in rows])
        firms = records["firm_id"].cast(pl.Enum(self.firms)).to_physical().to_numpy()
        row = np.concatenate(rows)
        code = (firms[row].astype(np.int64) * self.groups.height + groups).astype(self._type)
        order = np.argsort(code, kind="stable")
        return pl.DataFrame({"code": code[order], "record_id": records["record_id"][row[order]]})

    def told(self, coded: Sequence[Kept]) -> pl.DataFrame:
        """Lines in order, with names in the place of codes; what they were kept in is given back."""
        together = pl.concat(part.frame() for part in coded)
        for part in coded:
            part.drop()
        by_code = together.group_by("code").agg(pl.col("record_id").sort()).sort("code")
        firm, group = by_code["code"] // self.groups.height, by_code["code"] % self.groups.height
        names = [_coded(self.groups[name]).gather(group) for name in ("node", "parameter")]
        lines = pl.DataFrame([_coded(self.firms).gather(firm), *names, by_code["record_id"]])
        return lines.explode("record_id")

    @property
    def _type(self) -> type[np.uint16 | np.uint32]:
        """The smallest type that holds all codes; numbers of 16 bits are sorted in one go."""
        return np.uint16 if len(self.firms) * self.groups.height < 1 << 16 else np.uint32


def list_records(found: Sequence[Behind], records: pl.DataFrame, spill: Spill) -> pl.LazyFrame:
    """All records, of the shape `EVIDENCE_RECORDS`, sorted by all columns.

    Firms, nodes and parameters are few: rows are sorted by the places that these take. Comparing millions of rows text
    by text takes some ten times as long. Of many rows some firms' are sorted at a time.

    Args:
        found: the records behind every evidence row.
        records: firm_id of all firms that have any, and about how many each has.
        spill: where the lines are kept; they can be read until it is closed.
    """
    if not found or records.is_empty():
        return EVIDENCE_RECORDS.to_frame().lazy()
    groups = pl.DataFrame(sorted({each[:2] for each in found}), ["node", "parameter"], orient="row")
    lines = _Lines(records["firm_id"].unique().sort(), groups)
    chunks = _chunks(lines, records)
    unsorted: list[list[Kept]] = [[] for _ in chunks]
    for coded in _coded_lines(found, lines):
        edges = np.searchsorted(coded["code"].to_numpy(), [0, *(end for _, end in chunks)])
        for kept, (first, end) in zip(unsorted, pairwise(edges.tolist()), strict=True):
            kept.append(spill.keep(coded[first:end]))
    told = [spill.keep(part) for part in ahead(lines.told, filter(None, unsorted))]
    return pl.concat([EVIDENCE_RECORDS.to_frame().lazy(), *(part.lazy().cast(EVIDENCE_RECORDS) for part in told)])


def _chunks(lines: _Lines, records: pl.DataFrame) -> list[tuple[int, int]]:
    """The codes, from and up to, of so many firms that their lines can be sorted together."""
    counted = records.group_by("firm_id").agg(pl.col("records").sum()).sort("firm_id")
    chunk = counted["records"].cum_sum() // _SORTED
    starts = [0, *(chunk != chunk.shift()).fill_null(value=False).arg_true(), len(chunk)]
    size = lines.groups.height
    return [(first * size, end * size) for first, end in pairwise(starts)]


def _coded_lines(found: Sequence[Behind], lines: _Lines) -> Iterator[pl.DataFrame]:
    """Code and record_id of all lines, some records at a time."""
    place = {row: at for at, row in enumerate(lines.groups.iter_rows())}
    for behind in _by_table(found):
        groups = [place[each.node, each.parameter] for each in behind]
        conditions = [asked(each.met, each.unmet) for each in behind]
        marks = {_MARK.format(at): reduce(and_, some) for at, some in enumerate(conditions) if some}
        rows = behind[0].table.select("firm_id", "record_id", **marks)
        if all(conditions):
            rows = rows.filter(reduce(or_, map(nw.col, marks)))
        names = [_MARK.format(at) if some else None for at, some in enumerate(conditions)]
        yield from ahead(partial(lines.coded, list(zip(groups, names, strict=True))), _batches(rows))


def _by_table(found: Sequence[Behind]) -> list[list[Behind]]:
    """Those of the same table together."""
    tables: dict[int, list[Behind]] = {}
    for behind in found:
        tables.setdefault(id(behind.table), []).append(behind)
    return list(tables.values())


def _batches(rows: Table) -> Iterator[pl.DataFrame]:
    native = rows.to_native()
    if isinstance(native, pl.LazyFrame):
        yield from native.collect_batches(chunk_size=_LOOKED_THROUGH, lazy=True)
    else:
        yield collected(rows)


def _coded(names: pl.Series) -> pl.Series:
    return names.cast(pl.Enum(names.unique(maintain_order=True)))
