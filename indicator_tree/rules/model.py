"""What the ground floor itself asks of a rule, whatever its kind."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

from indicator_tree.parameters import Strict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from indicator_tree.errors import Problem
    from indicator_tree.rules.deduction import Deduct
    from indicator_tree.rules.graded import Part
    from indicator_tree.rules.normalised import TreatmentDraws


class RuleModel(Strict):
    """How something is scored, as data; `scoring.kinds` knows what follows from it."""

    SAMPLED: ClassVar[bool] = False
    """Whether it rests on answers of a sample, so that the rulebook must say how these are trusted."""

    LINES: ClassVar[tuple[str, ...]] = ()
    """Its fields that a description may name in braces: `{limit}`."""

    COMPARES_RUNS: ClassVar[bool] = False
    """Whether it holds other indicators against what they were in previous runs."""

    @property
    @abstractmethod
    def sources(self) -> tuple[str, ...]:
        """Names of the sources that it reads."""

    @property
    def deductions(self) -> tuple[Deduct, ...]:
        """Its deductions; none if omitted."""
        return ()

    @property
    def parts(self) -> tuple[Part, ...]:
        """Its graded parts; none if omitted."""
        return ()

    @property
    def closed(self) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        """Values of columns that the rule itself asks for: source → column → values."""
        return {}

    @property
    def others(self) -> tuple[str, ...]:
        """The indicators whose rules it takes over; none if omitted."""
        return ()

    @property
    def previous_runs(self) -> int:
        """How many previous runs it reads; none if omitted."""
        return 0

    def taking(self, rules: Mapping[str, RuleModel]) -> RuleModel:
        """The rule with those of the indicators that it names; itself if it names none.

        Args:
            rules: by code; one that is not there is reported by `indicator_tree.change_checks`.
        """
        del rules
        return self

    def treated(self, other: TreatmentDraws) -> RuleModel | None:
        """The rule with another treatment of its figures; None if it is of a kind without.

        Raises:
            ValueError: the other treatment does not go with the rest of the rule.
        """
        del other
        return None

    def described(self, description: str) -> str:
        """A description with the rule's own numbers where it names them."""
        return description

    @property
    def has_error(self) -> bool:
        """Whether its scores have the error of counted events; not if omitted."""
        return False

    @classmethod
    def contradictions(cls, code: str, description: object, rule: Mapping[str, Any]) -> Iterator[Problem]:
        """Figures of a rule, as written, that contradict each other or what the indicator's description states.

        Args:
            code: of the indicator.
            description: of the indicator, as written.
            rule: its plain table, which may be wrong in other ways too.
        """
        del code, description, rule
        yield from ()
