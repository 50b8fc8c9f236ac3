"""The scores of a run under some of the decisions that were taken after it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from scoring.accepted_responses import prepare
from scoring.leaf_scores import only
from scoring.previous.frames import kept_from_previous
from scoring.reducing import reduce_rows
from scoring.survey_wave import SOURCE as RESPONSES
from scoring.unit_groups import with_groups
from scoring.what_if.counting import compared, reading, sources_of
from scoring.what_if.rescoring import rescored

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from scoring.evaluation import Evaluation
    from scoring.what_if import RunRecords

    Floats = npt.NDArray[np.float64]

Chosen = frozenset[str]
_AT = ["record_id", "firm_id"]
_ABOUT = pl.Schema(
    {"source": pl.String(), "record_id": pl.String(), "firm_id": pl.String(), "decisions": pl.List(pl.String())}
)


@dataclass(frozen=True)
class Corrected:
    """Records before and after decisions.

    Attributes:
        evaluation: what was scored before them.
        before: the records of that evaluation.
        now: the same records after all of the decisions.
        decided: source, record_id, decision: which record each of them is about; one decision per record.
    """

    evaluation: Evaluation
    before: RunRecords = field(repr=False)
    now: RunRecords = field(repr=False)
    decided: pl.DataFrame = field(repr=False)

    @cached_property
    def decisions(self) -> tuple[str, ...]:
        """The numbers of the decisions, in their order."""
        return tuple(self.decided["decision"].unique(maintain_order=True))

    @cached_property
    def nodes(self) -> tuple[str, ...]:
        """The leaves, `bonus` and the nodes with rules that count records of a source that decisions are about."""
        return reading(self.decided["source"].unique(), self.evaluation.rulebook)

    @cached_property
    def places(self) -> dict[tuple[str, str], tuple[int, int]]:
        """Firm and node → where their values stand in `values`."""
        at = self.evaluation.scores.select("firm_id", "node")
        firms = {firm: place for place, firm in enumerate(at["firm_id"].unique().sort())}
        nodes = {node: place for place, node in enumerate(at["node"].unique(maintain_order=True))}
        return {(firm, node): (firms[firm], nodes[node]) for firm, node in at.iter_rows()}

    @cached_property
    def own(self) -> dict[str, Chosen]:
        """Firm → the decisions about records that counted for it before, or count for it after all of them."""
        found: dict[str, set[str]] = {}
        for firm, decisions in self._about.select("firm_id", "decisions").iter_rows():
            found.setdefault(firm, set()).update(decisions)
        return {firm: frozenset(numbers) for firm, numbers in found.items()}

    @property
    def alone(self) -> bool:
        """Whether a firm's scores depend on decisions about its own records only."""
        return not compared(self.nodes, self.evaluation.rulebook) and not self._weighted

    def values(self, chosen: Chosen | Mapping[str, Chosen]) -> Floats:
        """Score and rank of every firm at every node under some decisions.

        Args:
            chosen: the decisions, or firm → those that are taken of its records (ranks then mean nothing). Firms that
                are not named there take none.

        Returns:
            Shape (firms, nodes, 2), the places as `places` has them; NaN where there is none.

        Raises:
            UndefinedAggregateError: a score of zero where the rulebook asks for a geometric or harmonic mean.
        """
        by_firm = chosen if not isinstance(chosen, frozenset) else dict.fromkeys(self.own, chosen)
        evaluation, rulebook = self.evaluation, self.evaluation.rulebook
        scores = evaluation.scores
        if any(by_firm.values()) and self.nodes:
            firms = pl.Series("firm_id", sorted(self._affected), pl.String)
            counted = reduce_rows(self._tables(by_firm), only(rulebook, self.nodes))
            here = pl.col("node").is_in(list(self.nodes)) & pl.col("firm_id").is_in(firms.implode())
            whole = pl.concat([evaluation.evidence.filter(~here | kept_from_previous()), counted])
            evidence = with_groups(whole, evaluation.firms, rulebook)
            again = scores["firm_id"].unique().sort() if compared(self.nodes, rulebook) else firms
            scores = rescored(
                *(evaluation, rulebook, evaluation.scheme),
                evidence=evidence,
                nodes=self.nodes,
                firms=again,
                strict=False,
            )
        return self._laid_out(scores)

    def _laid_out(self, scores: pl.DataFrame) -> Floats:
        shape = np.array(list(self.places.values())).max(axis=0) + 1
        found = np.full((*shape, 2), np.nan)
        for firm, node, score, rank in scores.select("firm_id", "node", "score", "rank").iter_rows():
            found[self.places[firm, node]] = [np.nan if value is None else value for value in (score, rank)]
        return found

    @cached_property
    def _weighted(self) -> bool:
        """Whether responses are corrected, and weighted together."""
        return RESPONSES in self.decided["source"] and bool(self.before.margins)

    @cached_property
    def _about(self) -> pl.DataFrame:
        """source, record_id, firm_id, decisions: of every record that differs, for whom it counts in either state.

        A record that decisions bring to count, or to count no more, without being about it themselves (since it shared
        a key with one that they are about) does so once all decisions of its source are taken.
        """
        tables = []
        for (source,), rows in self.decided.partition_by("source", as_dict=True, maintain_order=True).items():
            if source not in self.now.tables and source not in self.before.tables:
                continue
            states = [self._firms_of(state, str(source)) for state in (self.before, self.now)]
            ids = rows.select("record_id", decisions=pl.concat_list("decision"))
            named = ids["record_id"].implode()
            others = pl.concat(
                [
                    states[0].join(states[1], on=_AT, how="anti"),
                    states[1].join(states[0], on=_AT, how="anti"),
                ]
            ).filter(~pl.col("record_id").is_in(named))
            every = sorted(rows["decision"].unique())
            drawn = others.select("record_id").unique().collect().with_columns(decisions=pl.lit(every))
            wanted = pl.concat([ids, drawn])
            found = pl.concat(states).join(wanted.lazy(), on="record_id").unique().collect()
            tables.append(found.select(pl.lit(source).alias("source"), *_AT, "decisions"))
        return pl.concat([_ABOUT.to_frame(), *tables]).sort("source", *_AT)

    @staticmethod
    def _firms_of(state: RunRecords, source: str) -> pl.LazyFrame:
        table = state.tables.get(source)
        return pl.LazyFrame(schema=dict.fromkeys(_AT, pl.String)) if table is None else table.select(_AT)

    @cached_property
    def _affected(self) -> list[str]:
        """The firms whose evidence any decision may change."""
        return sorted(self.evaluation.scores["firm_id"].unique()) if self._weighted else sorted(self.own)

    @cached_property
    def _states(self) -> tuple[dict[str, pl.DataFrame], dict[str, pl.DataFrame]]:
        """The records before and now that decide the scores of these firms at these leaves."""
        rulebook = self.evaluation.rulebook
        wanted = {source for node in self.nodes for source in sources_of(node, rulebook)}
        whole = {RESPONSES} if self._weighted else set()
        own = pl.col("firm_id").is_in(self._affected)

        def held(state: RunRecords, source: str) -> pl.DataFrame:
            table = state.tables.get(source)
            if table is None:
                table = (self.before if state is self.now else self.now).tables[source].clear()
            return (table if source in whole else table.filter(own)).collect()

        names = [source for source in {**self.now.tables, **self.before.tables} if source in wanted]
        before, now = ({source: held(state, source) for source in names} for state in (self.before, self.now))
        return before, now

    def _tables(self, by_firm: Mapping[str, Chosen]) -> dict[str, pl.LazyFrame]:
        before, now = self._states
        tables = {source: frame.lazy() for source, frame in before.items()}
        unrecognised = self.before.unrecognised
        none: Chosen = frozenset()
        taken = [
            set(decisions) <= by_firm.get(firm, none)
            for firm, decisions in self._about["firm_id", "decisions"].iter_rows()
        ]
        for (source,), rows in (
            self._about.filter(pl.Series(taken, dtype=pl.Boolean)).partition_by("source", as_dict=True).items()
        ):
            at = rows.select(_AT)
            old = before[str(source)].join(at, on=_AT, how="anti", maintain_order="left")
            new = now[str(source)].join(at, on=_AT, how="semi", maintain_order="left")
            tables[str(source)] = pl.concat([old, new]).sort("record_id").lazy()
            if source == RESPONSES and unrecognised is not None and self.now.unrecognised is not None:
                ids = pl.col("record_id").is_in(at["record_id"].implode())
                unrecognised = pl.concat([unrecognised.filter(~ids), self.now.unrecognised.filter(ids)])
        prepared, _ = prepare(tables, self.before.margins, self.before.questionnaire, unrecognised)
        if self._weighted:
            own = pl.col("firm_id").is_in(self._affected)
            prepared = {source: table.filter(own) for source, table in prepared.items()}
        return prepared
