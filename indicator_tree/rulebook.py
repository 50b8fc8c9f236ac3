"""A rulebook: one year's tree, rules, weights, bands and parameters."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, Self

from pydantic import Field, PrivateAttr, ValidationError, model_validator

from indicator_tree.aggregation import Aggregation
from indicator_tree.bands import BandSet
from indicator_tree.findings import Breakdown, FindingRules
from indicator_tree.letters import Letters
from indicator_tree.mapping import Mapping, RecordNumbers
from indicator_tree.node_rules import Node, NodeRule, RecordsCondition
from indicator_tree.parameters import Cited, Strict
from indicator_tree.periods import PeriodWords, period_words
from indicator_tree.plausibility import Plausibility, Plausible
from indicator_tree.robustness import Robustness
from indicator_tree.rules import Bonus, Deduct, NormalisedDefaults, NormalisedRule, Part, RuleModel, TreatmentDraws
from indicator_tree.small_numbers import CountingRules, Size, with_sizes
from indicator_tree.sources import SourceColumn, SourceTable
from indicator_tree.tree import Indicator, Missing, children_of, path_to_root, sort_key
from indicator_tree.units import FIRM_REGISTER, FIRMS, PEER_GROUP, UNIT_REGISTER, Units, Words
from indicator_tree.weights import WeightScheme

if TYPE_CHECKING:
    from pathlib import Path

Vocabulary = dict[str, dict[str, tuple[str, ...]]]


@dataclass(frozen=True)
class Origin:
    """Where a rulebook was read from. It is no part of the rules.

    Attributes:
        folders: the folder of its file, then of those it extends.
        kept: whether its file is the one that a run keeps.
    """

    folders: tuple[Path, ...] = field(default=(), compare=False)
    kept: bool = field(default=False, compare=False)


class Period(Strict):
    """The evaluated year, both days included."""

    start: date
    end: date

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.end < self.start:
            raise ValueError(f"end 不得早于 start，实为 {self.start} 至 {self.end}")
        return self


class ScoreScale(Cited):
    """The scale of every indicator: what full marks are, and below what no deduction goes."""

    full_marks: float = 100.0
    floor: float = 0.0

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.floor >= self.full_marks:
            raise ValueError(f"floor 应小于 full_marks，实为 {self.floor:g} 与 {self.full_marks:g}")
        return self


class Population(Cited):
    """Which registered firms are evaluated."""

    minimum_age_years: float = Field(ge=0, description="评价期末成立满几年")
    requires_brokerage: bool = Field(description="是否只评价开展经纪业务的公司")
    merged: Literal["with_parent", "exclude"] = Field(description="被合并的公司：随母公司评价，或不评价")


class SurveyRules(Cited):
    """How answers of a sample of investors are trusted."""

    minimum_respondents: int = Field(ge=1, description="一家公司至少要有多少份有效作答，否则该指标没有得分")
    confidence: float = Field(gt=0, lt=1, description="置信水平，如 0.95")
    days_after_period: int = Field(default=0, ge=0, description="调查至迟可到评价期末后第几天")


class Defaults(Strict):
    """What rules do where they do not say it themselves, by their kind."""

    normalised: NormalisedDefaults = Field(default_factory=NormalisedDefaults, description="归一类规则")


class Rulebook(Strict):
    """One year's rulebook.

    `indicator` holds the tree by code; `node` letters of nodes, and rules on inner nodes, `base` and `total`;
    `letters` the sets of letters by name; `weights` the weight schemes by name; `bands` the band sets by name;
    `vocabulary` the closed lists of values of source columns: source → column → values; `breakdown` the columns by
    which records are counted for reports: source → columns, or lists of columns that are counted together; `source`
    the sources that the rulebook declares itself, by name; `size` what counts are divided by, by name; `columns`,
    `values` and `records` a mapping as `indicator_tree.mapping` describes it.
    """

    id: str = Field(pattern=r"^[a-z0-9_]+$")
    title: str
    year: int
    note: str = ""
    questionnaire: str | None = Field(default=None, description="调查问卷代码")
    default_weights: str
    default_bands: str
    missing: Missing = Field(description="缺少数据时的默认处理")
    breakdown_values: int = Field(default=50, ge=1, description="按列分类统计时，每列最多列出多少个值，其余合为一行")
    period: Period
    scale: ScoreScale
    units: Units | None = Field(default=None, description="评价对象；不写则为证券公司")
    population: Population | None = Field(default=None, description="评价范围；写明 units 时可以不写，即名录中的全部")
    source: dict[str, SourceTable] = Field(
        default_factory=dict, description="规则文件自己定义的数据源，以及给自带数据源加的列"
    )
    survey: SurveyRules | None = Field(default=None, description="有问卷指标时必须写明")
    counting: CountingRules | None = Field(default=None, description="有计数误差而没有问卷指标时必须写明")
    size: dict[str, Size] = Field(default_factory=dict, description="评价对象的规模，供按规模计的指标使用")
    vocabulary: Vocabulary = Field(default_factory=dict)
    bands: dict[str, BandSet]
    weights: dict[str, WeightScheme]
    defaults: Defaults | None = Field(default=None, description="各类规则没有另写时的做法")
    aggregation: Aggregation | None = Field(default=None, description="下级指标如何合成；不写则为加权算术平均")
    indicator: dict[str, Indicator] = Field(min_length=1)
    bonus: Bonus | None = None
    letters: dict[str, Letters] = Field(default_factory=dict, description="等级：各套等级及其界线")
    node: dict[str, Node] = Field(
        default_factory=dict, description="节点的等级与另有的规则：键为指标、base（不含加分的总分）或 total（总分）"
    )
    columns: dict[str, dict[str, str]] | None = Field(default=None, description="各数据源的表头还可怎么写：表头 = 列名")
    values: dict[str, dict[str, dict[str, str]]] | None = Field(
        default=None, description="各数据源的取值还可怎么写：数据源.列.取值 = 含义"
    )
    records: dict[str, RecordNumbers] | None = Field(default=None, description="没有编号的记录以什么为编号")
    breakdown: Breakdown = Field(default_factory=dict, description="各数据源按哪些列分类统计记录，供报告使用")
    findings: FindingRules | None = Field(default=None, description="由结果得出建议的规则")
    robustness: Robustness | None = Field(default=None, description="稳健性分析：变动哪些选择，各变动多少")
    plausibility: Plausibility | None = Field(default=None, description="数据从整体上看，到什么程度即存疑")
    plausible: Plausible = Field(default_factory=dict, description="各数据源的数值应在什么范围内，之外即存疑")

    @model_validator(mode="after")
    def _treatments_fit(self) -> Self:
        """Every other treatment of a study goes with the rules that it is for."""
        for other in self.robustness.treatment if self.robustness else ():
            treatable = []
            for code, node in self.indicator.items():
                try:
                    if node.rule is not None and node.rule.treated(other) is not None:
                        treatable.append(code)
                except ValidationError as error:
                    treatable.append(code)
                    if other.concerns(code):
                        reasons = "；".join(each["msg"].removeprefix("Value error, ") for each in error.errors())
                        told = f"robustness.treatment 的 {other.label} 用于指标 {code}：{reasons}"
                        raise ValueError(told) from None
            if unknown := [code for code in other.indicators if code not in treatable]:
                known = "、".join(treatable) or "无"
                told = f"robustness.treatment 的 {other.label}：{'、'.join(unknown)} 不是归一类指标；现有：{known}"
                raise ValueError(told)
        return self

    @model_validator(mode="after")
    def _rules_taken(self) -> Self:
        """Rules that hold other indicators against previous runs take these indicators' rules."""
        own = {code: node.rule for code, node in self.indicator.items() if node.rule is not None}
        for code, rule in own.items():
            if rule.others:
                self.indicator[code] = self.indicator[code].model_copy(update={"rule": rule.taking(own)})
        return self

    def other_treatments(self, code: str) -> tuple[TreatmentDraws, ...]:
        """The treatments among which a study draws at a normalised indicator, besides its own."""
        drawn = self.robustness.treatment if self.robustness else ()
        return tuple(other for other in drawn if other.concerns(code))

    _origin: Origin = PrivateAttr(default_factory=Origin)

    @model_validator(mode="before")
    @classmethod
    def _named_sizes(cls, raw: Any) -> Any:
        """Rules name sizes; each holds the one it names."""
        return with_sizes(raw) if isinstance(raw, dict) else raw

    def read_from(self, origin: Origin) -> Self:
        """The same rulebook, which knows where its files lie."""
        self._origin = origin
        return self

    @property
    def origin(self) -> Origin:
        """Where it was read from."""
        return self._origin

    @property
    def folders(self) -> tuple[Path, ...]:
        """Where files that it names are looked for: beside its own file, then beside those it extends."""
        return self._origin.folders

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
