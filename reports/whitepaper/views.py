"""What the white paper's text can say of a node: rows of the run's tables and of the findings, by node."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from reports.quantities import unit_of
from reports.whitepaper.by_column import columns_told
from scoring.kinds.registry import kind_of, question_at

if TYPE_CHECKING:
    import polars as pl

    from indicator_tree import Rulebook
    from indicator_tree.bands import Band
    from reports.labels import Labels
    from reports.system import System
    from reports.whitepaper.by_column import ByColumn
    from scoring import Evaluation
    from scoring.findings import Findings
    from surveys.questionnaire import Question, Questionnaire

    Row = dict[str, Any]
    Rows = list[Row]


@dataclass(frozen=True)
class Node:
    """A node of the tree, or `total`, `base`, `bonus`, with everything that was found about it.

    Attributes:
        node: its code.
        name, level, weight, firms, mean, median, min, max, sd, se, low, high: its row of the summary.
        previous, points, relative: last year's mean and the change of the mean; None without a previous year.
        differs: in words, what of the system behind the change differs between the years; empty for nothing.
        children: its children in order.
        bands: per band from the best down: band, spelled, firms, share, firms_low, firms_high.
        tallies, answers, lines, counts: rows of the findings and of the breakdown at this node.
        cutoffs: rows of the cut-offs at this node.
        ratio: row of the ratios; None where no ratio is scored.
        rate: row of the rates; None where no rate is scored.
        few: row of the figures of few events; None where no error of counts is told.
        shortfalls: by what it lost points, what cost most first; empty for inner nodes.
        question: what investors were asked; None where nobody was.
        sentence: how its rule scores; empty for inner nodes.
        shared: whether all have a score above it, so that siblings carry its weight for those that have none at it.
    """

    node: str
    name: str
    level: int
    weight: float | None
    firms: int
    mean: float | None
    median: float | None
    min: float | None
    max: float | None
    sd: float | None
    se: float | None
    low: float | None
    high: float | None
    previous: float | None
    points: float | None
    relative: float | None
    differs: str
    children: tuple[Node, ...]
    bands: Rows
    tallies: Rows
    answers: Rows
    lines: Rows
    counts: Rows
    cutoffs: Rows
    ratio: Row | None
    rate: Row | None
    few: Row | None
    shortfalls: Rows
    rulebook: Rulebook
    question: Question | None
    sentence: str
    shared: bool

    @property
    def description(self) -> str:
        """What it assesses; may be empty."""
        indicator = self.rulebook.indicator.get(self.node)
        return indicator.described if indicator else ""

    @property
    def data_sources(self) -> tuple[str, ...]:
        """The sources that the rulebook names for it."""
        indicator = self.rulebook.indicator.get(self.node)
        return indicator.data_sources if indicator else ()

    @property
    def kind(self) -> str:
        """The kind of its rule; empty for inner nodes."""
        rule = self.rulebook.rule_at(self.node)
        return "" if rule is None else kind_of(rule).name

    @property
    def rule(self) -> Any:
        """Its rule."""
        return self.rulebook.indicator[self.node].rule

    @property
    def received(self) -> Rows:
        """Records that count at this node, one row per source."""
        return [row for row in self.counts if not row["column"] and row["measure"] == "records"]

    def left_out(self, source: str) -> float:
        """How many records of a source the rule leaves out, because another of the same event stands for them."""
        keys = {f"{self.node}.{key}" for key in kind_of(self.rule).told(self.rule).left_out}
        return float(sum(row["total"] for row in self.tallies if row["source"] == source and row["parameter"] in keys))

    @property
    def ratios_below(self) -> list[Node]:
        """The indicators at or below it that score a ratio."""
        if not self.children:
            return [self] if self.ratio is not None else []
        return [leaf for child in self.children for leaf in child.ratios_below]

    def by_column(self, source: str) -> list[ByColumn]:
        """Records of a source that count at this node, by the columns of which something can be said."""
        rows = [row for row in self.counts if row["source"] == source and row["column"] and row["measure"] == "records"]
        return columns_told(rows, self.rulebook.rule_at(self.node), source)


def _spelled(band: Band, full: float) -> str:
    """The band in words; one that has a name or letter by that, with its edges."""
    if not any(character.isdigit() for character in band.label):
        edges = [f"满{band.low:g}分"] if band.low else []
        edges += [f"不足{band.high:g}分"] if band.closed != "both" else []
        return f"{band.label}（{'、'.join(edges)}）" if edges else band.label
    if band.low == band.high:
        return f"{band.low:g}分"
    if band.low == 0:
        return f"{band.high:g}分以下"
    if band.closed == "both" or band.high > full:
        return f"{band.low:g}分（含）以上"
    return f"{band.low:g}（含）至{band.high:g}分（不含）"


class Views:
    """The nodes of an evaluation as the text sees them."""

    def __init__(
        self,
        evaluation: Evaluation,
        findings: Findings,
        labels: Labels,
        questionnaire: Questionnaire | None,
        system: System | None = None,
    ) -> None:
        self.rulebook = evaluation.rulebook
        self._system = system
        self._labels = labels
        self._questions = {one.code: one for one in questionnaire.question} if questionnaire else {}
        self._summary = {row["node"]: row for row in evaluation.summary.iter_rows(named=True)}
        self._evaluated = evaluation.firms.filter(status="evaluated").height
        self._changes = {row["node"]: row for row in findings.changes.iter_rows(named=True)}
        self._bands = _by_node(evaluation.distribution)
        self._tallies = _by_node(findings.tallies)
        self._answers = _by_node(findings.answers)
        self._lines = _by_node(findings.lines)
        self._cutoffs = _by_node(findings.cutoffs)
        self._counts = _by_node(findings.breakdown)
        self._ratios = _by_node(findings.ratios)
        self._rates = _by_node(findings.rates)
        self._few = _by_node(findings.few)
        self._shortfalls = _by_node(findings.shortfalls)

    @cached_property
    def total(self) -> Node:
        """The total; its children are the level-1 nodes."""
        return self.node("total")

    @cached_property
    def bonus(self) -> Node | None:
        """The bonus, where the rulebook has one."""
        return self.node("bonus") if self.rulebook.bonus else None

    @cached_property
    def all_nodes(self) -> tuple[Node, ...]:
        """All nodes of the tree in order."""
        return tuple(self.node(code) for code in self.rulebook.nodes)

    def node(self, code: str) -> Node:
        """One node with its children."""
        below = self.rulebook.children.get(None if code == "total" else code, ()) if code != "bonus" else ()
        rule, question = self.rulebook.rule_at(code), question_at(code, self.rulebook)
        return Node(
            **self._summary[code],
            **{name: self._changes[code][name] for name in ("previous", "points", "relative")},
            differs="" if self._system is None else self._system.differs(code),
            children=tuple(self.node(child) for child in below),
            bands=self._spelled_bands(code),
            tallies=[
                row | {"unit": unit_of(code, row["parameter"], self.rulebook)} for row in self._tallies.get(code, [])
            ],
            answers=self._answers.get(code, []),
            lines=self._lines.get(code, []),
            counts=self._counts.get(code, []),
            cutoffs=self._cutoffs.get(code, []),
            ratio=next(iter(self._ratios.get(code, [])), None),
            rate=next(iter(self._rates.get(code, [])), None),
            few=next(iter(self._few.get(code, [])), None),
            shortfalls=self._shortfalls.get(code, []),
            rulebook=self.rulebook,
            question=self._questions.get(question.question) if question else None,
            sentence="" if rule is None else kind_of(rule).sentence(code, rule, self.rulebook, self._labels),
            shared=self._shared(code),
        )

    def _shared(self, code: str) -> bool:
        if code not in self.rulebook.indicator:
            return False
        whole = "base" if "base" in self._summary else "total"
        above = self.rulebook.indicator[code].parent or whole
        return bool(self._summary[above]["firms"] == self._evaluated)

    def counts(self, source: str) -> Rows:
        """All used records of a source: the whole and by column."""
        return [row for row in self._counts.get("", []) if row["source"] == source]

    def _spelled_bands(self, code: str) -> Rows:
        full = self.rulebook.scale.full_marks
        spelled = {band.label: _spelled(band, full) for band in self.rulebook.band_set(code).band}
        return [row | {"spelled": spelled[row["band"]]} for row in self._bands.get(code, [])]


def _by_node(frame: pl.DataFrame) -> dict[str, Rows]:
    found: dict[str, Rows] = {}
    for row in frame.iter_rows(named=True):
        found.setdefault(row["node"], []).append(row)
    return found
