"""A rule of figures made comparable, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.division import division_words, guardrail_words
from scoring.kinds.spelling import number, share
from scoring.treatment.moments import LEAST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from indicator_tree import Rulebook
    from indicator_tree.rules import NormalisedRule, Transformation, Winsorisation
    from indicator_tree.rules.groups import Groups
    from indicator_tree.rules.normalised import PointBands

METHODS = {"min_max": "最小最大法", "z_score": "标准分", "rank": "百分位次", "raw_rank": "名次", "bands": "分段计分"}
COMBINED = {"last": "最后一条", "sum": "合计", "mean": "平均"}
DIRECTIONS = {"higher_is_better": "越高越好", "lower_is_better": "越低越好"}
CENTRES = {"mean": "平均值", "median": "中位数"}
_BELOW = {"missing": "没有得分", "all": "与全部一同换算"}
_WITHOUT = {"error": "即报错", "missing": "没有得分"}


def method_words(rule: NormalisedRule, book: Rulebook) -> str:
    """How the figure becomes points."""
    how, floor, full = rule.normalisation, number(book.scale.floor), number(book.scale.full_marks)
    higher, method = rule.direction == "higher_is_better", METHODS[rule.normalisation.method]
    way = "从低到高" if higher else "从高到低"
    match how.method:
        case "min_max":
            low = "最小值" if how.low is None else f"下端 {figure_words(how.low, rule.unit)}"
            high = "最大值" if how.high is None else f"上端 {figure_words(how.high, rule.unit)}"
            worst, best = (low, high) if higher else (high, low)
            return f"{method}：由{worst}至{best}得 {floor} 至 {full} 分"
        case "z_score":
            centre, spread = number(how.centre or 0.0), number(how.spread or 0.0)
            by = f"（除以 {how.divisor}）" if how.divisor else ""
            return f"{method}：等于平均值的得 {centre} 分，每{'高' if higher else '低'} 1 个标准差{by}多 {spread} 分"
        case "raw_rank":
            return f"{method}：{way}排列，第几名得几分，并列取平均"
        case "rank":
            return f"{method}：{way}排列，得 {floor} 至 {full} 分，并列取平均"
        case "bands":
            assert how.bands is not None
            return f"{method}：{bands_words(how.bands, rule)}"


def bands_words(bands: PointBands, rule: NormalisedRule) -> str:
    """How units are divided into bands, and what each is worth."""

    def spelled(figure: float) -> str:
        return figure_words(figure, rule.unit)

    higher = rule.direction == "higher_is_better"
    how = division_words(bands, spelled, noun="数值", measure="个", higher=higher)
    worth = "、".join(f"{label} {number(points)} 分" for label, points in zip(bands.labels, bands.worth, strict=True))
    return "，".join(filter(None, [how, guardrail_words(bands, spelled), worth]))


def groups_words(groups: Groups, by: str) -> str:
    """Within what groups units are compared, and what follows where that cannot be; `by`: what the column is called."""
    return (
        f"在名录的{by}相同的各组之内换算，数值不足 {groups.minimum} 个的组{_BELOW[groups.below]}，"
        f"没有写明{by}的{_WITHOUT[groups.without]}"
    )


def figure_words(value: float, unit: str) -> str:
    """A figure of a rule with all its digits, in the rule's unit."""
    return f"{number(round(value * 100, 10))}%" if unit == "%" else f"{number(value)}{f' {unit}' if unit else ''}"


def treatment_words(rule: NormalisedRule, column: Callable[[str], str]) -> Iterator[str]:
    """What is done before the figures are normalised, in words; `column` gives the title of a column."""
    if (fill := rule.imputation) is not None and fill.method != "none":
        if fill.method == "regression":
            yield f"没有数值的按对{column(fill.on or '')}的回归插补"
        else:
            whose = f"同一{column(fill.group)}的" if fill.group else "全部的"
            yield f"没有数值的以{whose}{CENTRES[fill.method]}插补"
    if (cut := rule.winsorisation) is not None and cut.method != "none":
        yield _cut_words(cut)
    if (bend := rule.transformation) is not None and bend.method != "none":
        yield _bend_words(bend)


def _cut_words(cut: Winsorisation) -> str:
    if cut.method == "percentiles":
        low, high = cut.low or 0.0, 1.0 if cut.high is None else cut.high
        ends = [f"低于 {share(low)}"] * (low > 0) + [f"高于 {share(high)}"] * (high < 1)
        return f"{'、'.join(ends)} 分位数的缩尾至该分位数" if ends else "不缩尾（0% 与 100% 分位数之外没有数值）"
    return (
        f"偏度（绝对值）达到 {cut.skewness:g} 且峰度达到 {cut.kurtosis:g} 时，离群值逐个缩尾至相邻的值，"
        f"至多 {cut.most} 个（相同的值一并缩尾）；不足 {LEAST} 个数值的不缩尾"
    )


def _bend_words(bend: Transformation) -> str:
    words = {
        "log": "取自然对数",
        "shifted_log": f"变换为 ln(x − 最小值 + {bend.offset} × 全距)",
        "box_cox": f"作 Box-Cox 变换（λ {'按最大似然估计' if bend.power is None else f'= {bend.power:g}'}）",
    }[bend.method]
    return f"缩尾后偏度、峰度仍达到界限的，改以缩尾前的数值{words}" if bend.only_if_skewed else f"全部{words}"
