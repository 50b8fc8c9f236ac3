"""Records → evidence: the one reduction whose cost grows with the number of records.

It is written against Narwhals lazy frames, so that the engine behind them can change.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import narwhals as nw
import polars as pl

from data_sources.limits import DEFAULT
from data_sources.spill import Spill
from scoring.errors import UnknownColumnError
from scoring.evidence.breakdown import break_down, counted_by
from scoring.evidence.cells import Cells, quantity
from scoring.evidence.conditions import collected
from scoring.evidence.counts import counted
from scoring.evidence.record_lists import hold_records
from scoring.evidence.record_marks import with_mark
from scoring.frames import EVIDENCE, RECORDS
from scoring.kinds.answers import count_answers
from scoring.kinds.registry import kind_of, questions_of
from scoring.node_rules.counting import reduce_conditions
from scoring.precision import settled
from scoring.survey_wave import SOURCE
from surveys.patterns import answer_patterns

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from indicator_tree import Rulebook
    from indicator_tree.rules import AnswersRule, When
    from scoring.evidence.breakdown import Counted
    from scoring.evidence.conditions import Condition, Reduced, Table, Tables
    from scoring.evidence.held_records import HeldRecords


@dataclass(frozen=True)
class Evidence:
    """What the ledger and the errors are computed from.

    Attributes:
        rows: of the shape `EVIDENCE`.
        records: the numbers of the records behind countable rows, of the shape `EVIDENCE_RECORDS`; millions of them lie
            in a temporary folder, until the spill is closed.
        patterns: respondents by firm and answers (see `surveys.patterns`); None where no rule rests on answers.
        breakdown: the records by node and by the rulebook's columns, of the shape `BREAKDOWN`.
        held: the records themselves, with what they say where it was asked for.
        spill: what keeps the records.
    """

    rows: pl.DataFrame
    records: pl.LazyFrame
    patterns: pl.DataFrame | None
    breakdown: pl.DataFrame
    held: HeldRecords | None = None
    spill: Spill | None = None


def reduce_records(tables: Mapping[str, Any], rulebook: Rulebook, *, contents: bool = False) -> Evidence:
    """Evidence and the records behind it, for every rule of a rulebook.

    Args:
        tables: one lazy frame per source, with `record_id`, `firm_id`, `entity_id` and the source's columns; survey
            responses may have a `weight`. All of one kind that Narwhals knows, such as Polars.
        rulebook: the rules.
        contents: whether all that the records behind the evidence say is kept, not only their numbers.

    Returns:
        Frames sorted by all their columns; the breakdown in the rulebook's order.

    Raises:
        UnknownColumnError: a rule asks for a source or column that is not there.
    """
    lazy = _marked(tables, rulebook)
    by_node, questions = _reductions(lazy, rulebook), questions_of(rulebook)
    broken_down = [each for each in counted_by(_counted(rulebook)) if each.source in lazy]
    cells, patterns = _cells(lazy, by_node, broken_down, rulebook), _patterns(lazy, questions)
    told = _rows(by_node, cells, patterns, questions)
    spill = Spill(DEFAULT.held_bytes)
    behind = [behind for each in by_node.values() for behind in each.behind]
    held = hold_records(
        *(behind, lazy, _records_by_firm(told, cells), spill),
        contents=contents,
        answered={SOURCE, *(rule.source for rule in questions.values())},
    )
    return Evidence(
        rows=told,
        records=held.listed(),
        patterns=patterns,
        breakdown=break_down(broken_down, cells, rulebook),
        held=held,
        spill=spill,
    )


def reduce_rows(tables: Mapping[str, Any], rulebook: Rulebook) -> pl.DataFrame:
    """The evidence alone, of the shape `EVIDENCE`: what `reduce_records` gives, without looking for what is behind it.

    Raises:
        UnknownColumnError: a rule asks for a source or column that is not there.
    """
    lazy = _marked(tables, rulebook)
    by_node, questions = _reductions(lazy, rulebook), questions_of(rulebook)
    return _rows(by_node, _cells(lazy, by_node, (), rulebook), _patterns(lazy, questions), questions)


def _marked(tables: Mapping[str, Any], rulebook: Rulebook) -> Tables:
    """The tables, with the marks that rules need on single records."""
    came: Tables = {source: nw.from_native(table) for source, table in tables.items()}
    marked = dict(came)
    for node, rule in rulebook.rules.items():
        for mark in kind_of(rule).marks(node, rule, came, rulebook):
            marked[mark.source] = with_mark(marked[mark.source], mark)
    return marked


def _reductions(tables: Tables, rulebook: Rulebook) -> dict[str, Reduced]:
    """What every leaf and the bonus ask of the records, and under "" what conditions on other nodes ask."""
    by_node = {node: kind_of(rule).reduce(node, rule, tables, rulebook) for node, rule in rulebook.rules.items()}
    return {**by_node, "": reduce_conditions(rulebook, tables)}


def _rows(
    by_node: Mapping[str, Reduced],
    cells: Mapping[str, Cells],
    patterns: pl.DataFrame | None,
    questions: Mapping[str, AnswersRule],
) -> pl.DataFrame:
    """The evidence, sorted by all columns."""
    counts = [count for each in by_node.values() for count in each.counts]
    evidence = [table for each in by_node.values() for table in each.evidence] + counted(counts, cells)
    rows = [_settled(_collected(evidence), by_node)]
    if patterns is not None:
        rows += pl.collect_all([count_answers(node, rule, patterns) for node, rule in questions.items()])
    return pl.concat(rows).sort(EVIDENCE.names())


def _counted(rulebook: Rulebook) -> Iterator[tuple[str, str, str, When]]:
    """node, source, measure and conditions of everything that is broken down."""
    for source in rulebook.breakdown:
        yield "", source, RECORDS, {}
    for node, rule in rulebook.rules.items():
        for source, measure, when in kind_of(rule).counted(rule):
            yield node, source, measure, when
            if measure != RECORDS and source in rulebook.breakdown:
                yield "", source, measure, {}
    for node, _, over in rulebook.over_records:
        yield node, over.source, RECORDS, over.when


def _cells(
    tables: Tables, by_node: Mapping[str, Reduced], broken_down: Sequence[Counted], rulebook: Rulebook
) -> dict[str, Cells]:
    """The counts of every source of which anything is counted."""
    asked: dict[str, list[Condition]] = {}
    measures: dict[str, list[str]] = {}
    for count in (count for each in by_node.values() for count in each.counts):
        asked.setdefault(count.source, []).extend((*count.met, *count.unmet))
        measures.setdefault(count.source, []).append(count.measure)
    for each in broken_down:
        asked.setdefault(each.source, []).extend(each.conditions)
        measures.setdefault(each.source, []).append(each.measure)
    return {
        source: Cells.of(tables[source], source, conditions, measures[source], rulebook)
        for source, conditions in asked.items()
    }


def _records_by_firm(rows: pl.DataFrame, cells: Mapping[str, Cells]) -> pl.DataFrame:
    """firm_id of everybody of whom there is evidence, and about how many records are behind it."""
    wholes = [each.whole.lazy() for each in cells.values()]
    counted = [whole.group_by("firm_id").agg(quantity(RECORDS).alias("records")) for whole in wholes]
    return pl.concat([rows.lazy().select("firm_id", records=pl.lit(1.0)), *counted]).collect()


def _patterns(tables: Tables, rules: Mapping[str, AnswersRule]) -> pl.DataFrame | None:
    """Answer patterns of the one source that all answer rules read."""
    if not rules:
        return None
    for node, rule in rules.items():
        if rule.source not in tables:
            raise UnknownColumnError(node, f"数据源 {rule.source}", tables)
        present = tables[rule.source].collect_schema().names()
        if rule.question not in present:
            raise UnknownColumnError(node, f"{rule.source} 的 {rule.question} 列", present)
    questions = list(dict.fromkeys(rule.question for rule in rules.values()))
    return answer_patterns(tables[next(iter(rules.values())).source], questions)


def _settled(rows: pl.DataFrame, by_node: Mapping[str, Reduced]) -> pl.DataFrame:
    """Sums settled here, by one library whatever the engine."""
    sums = [parameter for each in by_node.values() for parameter in each.sums]
    is_sum, quantity = pl.col("parameter").is_in(sums), pl.col("quantity")
    return rows.with_columns(pl.when(is_sum).then(settled(quantity)).otherwise(quantity))


def _collected(frames: list[Table]) -> pl.DataFrame:
    if not frames:
        return EVIDENCE.to_frame()
    by_engine: dict[object, list[Table]] = {}
    for frame in frames:
        by_engine.setdefault(frame.implementation, []).append(frame)
    return pl.concat(collected(nw.concat(own, how="vertical")) for own in by_engine.values())
