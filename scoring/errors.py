"""Errors of scoring.

ScoringError
├── UnknownColumnError     a rule asks for a source or column that the records do not have
├── UnknownAnswerError     answers to which the rulebook gives no value
├── OffTheLadderError      records whose value a ladder of points does not have
├── UnknownSchemeError     no weight scheme of that name in the rulebook
├── WeightsError           weights with which nothing can be aggregated
├── UndefinedAggregateError  a zero under a geometric or harmonic mean
├── RecoveryError          weights are asked for that no figures could give
├── DoubtError             scores or shares with which no firm can be given the benefit of the doubt
├── JudgementError         judgements of experts from which no weights follow
├── TrendError             evaluations that cannot be put in order
├── PreviousRunError       previous evaluations that are asked for and not given, or cannot be read
├── NormalisationError     figures that cannot be made comparable: all the same, not finite, divided by zero
├── SizeError              sizes by which counts cannot be divided
├── MissingEvidenceError   firms without evidence at leaves whose missing policy is `error`
├── UnknownRecordError     records that are supposed to be left out, and that are not there
├── RecordsNeededError     a question that the evidence of a run does not answer without its records
├── DamagedRecordsError    the records that a run holds are not those that its evidence names
├── UnknownParameterError  no parameter of that key in the rulebook, or several
├── ConflictingValuesError  one parameter is supposed to have two values
├── FixedParameterError    a parameter that cannot be set otherwise for records already read
└── StudySizeError         a study of robustness that does not fit into memory
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicator_tree.aggregation import METHOD_LABELS
from indicator_tree.told_errors import ToldError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from indicator_tree.aggregation import Method


class ScoringError(ToldError):
    """Base of every error that this package raises on purpose."""


class UnknownColumnError(ScoringError):
    """The rulebook and the records do not fit together."""

    WAY_OUT = "请改正规则文件，或在数据文件中补上这一列"

    def __init__(self, node: str, what: str, found: Iterable[str]) -> None:
        super().__init__(f"指标 {node} 的规则要用 {what}，数据中没有；现有：{'、'.join(sorted(found)) or '无'}")


class UnknownAnswerError(ScoringError):
    """Answers to which the rulebook gives no value."""

    WAY_OUT = "请在规则文件的 answers 中写明这些答案的分值"

    def __init__(self, node: str, found: Iterable[str], known: Iterable[str]) -> None:
        super().__init__(f"指标 {node} 的答案 {'、'.join(found)} 在规则文件中没有分值；已有：{'、'.join(known)}")


class OffTheLadderError(ScoringError):
    """Records whose value a ladder of points does not have."""

    WAY_OUT = "请在规则文件的 ladder 中写明这些取值，或改正上列记录"

    def __init__(
        self, node: str, source: str, column: str, records: Sequence[tuple[str, str | None]], known: Iterable[str]
    ) -> None:
        shown = "、".join(f"{record}（{'空着' if value is None else f'“{value}”'}）" for record, value in records)
        super().__init__(
            f"指标 {node} 的 ladder 没有写明 {source} 的 {column} 的这些取值扣几分：{shown}；已写明：{'、'.join(known)}"
        )


class UnknownSchemeError(ScoringError):
    """A weight scheme that the rulebook does not define."""

    WAY_OUT = "--weights 请写可用的方案之一"

    def __init__(self, scheme: str, known: Iterable[str]) -> None:
        super().__init__(f"规则文件没有权重方案 {scheme}；可用：{'、'.join(known)}")


class WeightsError(ScoringError):
    """Weights with which nothing can be aggregated; all that is wrong is told."""

    WAY_OUT = "请改正规则文件的 [weights]"

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("权重无法用于合成：" + "；".join(self.problems))


class UndefinedAggregateError(ScoringError):
    """A method that has no value for some scores; `places` are those of the firms."""

    WAY_OUT = "请在规则文件中把 aggregation 改为 arithmetic（算术平均）或 least（取最低），或让下级指标的最低分大于 0"

    SHOWN = 5

    def __init__(self, node: str, method: Method, places: Sequence[int], firms: Sequence[str] = ()) -> None:
        self.node, self.method, self.places = node, method, tuple(places)
        named = [firms[place] if firms else f"第 {place + 1} 家" for place in self.places[: self.SHOWN]]
        more = f"等 {len(self.places)} 家" if len(self.places) > self.SHOWN else ""
        where = "总分" if node == "base" else f"指标 {node} "
        super().__init__(f"{where}不能用{METHOD_LABELS[method]}合成：{'、'.join(named)}{more}有下级指标得分为 0")

    def named(self, firms: Sequence[str]) -> UndefinedAggregateError:
        """The same with the firms' names, in the order of the scores."""
        return UndefinedAggregateError(self.node, self.method, self.places, firms)


