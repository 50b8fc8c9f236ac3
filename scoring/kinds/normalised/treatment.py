"""What is done to the figures of an indicator before they are normalised, as rows of the ledger tell it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from scoring.kinds.normalised.formulas import constant
from scoring.kinds.normalised.words import CENTRES
from scoring.treatment.impute import by_groups, by_line, line
from scoring.treatment.moments import skewed
from scoring.treatment.transform import box_cox, likeliest_power, log, shifted_log
from scoring.treatment.winsorise import by_moments, by_percentiles

if TYPE_CHECKING:
    from collections.abc import Callable

    from indicator_tree.parameters import Cited
    from indicator_tree.rules import NormalisedRule, Transformation, Winsorisation
    from scoring.kinds.facts import Facts, Values, Where

_SHOWN = 5


@dataclass(frozen=True)
class Stage:
    """What was done to some units: the key of its ledger row, its words, its citation, and what the figures became."""

    key: str
    cause: str
    cited: Cited
    figures: Values
    only: Where


@dataclass
class Treatment:
    """The figures of all units, and what was done to them.

    Attributes:
        node, rule, facts: what is treated.
        figures: as they are after the stages so far; NaN where there is none.
        title: what a column of the source is called.
        spelled: a figure in words.
        refuse: makes the error that says why the figures cannot be treated.
        stages: in the order of the ledger.
        bent: whether they were transformed, so that they have no unit any more.
    """

    node: str
    rule: NormalisedRule
    facts: Facts
    figures: Values
    title: Callable[[str], str]
    spelled: Callable[[float], str]
    refuse: Callable[[str], Exception]
    stages: list[Stage] = field(default_factory=list)
    bent: bool = False

    def run(self) -> Treatment:
        """Impute, winsorise, transform, as far as the rule says.

        Raises:
            NormalisationError: a stage cannot be done.
        """
        self._impute()
        before = self.figures
        self._winsorise()
        self._transform(before)
        return self

    @property
    def remark(self) -> str:
        """How many units a stage concerned; empty if none."""
        counts = [
            f"{words} {units} 个"
            for words, keys in (("插补", ("imputation",)), ("缩尾", ("winsorisation.high", "winsorisation.low")))
            if (units := sum(int(stage.only.sum()) for stage in self.stages if stage.key in keys))
        ]
        return f"（{'，'.join(counts)}）" if counts else ""

    def _names(self, where: Where) -> str:
        named = self.facts.firms.filter(list(where))
        return "、".join(named.head(_SHOWN)) + (f" 等 {len(named)} 个" if len(named) > _SHOWN else "")

    def _impute(self) -> None:
        how = self.rule.imputation
        missing = np.isnan(self.figures)
        if how is None or how.method == "none" or not missing.any():
            return
        if missing.all():
            raise self.refuse("没有一个数值，无从插补")
        if how.method == "regression":
            self._impute_by_line(missing)
            return
        groups = self._groups(how.group) if how.group else {"": np.ones(len(self.figures), dtype=np.bool_)}
        by = self.title(how.group) if how.group else ""
        found = by_groups(self.figures, groups, how.method)
        for group, belongs in groups.items():
            if (lacking := belongs & np.isnan(found)).any():
                raise self.refuse(f"{by}为{group}的没有一个有数值，{self._names(lacking)}无从插补")
            if (filled := belongs & missing & ~np.isnan(found)).any():
                value = self.spelled(float(found[filled][0]))
                whom = f"{by}为{group}的" if group else "全部"
                cause = f"没有数据，以{whom}{CENTRES[how.method]} {value}插补"
                self.stages.append(Stage("imputation", cause, how, found, filled))
        self.figures = found

    def _groups(self, column: str) -> dict[str, Where]:
        """The units of every group, by its name."""
        found = {name: ~np.isnan(values) for name, values in self.facts.categories(f"{self.node}.group.{column}")}
        several = np.sum(list(found.values()), axis=0) > 1 if found else np.zeros(len(self.figures), dtype=np.bool_)
        if several.any():
            raise self.refuse(f"{self._names(several)}在{self.title(column)}列有不止一个值，不知属于哪一组")
        return found

    def _impute_by_line(self, missing: Where) -> None:
        how = self.rule.imputation
        assert how is not None
        assert how.on is not None
        on, by = self.facts.quantity(f"{self.node}.on.{how.on}"), self.title(how.on)
        if (wrong := np.isinf(on)).any():
            raise self.refuse(f"{self._names(wrong)}的{by}不是有限的数")
        both = ~missing & ~np.isnan(on)
        if both.sum() < 2 or constant(on[both]):  # noqa: PLR2004
            raise self.refuse(f"{by}与数值俱全的只有 {both.sum()} 个，或{by}都相同，无法对它回归插补")
        intercept, slope = line(self.figures, on)
        found = by_line(self.figures, on, intercept, slope)
        filled = missing & ~np.isnan(found)
        cause = f"没有数据，按对{by}的回归（截距 {intercept:.6g}，斜率 {slope:.6g}）插补"
        self.stages += [Stage("imputation", cause, how, found, filled)] if filled.any() else []
        self.figures = found

    def _winsorise(self) -> None:
        how, before = self.rule.winsorisation, self.figures
        if how is None or how.method == "none" or np.isnan(before).all():
            return
        found = _winsorised(before, how)
        for end, key, moved in (
            ("高", "winsorisation.high", found < before),
            ("低", "winsorisation.low", found > before),
        ):
            if moved.any():
                value = self.spelled(float(found[moved][0]))
                self.stages.append(Stage(key, f"{end}端离群值缩尾为 {value}", how, found, moved))
        self.figures = found

    def _transform(self, before: Values) -> None:
        how = self.rule.transformation
        if how is None or how.method == "none" or np.isnan(self.figures).all():
            return
        if how.only_if_skewed:
            limits = self.rule.winsorisation
            assert limits is not None
            assert limits.skewness is not None
            assert limits.kurtosis is not None
            if not skewed(self.figures[~np.isnan(self.figures)], limits.skewness, limits.kurtosis):
                return
            self.stages = [stage for stage in self.stages if not stage.key.startswith("winsorisation")]
            self.figures = before
        known = ~np.isnan(self.figures)
        if how.method in ("log", "box_cox") and (wrong := known & (self.figures <= 0)).any():
            raise self.refuse(
                f"{self._names(wrong)}的值不大于 0，不能{'取对数' if how.method == 'log' else '作 Box-Cox 变换'}"
            )
        if how.method != "log" and constant(self.figures[known]):
            raise self.refuse("所有数值都相同，无法变换")
        self.figures, words = _transformed(self.figures, how, known)
        if not np.isfinite(self.figures[known]).all():
            raise self.refuse("变换后的值超出可计算的范围")
        self.bent = True
        self.stages.append(Stage("transformation", words, how, self.figures, known))


def _winsorised(figures: Values, how: Winsorisation) -> Values:
    if how.method == "percentiles":
        assert how.low is not None
        assert how.high is not None
        return by_percentiles(figures, how.low, how.high)
    assert how.skewness is not None
    assert how.kurtosis is not None
    assert how.most is not None
    return by_moments(figures, how.skewness, how.kurtosis, how.most)


def _transformed(figures: Values, how: Transformation, known: Where) -> tuple[Values, str]:
    match how.method:
        case "log":
            return log(figures), "变换：取自然对数"
        case "shifted_log":
            assert how.offset is not None
            return shifted_log(figures, how.offset), f"变换：ln(x − 最小值 + {how.offset:g} × 全距)"
        case _:
            power = likeliest_power(figures[known]) if how.power is None else how.power
            by = "" if how.power is not None else "（最大似然估计）"
            return box_cox(figures, power), f"变换：Box-Cox，λ = {power:.6g}{by}"
