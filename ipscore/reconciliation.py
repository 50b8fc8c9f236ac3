"""An evaluation beside what was published about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from indicator_tree import load_rulebook
from indicator_tree.published import load_previous
from ipscore.errors import ReconciliationError
from ipscore.weights_recovery import check_nodes
from reports.comparison import compare_nodes
from reports.comparison_tables import failures, reproduced
from reports.count_comparison import compare_counts
from reports.record_counts import record_counts
from reports.statement_comparison import compare_changes, compare_places
from reports.statement_tables import statement_failures
from scoring import compare_schemes
from surveys.quality import clean

if TYPE_CHECKING:
    from data_sources.records import Records
    from indicator_tree import Rulebook
    from indicator_tree.published import PublishedFigures
    from reports.comparison import NodeRow
    from reports.count_comparison import CountRow
    from reports.statement_comparison import ChangeRow, PlaceRow
    from scoring import Evaluation
    from surveys.questionnaire import Questionnaire


@dataclass(frozen=True)
class Reconciliation:
    """Every published figure beside ours.

    Attributes:
        evaluation: what was computed.
        published: what was published.
        before: what was published of the year before; None where the report compares with none.
        nodes: every published node under every weight scheme.
        changes: every published change of a mean on the year before, under every weight scheme.
        places: every published place of a node among its siblings, under every weight scheme.
        counts: counts of records; None where the records were not given.
        firms: how many firms were evaluated.
    """

    evaluation: Evaluation
    published: PublishedFigures
    before: PublishedFigures | None
    nodes: tuple[NodeRow, ...]
    changes: tuple[ChangeRow, ...]
    places: tuple[PlaceRow, ...]
    counts: tuple[CountRow, ...] | None
    firms: int

    @property
    def failures(self) -> tuple[str, ...]:
        """Every figure that should have come out and did not."""
        other = self.published.firms is not None and self.published.firms != self.firms
        firms = [self.firms_told] if other else []
        return (*firms, *failures(self.nodes, self.counts or ()), *statement_failures(self.changes, self.places))

    @property
    def firms_told(self) -> str:
        """How many firms, or other units, were evaluated, and how many the report says."""
        words = self.evaluation.rulebook.words
        stated = "没有写明" if self.published.firms is None else f"{self.published.firms} {words.measure}"
        return f"参评{words.noun}：本次 {self.firms} {words.measure}，公布 {stated}"

    @property
    def verdict(self) -> str:
        """The conclusion."""
        return reproduced(self.failures)


def reconcile(
    evaluation: Evaluation,
    published: PublishedFigures,
    records: Records | None = None,
    questionnaire: Questionnaire | None = None,
) -> Reconciliation:
    """Set an evaluation beside published figures; counts of records only where the records are given.

    Args:
        evaluation: what was computed.
        published: figures about the same year, under the same rulebook.
        records: the records that were scored.
        questionnaire: that of the responses among them.

    Raises:
        ReconciliationError: the figures are about another year or rulebook, or about indicators that it lacks.
        PublishedError: the figures of the year before, which they name, are wrong.
    """
    rulebook = evaluation.rulebook
    _check(published, rulebook)
    means = compare_schemes(evaluation)
    nodes = compare_nodes(means, evaluation.summary, evaluation.distribution, published, evaluation.scheme)
    before = load_previous(published)
    changes = () if before is None else compare_changes(nodes, published, before)
    places = compare_places(nodes, means, rulebook, published)
    counts = None if records is None else _counts(records, questionnaire, rulebook, published)
    evaluated = evaluation.firms.filter(pl.col("status") == "evaluated").height
    return Reconciliation(evaluation, published, before, tuple(nodes), tuple(changes), tuple(places), counts, evaluated)


def _check(published: PublishedFigures, rulebook: Rulebook) -> None:
    if published.year != rulebook.year:
        raise ReconciliationError(
            f"{published.title}是 {published.year} 年度的，而运行是 {rulebook.year} 年度的（{rulebook.title}）",
            f"请写 {published.year} 年度的运行，或 {rulebook.year} 年度的公布数字",
        )
    asked = published.rulebook
    if asked != rulebook.id and load_rulebook(asked).id != rulebook.id:
        raise ReconciliationError(
            f"{published.title}要用规则文件 {asked} 再现，而运行用的是 {rulebook.id}（{rulebook.title}）",
            f"请写按规则 {asked} 评分的运行；若公布数字也适用于 {rulebook.id}，请改公布数字文件中的 rulebook",
        )
    check_nodes(published, rulebook)


def _counts(
    records: Records, questionnaire: Questionnaire | None, rulebook: Rulebook, published: PublishedFigures
) -> tuple[CountRow, ...]:
    if not published.count:
        return ()
    accepted = dict(records.tables)
    if questionnaire is not None and "survey_responses" in accepted:
        cleaned = clean(accepted["survey_responses"], questionnaire, records.unrecognised)
        accepted["survey_responses"] = cleaned.accepted
    try:
        counted = record_counts({name: table.collect() for name, table in accepted.items()}, rulebook)
    except LookupError as error:
        raise ReconciliationError(
            f"规则文件 {rulebook.id} 没有统计公布的记录数所需的规则：{error}", "请去掉 --records，只核对均分与分段"
        ) from error
    return tuple(compare_counts(counted, published))