class RecoveryError(ScoringError):
    """Weights are asked for that no published figures could give."""


class DoubtError(ScoringError):
    """Scores or shares with which no firm can be given the benefit of the doubt."""


class JudgementError(ScoringError):
    """Judgements of an expert from which no weights follow: out of the scale, not reciprocal, not adding up."""

    WAY_OUT = "请改正征询表中的判断"


class TrendError(ScoringError):
    """Evaluations that cannot be put in the order of their periods."""


class PreviousRunError(ScoringError):
    """Previous evaluations that a rulebook reads and that are not given, or with which nothing can be compared."""


class NormalisationError(ScoringError):
    """Figures of a node that cannot be made comparable by a method."""

    WAY_OUT = "请改正上列数值，或改规则文件中该指标的 method"

    def __init__(self, node: str, column: str, method: str, reason: str, where: str = "") -> None:
        self.node, self._told = node, (node, column, method, reason)
        super().__init__(f"{where}指标 {node} 的 {column} 不能按{method}换算成得分：{reason}")

    def under(self, label: str) -> NormalisationError:
        """The same of a treatment that a study draws."""
        return NormalisationError(*self._told, f"robustness.treatment 的“{label}”：")


class SizeError(ScoringError):
    """Firms whose size is no number by which counts can be divided.

    Attributes:
        source: of the size.
        firms: ids of the firms.
    """

    WAY_OUT = "请在数据文件中补齐或改正，不会以别的数代替"

    SHOWN = 5

    def __init__(self, node: str, size: str, source: str, told: str, *, firms: Sequence[str], where: str = "") -> None:
        self.source, self.firms = source, tuple(firms)
        self._told = (node, size, source, told)
        named = "、".join(self.firms[: self.SHOWN])
        more = f"等 {len(self.firms)} 家" if len(self.firms) > self.SHOWN else ""
        super().__init__(f"指标 {node}：{named}{more}的{size}{told}（数据源 {source}{where}）")

    def named(self, names: Mapping[str, str], files: Sequence[str]) -> SizeError:
        """The same with the firms' names, and the files that the sizes were read from."""
        where = f"，读自 {'、'.join(files)}" if files else "，没有读到文件"
        return SizeError(*self._told, firms=[names.get(firm, firm) for firm in self.firms], where=where)


class MissingEvidenceError(ScoringError):
    """Firms that cannot be scored; `cases` holds (firm, node, reason), `rejected` (source, rejected rows)."""

    SHOWN = 20

    def __init__(self, cases: Sequence[tuple[str, str, str]], rejected: Sequence[tuple[str, int]] = ()) -> None:
        self.cases, self.rejected = tuple(cases), tuple(rejected)
        lines = [f"  {firm} {node}：{reason}" for firm, node, reason in self.cases[: self.SHOWN]]
        rest = len(self.cases) - len(lines)
        more = [f"  ……另有 {rest} 项"] if rest else []
        head = f"{len(self.cases)} 项缺少数据，规则文件规定报错（缺少不等于零分）"
        counts = "、".join(f"{source} {rows:,} 行" for source, rows in self.rejected)
        lost = f"。有记录不合格而没有计入（{counts}），缺少的可能就在其中" if self.rejected else ""
        way_out = (
            "请先改正不合格的记录；有哪些，可用 ipscore check 查看"
            if self.rejected
            else '请补齐数据，或在规则文件中为这些指标写 missing = "reweight"'
        )
        super().__init__("\n".join([f"{head}{lost}：", *lines, *more]), way_out)

    def with_rejected(self, rejected: Sequence[tuple[str, int]]) -> MissingEvidenceError:
        """The same where rows were rejected, in which the evidence may have been."""
        return MissingEvidenceError(self.cases, rejected)


