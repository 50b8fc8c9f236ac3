"""Questions to which a kind of rule has nothing to answer, each a class that a kind names before `RuleKind`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.kinds.kind import Told

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import polars as pl

    from indicator_tree import Rulebook
    from indicator_tree.rules import RuleModel, When
    from scoring.evidence.conditions import Tables
    from scoring.evidence.record_marks import Mark
    from scoring.kinds.kind import Used
    from scoring.kinds.levers import Lever, Row
    from scoring.kinds.measures import Measure
    from scoring.kinds.traces import Beside


class Unmarked:
    """No record decides about another."""

    def marks(self, node: str, rule: RuleModel, tables: Tables, book: Rulebook) -> Iterator[Mark]:
        """None."""
        del node, rule, tables, book
        yield from ()


class NothingCounted:
    """What it reads are no records for or against a firm: a figure, a ratio, a call, a part."""

    def counted(self, rule: RuleModel) -> Iterator[tuple[str, str, When]]:
        """Nothing."""
        del rule
        yield from ()


class NoLevers:
    """What a firm could have had otherwise is not for its own records to say."""

    def levers(self, node: str, rule: RuleModel, evidence: Mapping[str, Sequence[Row]]) -> Iterator[Lever]:
        """None."""
        del node, rule, evidence
        yield from ()


class NothingBeside:
    """Every record that counts is named."""

    def beside(self, node: str, rule: RuleModel) -> Beside | None:
        """None."""
        del node, rule
        return None


class NothingAgainst:
    """No record that could be left out lowers a score: it earns points, or without it there is no score."""

    def against(self, node: str, rule: RuleModel) -> tuple[str, ...]:
        """None."""
        del node, rule
        return ()


class NoMeasures:
    """Beside the score there is no one figure whose change could be followed from run to run."""

    def measures(self, node: str, rule: RuleModel) -> Mapping[str, Measure]:
        """None."""
        del node, rule
        return {}


class NoFigures:
    """Firms have no figure that could be held against last year's: counts, means of answers, many parts."""

    def figures(self, node: str, rule: RuleModel, book: Rulebook) -> Mapping[str, str]:
        """None."""
        del node, rule, book
        return {}


class NothingUsed:
    """Only the breakdown says how many records count: some of a source may, or one more than once."""

    def used(self, node: str, rule: RuleModel, source: str, evidence: pl.DataFrame) -> Used | None:
        """None."""
        del node, rule, source, evidence
        return None


class NothingTold:
    """Findings and reports say nothing of its evidence beside points."""

    def told(self, rule: RuleModel) -> Told:
        """Nothing."""
        del rule
        return Told()


class OwnCauses:
    """The causes of its ledger rows are the rulebook's labels, or of this year alone."""

    def lasting_cause(self, rule: RuleModel, key: str) -> str | None:
        """None."""
        del rule, key
        return None
