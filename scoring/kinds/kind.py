"""Everything that is asked of a kind of rule. One class per kind, in a file of its own, answers all of it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from indicator_tree.rules import RuleModel

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import polars as pl

    from indicator_tree import Rulebook
    from indicator_tree.errors import Problem
    from indicator_tree.parameters import Cited
    from indicator_tree.rules import AnswersRule, ScaleRule, When
    from indicator_tree.scope import ScoreScale
    from scoring.counting_error import ScoreAt
    from scoring.evaluation import Evaluation
    from scoring.evidence.conditions import Reduced, Tables
    from scoring.evidence.record_marks import Mark
    from scoring.kinds.facts import Facts
    from scoring.kinds.fit import Fit
    from scoring.kinds.levers import Lever, Row
    from scoring.kinds.measures import Measure
    from scoring.kinds.page import Entry
    from scoring.kinds.parameters import Number
    from scoring.kinds.quantities import Definition, Quantity
    from scoring.kinds.spelling import Names
    from scoring.kinds.traces import Beside, Trace

R = TypeVar("R", bound=RuleModel)
Used = tuple[float | None, int | None]
"""How many records, and of how many firms."""


@dataclass(frozen=True)
class Varied:
    """Numbers of a clause that one factor multiplies: what they are called, and between what each must stay."""

    key: str
    label: str
    numbers: Sequence[Number]


@dataclass(frozen=True)
class Clause:
    """A table of a rule that has a basis and a reference of its own.

    Attributes:
        key: where it stands, from the leaf on, as ledgers name it: `deduct.notice`.
        content: all that it says, in words.
        cited: its basis and reference.
        varies: what of it only decides what the evidence is worth. What is counted from the records themselves (days,
            rounds, conditions, regulatory lines) is not there.
    """

    key: str
    content: str
    cited: Cited
    varies: tuple[Varied, ...] = ()


@dataclass(frozen=True)
class Carried:
    """What a rule takes over from a previous evaluation.

    Attributes:
        key: of the evidence, from the leaf on.
        back: which evaluation, 1 is the last.
        values: firm_id, quantity; a firm without a value is not there.
        remark: what should be known of them; empty for nothing.
    """

    key: str
    back: int
    values: pl.DataFrame
    remark: str = ""


@dataclass(frozen=True)
class Cause:
    """What points are lost by: what it is called, and the points that it gives at best, 0 where it only takes some."""

    label: str
    most: float = 0.0


@dataclass(frozen=True)
class Told:
    """What findings and reports tell of a rule's evidence beside points.

    Attributes:
        question: the rule, where it rests on answers to a question.
        lines: the rule, where it scores a ratio against regulatory lines.
        rate: keys of the records received and of those not done in time.
        not_added: keys of quantities that firms' quantities do not add up to.
        left_out: keys of numbers of records that cost nothing, because another of the same event stands for them.
        rounds: rounds of checks that every firm must have; 0 without any.
        deadlines: date columns with the days after the period's end up to which a date counts.
        causes: by what points are lost, by the key under which ledgers tell it and all that follows from it.
    """

    question: AnswersRule | None = None
    lines: ScaleRule | None = None
    rate: tuple[str, str] | None = None
    not_added: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    rounds: int = 0
    deadlines: Mapping[str, int] = field(default_factory=dict)
    causes: Mapping[str, Cause] = field(default_factory=dict)


class RuleKind(ABC, Generic[R]):
    """A kind of rule. Keys are those from the leaf on (`deduct.notice`); a node is a leaf's code, or `bonus`."""

    model: ClassVar[type[RuleModel]]
    """The rules of this kind."""

    exact: ClassVar[bool] = False
    """Whether its points keep all their digits; those of others are sums of decimal numbers, settled to 1e-9 point."""

    @property
    @abstractmethod
    def name(self) -> str:
        """How TOML calls the kind."""

    @property
    @abstractmethod
    def noun(self) -> str:
        """How tables call it."""

    @property
    @abstractmethod
    def summary(self) -> str:
        """How indicators of this kind are scored, in a clause."""

    @property
    @abstractmethod
    def relative(self) -> bool:
        """Whether a firm's score depends on what the other firms have, whatever the rule says."""

    def compares(self, rule: R) -> bool:
        """Whether a firm's score under this rule depends on what the other firms have."""
        del rule
        return self.relative

    def grouped_by(self, node: str, rule: R, book: Rulebook) -> tuple[str, ...]:
        """Columns of the register within whose groups firms are compared, by the rule or by what a study draws."""
        del node, rule, book
        return ()

    def by_level(self, node: str, rule: R, facts: Facts, book: Rulebook) -> ScoreAt | None:
        """Scores by level of confidence in what was counted; None where the rule gives them no error of counts."""
        del node, rule, facts, book
        return None

    def carried(self, node: str, rule: R, book: Rulebook, before: Sequence[Evaluation]) -> Iterator[Carried]:
        """What the rule takes over from previous evaluations, the latest first; nothing if omitted."""
        del node, rule, book, before
        yield from ()

    @abstractmethod
    def sentence(self, node: str, rule: R, book: Rulebook, names: Names) -> str:
        """How the rule scores, with all its parameters, in one sentence without its full stop."""

    @abstractmethod
    def fit(self, where: str, rule: R, fit: Fit) -> Iterator[Problem]:
        """Sources, columns, types, answers and questions that it needs and that are not there."""

    @abstractmethod
    def marks(self, node: str, rule: R, tables: Tables, book: Rulebook) -> Iterator[Mark]:
        """What other records decide about a record, such as that it repeats one, from the records as they came."""

    @abstractmethod
    def reduce(self, node: str, rule: R, tables: Tables, book: Rulebook) -> Reduced:
        """What is asked of the records, lazily.

        Raises:
            UnknownColumnError: a source or column is not there.
        """

    @abstractmethod
    def score(self, node: str, rule: R, facts: Facts, book: Rulebook) -> list[Entry]:
        """Ledger rows of all firms, in the order in which their points add up."""

    @abstractmethod
    def clauses(self, rule: R, scale: ScoreScale) -> Iterator[Clause]:
        """Its parameters: what tables print, and what studies of robustness vary."""

    @abstractmethod
    def quantities(self, node: str, rule: R, book: Rulebook) -> Iterator[tuple[Quantity, Definition]]:
        """The evidence that it asks for, each with all that the reduction looks at."""

    @abstractmethod
    def counted(self, rule: R) -> Iterator[tuple[str, str, When]]:
        """What it counts for the breakdown by columns: source, measure (`RECORDS` or a column to sum), conditions."""

    @abstractmethod
    def levers(self, node: str, rule: R, evidence: Mapping[str, Sequence[Row]]) -> Iterator[Lever]:
        """What a firm with this evidence could have had otherwise, by itself."""

    @abstractmethod
    def traces(self, node: str, rule: R) -> Iterator[Trace]:
        """The parameters that name records."""

    @abstractmethod
    def beside(self, node: str, rule: R) -> Beside | None:
        """A parameter that rests on records of a source without naming each."""

    @abstractmethod
    def against(self, node: str, rule: R) -> tuple[str, ...]:
        """Keys under which a record lowers a firm's score."""

    @abstractmethod
    def measures(self, node: str, rule: R) -> Mapping[str, Measure]:
        """Figures, beside the score, to be held against a previous run or a cut-off, by their names in rulebooks."""

    @abstractmethod
    def figures(self, node: str, rule: R, book: Rulebook) -> Mapping[str, str]:
        """Figures of firms that can be held against last year's: key → what they are called."""

    @abstractmethod
    def used(self, node: str, rule: R, source: str, evidence: pl.DataFrame) -> Used | None:
        """How many records of a source count, and of how many firms, where the breakdown counts none of them.

        Args:
            node: the leaf.
            rule: its rule.
            source: one of its sources.
            evidence: all evidence of the source.

        Returns:
            None if the rule does not tell.
        """

    @abstractmethod
    def told(self, rule: R) -> Told:
        """What findings and reports tell of its evidence."""

    @abstractmethod
    def unit(self, rule: R, key: str, book: Rulebook) -> str:
        """The unit of the quantity of a ledger row; `%` for a ratio; empty for none."""

    @abstractmethod
    def lasting_cause(self, rule: R, key: str) -> str | None:
        """The cause of a ledger row in words that hold for other years; None if its own do."""


def declared_unit(source: str, book: Rulebook) -> str:
    """The measure word of the records of a source that the rulebook declares; empty for others."""
    declared = book.declared.get(source)
    return declared.unit if declared else ""
