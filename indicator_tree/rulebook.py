"""A rulebook: one year's tree, rules, weights, bands and parameters."""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from indicator_tree.mapping import Mapping
from indicator_tree.periods import period_words
from indicator_tree.rulebook_tables import RulebookTables
from indicator_tree.tree import children_of, path_to_root, sort_key
from indicator_tree.units import FIRM_REGISTER, FIRMS, PEER_GROUP, UNIT_REGISTER

if TYPE_CHECKING:
    from datetime import date

    from indicator_tree.bands import BandSet
    from indicator_tree.letters import Letters
    from indicator_tree.node_rules import NodeRule, RecordsCondition
    from indicator_tree.periods import PeriodWords
    from indicator_tree.rulebook_tables import Vocabulary
    from indicator_tree.rules import Deduct, NormalisedRule, Part, RuleModel, TreatmentDraws
    from indicator_tree.scope import SurveyRules
    from indicator_tree.small_numbers import Size
    from indicator_tree.sources import SourceColumn, SourceTable
    from indicator_tree.tree import Missing
    from indicator_tree.units import Words


class Rulebook(RulebookTables):
    """One year's rulebook.

    `indicator` holds the tree by code; `node` letters of nodes, and rules on inner nodes, `base` and `total`;
    `letters` the sets of letters by name; `weights` the weight schemes by name; `bands` the band sets by name;
    `vocabulary` the closed lists of values of source columns: source → column → values; `breakdown` the columns by
    which records are counted for reports: source → columns, or lists of columns that are counted together; `source`
    the sources that the rulebook declares itself, by name; `size` what counts are divided by, by name; `columns`,
    `values` and `records` a mapping as `indicator_tree.mapping` describes it.
    """

    @cached_property
    def children(self) -> dict[str | None, tuple[str, ...]]:
        """Children of every node in code order; None holds the level-1 nodes."""
        return children_of(self.indicator)

    @cached_property
    def nodes(self) -> tuple[str, ...]:
        """All codes in order."""
        return tuple(sorted(self.indicator, key=sort_key))

    @cached_property
    def leaves(self) -> tuple[str, ...]:
        """Codes of the scored indicators in order."""
        return tuple(code for code in self.nodes if code not in self.children)

    def level(self, code: str) -> int:
        """Depth of a node: 1 for the first level."""
        return len(path_to_root(self.indicator, code))

    def leaves_under(self, code: str | None) -> tuple[str, ...]:
        """The leaves at or below a node; None is the whole tree."""
        below = self.children.get(code)
        if below is None:
            return () if code is None else (code,)
        return tuple(leaf for child in below for leaf in self.leaves_under(child))

    def band_set(self, code: str | None) -> BandSet:
        """The bands of a node: its own, else its nearest ancestor's, else the default."""
        for at in path_to_root(self.indicator, code) if code in self.indicator else ():
            if (name := self.indicator[at].bands) is not None:
                return self.bands[name]
        return self.bands[self.default_bands]

    def missing_policy(self, code: str) -> Missing:
        """What follows when a firm has no score at this leaf."""
        return self.indicator[code].missing or self.missing

    def local_weights(self, scheme: str) -> dict[str, float]:
        """Weight of every node among its siblings under a scheme; siblings add up to 1."""
        chosen = self.weights[scheme]
        weights: dict[str, float] = {}
        for parent, siblings in self.children.items():
            if chosen.kind == "leaves":
                total = len(self.leaves_under(parent))
                weights |= {code: len(self.leaves_under(code)) / total for code in siblings}
            elif any(code in chosen.weight for code in siblings):
                weights |= {code: chosen.weight[code] for code in siblings}
            else:
                weights |= dict.fromkeys(siblings, 1 / len(siblings))
        return weights

    @property
    def rules(self) -> dict[str, RuleModel]:
        """The rules of the leaves by code, in order, then that of the bonus, `bonus`."""
        return {code: rule for code in (*self.leaves, "bonus") if (rule := self.rule_at(code)) is not None}

    def rule_at(self, node: str) -> RuleModel | None:
        """The rule of a leaf, or of the bonus, `bonus`; None for other nodes."""
        if node == "bonus":
            return self.bonus
        return self.indicator[node].rule if node in self.indicator else None

    def deductions(self, code: str) -> tuple[Deduct, ...]:
        """The deductions of a leaf, whatever its rule kind."""
        rule = self.rule_at(code)
        return () if rule is None else rule.deductions

    @cached_property
    def parts(self) -> tuple[tuple[str, Part], ...]:
        """All graded parts with the node they belong to (`bonus` for the bonus)."""
        return tuple((code, part) for code, rule in self.rules.items() for part in rule.parts)

    def rules_at(self, node: str) -> tuple[NodeRule, ...]:
        """The rules on an inner node, `base` or `total`, in the order in which they apply."""
        return self.node[node].rule if node in self.node else ()

    @cached_property
    def ruled(self) -> tuple[str, ...]:
        """The nodes that have rules of their own, in the order in which scores are made: children before parents."""
        whole = ("base", "total")
        inner = sorted((code for code in self.node if code not in whole and self.rules_at(code)), key=sort_key)
        deepest = sorted(inner, key=lambda code: -self.level(code) if code in self.indicator else 0)
        return (*deepest, *(at for at in whole if self.rules_at(at)))

    @cached_property
    def lettered(self) -> tuple[str, ...]:
        """The nodes that have letters: `total`, `base`, then the tree in code order."""
        named = [node for node, table in self.node.items() if table.letters is not None]
        return (*(at for at in ("total", "base") if at in named), *(at for at in self.nodes if at in named))

    def letters_name(self, node: str) -> str:
        """The name of a node's letters.

        Raises:
            KeyError: it has none.
        """
        name = self.node[node].letters
        if name is None:
            raise KeyError(node)
        return name

    def letters_at(self, node: str) -> Letters:
        """The letters of a node that has any; see `letters_name`."""
        return self.letters[self.letters_name(node)]

    @cached_property
    def over_records(self) -> tuple[tuple[str, NodeRule, RecordsCondition], ...]:
        """The rules on nodes that count records: node, rule and the condition over records."""
        ruled = ((node, rule) for node in self.ruled for rule in self.rules_at(node))
        return tuple((node, rule, rule.records) for node, rule in ruled if rule.records is not None)

    @property
    def compares_units(self) -> bool:
        """Whether a rule on a node compares a unit with the others."""
        return any(rule.relative for node in self.ruled for rule in self.rules_at(node))

    def breakdown_columns(self, source: str) -> tuple[tuple[str, ...], ...]:
        """The columns, or columns together, by which records of a source are counted; none where it is not named."""
        named = self.breakdown.get(source, ())
        return tuple((columns,) if isinstance(columns, str) else columns for columns in named)

    @property
    def words(self) -> Words:
        """How messages and tables call what is evaluated."""
        return FIRMS if self.units is None else self.units.words

    @property
    def period_words(self) -> PeriodWords:
        """How reports speak of the evaluated period."""
        return period_words(self.period.start, self.period.end, self.year)

    @cached_property
    def declared(self) -> dict[str, SourceTable]:
        """The sources that it declares itself."""
        return {name: table for name, table in self.source.items() if table.title}

    def further_columns(self, source: str) -> dict[str, SourceColumn]:
        """What it adds to the columns of a source kept here."""
        table = self.source.get(source)
        return {} if table is None or table.title else table.column

    def latest_by(self, rule: NormalisedRule | Size) -> str | None:
        """The date column by which a record is the last: the rule's own, else that of the source declared here."""
        return rule.latest_by or self.dated_by(rule.source)

    def dated_by(self, source: str) -> str | None:
        """The date column of a source that is declared here; None if it has none, and for the others."""
        declared = self.source.get(source)
        return declared.dated_by if declared else None

    def column_title(self, source: str, column: str) -> str:
        """What a column is called: its title where the source is declared here, else its name."""
        declared = self.source.get(source)
        return declared.column[column].title if declared and column in declared.column else column

    def register_title(self, column: str) -> str:
        """What a column of the register is called: that of the groups, or one that the rulebook adds."""
        if column == PEER_GROUP and self.units is not None and self.units.group:
            return self.units.group
        added = self.further_columns(self.register)
        return added[column].title if column in added else column

    @property
    def register(self) -> str:
        """The name of the register of whom it evaluates."""
        return FIRM_REGISTER if self.units is None else UNIT_REGISTER

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """Names of the sources that the rules read, sorted."""
        return self.sources_behind("total")

    def sources_behind(self, node: str) -> tuple[str, ...]:
        """Names of the sources that the score of a node rests on, sorted; of `base`, `bonus` and `total` too."""
        under = self.leaves_under(node) if node in self.indicator else ()
        leaves = self.leaves if node in ("base", "total") else under
        graded = (*leaves, *(("bonus",) if node in ("bonus", "total") else ()))
        rules = (rule for code in graded if (rule := self.rule_at(code)) is not None)
        named = {source for rule in rules for source in rule.sources}
        over = self.ruled if node == "total" else [at for at in self.ruled if self._is_at_or_under(at, node)]
        named |= {condition.source for at, _, condition in self.over_records if at in over}
        asked = {other for at in over for rule in self.rules_at(at) for other in rule.nodes if other != at}
        named |= {name for other in asked if other != node for name in self.sources_behind(other)}
        return tuple(sorted(named))

    def _is_at_or_under(self, node: str, other: str) -> bool:
        """Whether a ruled node is another one, or lies below it."""
        if other == "base":
            return node != "total"
        return node == other or (node in self.indicator and other in path_to_root(self.indicator, node))

    @cached_property
    def counted_leaves(self) -> tuple[str, ...]:
        """The leaves whose scores have the error of counted events."""
        return tuple(node for node in self.leaves if node in self.rules and self.rules[node].has_error)

    @property
    def mapping(self) -> Mapping:
        """What it says of headers and values that offices write otherwise."""
        return Mapping(columns=self.columns or {}, values=self.values or {}, records=self.records or {})

    @cached_property
    def closed_vocabulary(self) -> Vocabulary:
        """The vocabulary with the names that the rules themselves ask for."""
        found: Vocabulary = {source: dict(columns) for source, columns in self.vocabulary.items()}
        for rule in self.rules.values():
            for source, columns in rule.closed.items():
                known = found.setdefault(source, {})
                known |= {column: (*known.get(column, ()), *values) for column, values in columns.items()}
        return found

    @property
    def sampling(self) -> SurveyRules:
        """How answers are trusted; a rulebook with rules that rest on answers has it.

        Raises:
            ValueError: this rulebook has no such rules.
        """
        if self.survey is None:
            raise ValueError(f"{self.id} has no [survey]: none of its rules rests on answers")
        return self.survey

    @property
    def confidence(self) -> float:
        """Of the intervals of scores, whether they rest on answers or on counts.

        Raises:
            ValueError: no score of this rulebook has an interval.
        """
        trusted = self.survey or self.counting
        if trusted is None:
            raise ValueError(f"{self.id} has neither [survey] nor [counting]: none of its scores has an interval")
        return trusted.confidence

    def last_day(self, days_after_period: int) -> date:
        """The day so many days after the period's end."""
        return self.period.end + timedelta(days=days_after_period)

    def other_treatments(self, code: str) -> tuple[TreatmentDraws, ...]:
        """The treatments among which a study draws at a normalised indicator, besides its own."""
        drawn = self.robustness.treatment if self.robustness else ()
        return tuple(other for other in drawn if other.concerns(code))
