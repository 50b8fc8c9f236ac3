"""Points off for records."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Discriminator, Field, Tag, WithJsonSchema, model_validator

from indicator_tree.parameters import Cited, Strict
from indicator_tree.rules.conditions import When, exclude_each_other
from indicator_tree.rules.model import RuleModel
from indicator_tree.small_numbers import Size

_MOST_FACTORS = 4


class Factor(Cited):
    """Scales the points of records that meet a condition (a branch-level measure counts half)."""

    label: str
    when: When = Field(min_length=1)
    factor: float = Field(gt=0, description="乘以多少；大于 1 加重，小于 1 减轻")


class Ladder(Strict):
    """Points by the values of a column; a value that is not there is an error."""

    column: str
    points: dict[str, Annotated[float, Field(gt=0)]] = Field(min_length=1, description="每个取值每条扣几分")


class Amount(Strict):
    """Points by the sum of a column: `points` for every `each` of it, in proportion."""

    column: str
    each: float = Field(gt=0, description="每多少扣一次 points，按比例")
    unit: str = Field(default="", description="这一列的单位")


class SizePer(Strict):
    """Points by records against the size of who has them: `points` for one record for every `each` units of it."""

    size: Annotated[Size, WithJsonSchema({"type": ["string", "object"]})] = Field(description="规模：[size] 中的名称")
    each: float = Field(gt=0, description="每多少单位规模，如 10000")
    without: Literal["error", "missing", "cap"] = Field(
        default="error", description="有记录而规模没有填写或不大于 0 的：error 报错，missing 没有得分，cap 扣至 cap"
    )


class Repeat(Strict):
    """Records that follow an earlier one of the same deduction and firm within some days count by a factor."""

    within_days: int = Field(ge=1, description="前一条之后多少天以内（含）算重复")
    factor: float = Field(gt=0, description="重复的乘以多少")
    by: str | None = Field(default=None, description="日期列；不写则用数据源的 dated_by")
    same: tuple[str, ...] = Field(default=(), description="这些列都相同才算重复；空着的不算相同")


class Mitigation(Strict):
    """Records that were remedied give a share of their points back, up to a limit."""

    label: str
    when: When = Field(min_length=1)
    share: float = Field(gt=0, le=1, description="返还所扣分数的几成")
    limit: float | None = Field(default=None, gt=0, description="至多返还多少分")


def _shape(value: Any) -> str:
    return "列表" if isinstance(value, list | tuple) else "一张表"


Factors = Annotated[
    Annotated[Factor, Tag("一张表")] | Annotated[tuple[Factor, ...], Field(min_length=1), Tag("列表")],
    Discriminator(_shape),
]
"""One factor, or several that multiply each other where a record meets the conditions of several."""


class Deduct(Cited):
    """Points off for every matching record of a source, or for the sum of a column."""

    id: str = Field(pattern=r"^[a-z0-9_]+$")
    label: str
    source: str
    when: When = Field(default_factory=dict)
    points: float | None = Field(default=None, gt=0, description="每条记录扣分；写了 ladder 则不写")
    ladder: Ladder | None = Field(default=None, description="按某一列的取值各扣几分")
    points_per: Amount | None = Field(default=None, description="按某一列的合计扣分，而不按条数")
    per: SizePer | None = Field(default=None, description="扣分除以规模，如每万户投诉一件扣几分")
    cap: float | None = Field(default=None, gt=0, description="本项最多扣分")
    scaled: Factors | None = None
    repeat: Repeat | None = Field(default=None, description="若干天内再次发生的加重")
    mitigated: Mitigation | None = Field(default=None, description="已整改的返还一部分扣分")
    same_event: tuple[str, ...] = Field(
        default=(), description="合并评价的几家公司，这些列都相同的记录视为同一事项，只计一次"
    )
    same_cause: tuple[str, ...] = Field(
        default=(), description="这些列都相同的记录视为同一事由，只计扣分最高的一条；空着的各计各的"
    )

    @property
    def sources(self) -> tuple[str, ...]:
        """That of its records, and of the size that they are divided by."""
        return (self.source,) if self.per is None else (self.source, self.per.size.source)

    @property
    def factors(self) -> tuple[Factor, ...]:
        """Its factors, one or several."""
        if self.scaled is None:
            return ()
        return (self.scaled,) if isinstance(self.scaled, Factor) else self.scaled

    @property
    def of_each(self) -> float:
        """The points of every record.

        Raises:
            ValueError: a ladder, the sum of a column or a size says what they cost.
        """
        if self.points is None or self.points_per is not None or self.per is not None:
            raise ValueError(f"not every record of {self.id} costs the same")
        return self.points

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        problems = []
        if len(self.factors) > _MOST_FACTORS:
            problems.append(f"scaled 至多 {_MOST_FACTORS} 项，实为 {len(self.factors)} 项：每种同时符合的情形各记一行")
        if (self.points is None) == (self.ladder is None):
            problems.append("points（每条扣几分）与 ladder（按取值各扣几分）应写且只写一个")
        alone = [name for name in ("ladder", "same_event", "same_cause") if getattr(self, name)]
        if self.points_per is not None and alone:
            problems.append(f"points_per 按合计扣分，不能与 {'、'.join(alone)} 同写")
        if self.same_event and self.same_cause:
            problems.append("same_event 与 same_cause 不能同写：same_cause 已含合并评价的公司")
        if self.per is not None and self.per.without == "cap" and self.cap is None:
            problems.append('per.without = "cap" 时应写 cap（最多扣几分）')
        beside = [(f"scaled“{factor.label}”", factor.when) for factor in self.factors]
        beside += [("mitigated", self.mitigated.when)] if self.mitigated else []
        for name, when in beside:
            for column in exclude_each_other(self.when, when):
                problems.append(f"{name}的条件与 when 矛盾：没有记录的 {column} 同时符合两者")
        if self.ladder is not None and isinstance(self.when.get(self.ladder.column), str | tuple):
            wanted = self.when[self.ladder.column]
            values = {wanted} if isinstance(wanted, str) else {str(value) for value in wanted}  # type: ignore[union-attr]
            if values != set(self.ladder.points):
                told = f"when 的 {self.ladder.column} 为 {'、'.join(sorted(values))}"
                problems.append(f"ladder 应写明且只写明 when 允许的取值：{told}")
        if problems:
            raise ValueError("；".join(problems))
        return self


class DeductionRule(RuleModel):
    """Full marks less points for every matching record, not below the scale's floor."""

    kind: Literal["deduction"]
    deduct: tuple[Deduct, ...] = Field(min_length=1)

    @property
    def sources(self) -> tuple[str, ...]:
        """Those of its deductions."""
        return tuple(dict.fromkeys(source for each in self.deduct for source in each.sources))

    @property
    def deductions(self) -> tuple[Deduct, ...]:
        """Its deductions."""
        return self.deduct
