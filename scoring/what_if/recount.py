"""Counting again: the records of a run, without some of them or by other conditions, for some leaves."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from scoring.accepted_responses import prepare
from scoring.errors import UnknownRecordError
from scoring.leaf_scores import only
from scoring.reducing import reduce_rows
from scoring.what_if.counting import sources_of
from scoring.what_if.without import unknown_records

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from indicator_tree import Rulebook
    from scoring.what_if.changes import Drop
    from surveys.margin import Margin
    from surveys.questionnaire import Questionnaire


@dataclass(frozen=True)
class RunRecords:
    """The records that a run was made of.

    Attributes:
        tables: one lazy frame per source, as `scoring.score` takes them.
        questionnaire: whose quality rules the responses must pass; None checks nothing.
        margins: what respondents were weighted to.
        unrecognised: answers that are no option of their question; see `surveys.quality.clean`.
    """

    tables: Mapping[str, pl.LazyFrame] = field(repr=False)
    questionnaire: Questionnaire | None = None
    margins: Sequence[Margin] = ()
    unrecognised: pl.DataFrame | None = field(default=None, repr=False)

    def evidence(self, rulebook: Rulebook, nodes: Collection[str], drops: Collection[Drop] = ()) -> pl.DataFrame:
        """The evidence of some leaves, of the shape `EVIDENCE`, without some records.

        Raises:
            UnknownRecordError: there is no such record.
            UnknownColumnError: a rule asks for what the records lack.
            surveys.errors.SurveyError: the respondents left cannot be weighted to the margins.
        """
        self._stop_if_unknown(drops)
        wanted = {source for node in nodes for source in sources_of(node, rulebook)}
        left = {source: self._without(source, drops) for source in self.tables if source in wanted}
        tables, _ = prepare(left, self.margins, self.questionnaire, self.unrecognised)
        return reduce_rows(tables, only(rulebook, nodes))

    def _without(self, source: str, drops: Collection[Drop]) -> pl.LazyFrame:
        gone = [drop.record_id for drop in drops if drop.source == source]
        table = self.tables[source]
        return table.filter(~pl.col("record_id").is_in(gone)) if gone else table

    def _stop_if_unknown(self, drops: Collection[Drop]) -> None:
        schema = {"source": pl.String, "record_id": pl.String}
        wanted = pl.DataFrame([(drop.source, drop.record_id) for drop in sorted(set(drops))], schema, orient="row")
        ids = [
            table.select(pl.lit(source).alias("source"), "record_id")
            for source, table in self.tables.items()
            if wanted.height
        ]
        found = pl.concat(ids).join(wanted.lazy(), on="record_id", how="semi").collect() if ids else wanted
        if wanted.join(found, on=["source", "record_id"], how="anti").height:
            raise UnknownRecordError(unknown_records(wanted, pl.concat(ids).collect()), "数据")