class UnknownRecordError(ScoringError):
    """Records that are supposed to be left out, and that are not there; `cases` holds (source, record id, hint)."""

    WAY_OUT = "请改写 --drop；计入的记录可用 ipscore explain 查看"

    SHOWN = 20

    def __init__(self, cases: Sequence[tuple[str, str, str]], where: str, remark: str = "") -> None:
        self.cases, self.where, self.remark = tuple(cases), where, remark
        lines = [f"  {source}:{record}{f'：{hint}' if hint else ''}" for source, record, hint in cases[: self.SHOWN]]
        more = [f"  ……另有 {len(cases) - self.SHOWN} 条"] if len(cases) > self.SHOWN else []
        head = f"{len(cases)} 条要去掉的记录不在{where}里："
        super().__init__("\n".join([head, *lines, *more, *([remark] if remark else [])]))


class RecordsNeededError(ScoringError):
    """A question that the evidence of a run does not answer without its records; `reasons` says where and why."""

    WAY_OUT = "请加 --records 指明该次运行的数据文件夹"

    SHOWN = 10

    def __init__(self, reasons: Sequence[str]) -> None:
        self.reasons = tuple(reasons)
        lines = [f"  {reason}" for reason in self.reasons[: self.SHOWN]]
        more = [f"  ……另有 {len(self.reasons) - self.SHOWN} 处"] if len(self.reasons) > self.SHOWN else []
        head = "只凭运行中的证据算不出来，须由原始数据重新计数："
        super().__init__("\n".join([head, *lines, *more]))


class DamagedRecordsError(ScoringError):
    """The records that a run holds are not those that its evidence names, or can no longer be read."""

    WAY_OUT = "请用 ipscore verify 核对，或用 ipscore score 重新写出"

    def __init__(self, source: str) -> None:
        super().__init__(
            f"运行所存的记录 {source} 读不出，或与 evidence_rows 对不上：文件被改动、换过，或运行正在重新写出"
        )


class UnknownParameterError(ScoringError):
    """No parameter of that key in the rulebook, or several."""

    WAY_OUT = "请改写 --set 的参数；全部参数见 ipscore rulebook show"


class ConflictingValuesError(ScoringError):
    """One parameter is supposed to have two values; `given` holds (key as it was written, value)."""

    WAY_OUT = "--set 请只保留一个"

    def __init__(self, key: str, given: Sequence[tuple[str, str]]) -> None:
        self.key, self.given = key, tuple(dict.fromkeys(given))
        written = "、".join(f"{name}={value}" for name, value in self.given)
        super().__init__(f"{key} 只能有一个值，却写了 {len(self.given)} 个：{written}")


class FixedParameterError(ScoringError):
    """A parameter that cannot be set otherwise for records already read."""

    WAY_OUT = "请改规则文件，用 ipscore score 重新评分，再用 ipscore compare 比较"

    def __init__(self, key: str, why: str, way_out: str | None = None) -> None:
        super().__init__(f"{key} 不能这样修改：{why}", way_out)


class StudySizeError(ScoringError):
    """A study of robustness that does not fit into memory; `key` is that of the number in `[robustness]`."""

    def __init__(self, key: str, what: str, asked: int, possible: int, *, needed: int, limit: int) -> None:
        self.key, self.asked, self.possible = key, asked, possible
        option = "--draws 或规则文件 [robustness] 的 draws " if key == "draws" else f"规则文件 robustness.{key} "
        super().__init__(
            f"{what}（{option.strip()}）为 {asked:,}，约需内存 {needed / 2**30:,.1f} GiB，"
            f"超过上限 {limit / 2**30:,.1f} GiB",
            f"按这次评价的规模，{option}至多可为 {possible:,}",
        )
