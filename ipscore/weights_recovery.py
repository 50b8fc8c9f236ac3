"""Published figures of several years, read as what they say about weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicator_tree import load_rulebook
from indicator_tree.aggregation import METHOD_LABELS
from indicator_tree.checks import suggestion
from indicator_tree.published import load_published
from ipscore.errors import ReconciliationError
from ipscore.lookup import find_node
from reports.weight_tables import WeightsTold
from scoring.frames import TOTAL_NODES
from scoring.recovery import Year, recover, weight_bands

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indicator_tree import Rulebook
    from indicator_tree.published import PublishedFigures

_WHOLE_TREE = ("base", "total")


def recover_weights(
    references: Sequence[str], nodes: Sequence[str] = (), *, at_least: float, width: float
) -> WeightsTold:
    """Weights that published figures of one or more years allow, the same in all years.

    Args:
        references: published figures by name or file.
        nodes: only of these inner nodes, by code or name; `total` is the whole tree. All of them where none is named.
        at_least: a lowest weight.
        width: up to which width of its interval a weight is called determined.

    Raises:
        PublishedError: published figures that cannot be found or understood.
        RulebookError: the rulebook of a year is wrong; RulebookNotFoundError: there is none.
        UnknownNodeError: no such indicator.
        ReconciliationError: figures that cannot be read as weighted means of the rulebook's tree, two references of
            one year, or a node without children.
        RecoveryError: the lowest weight leaves none that add up to 1.
    """
    figures = sorted((load_published(name) for name in references), key=lambda each: each.year)
    numbers = [each.year for each in figures]
    if twice := sorted({number for number in numbers if numbers.count(number) > 1}):
        raise ReconciliationError(f"{twice[0]} 年度的公布数字给了两份", f"请删去 {twice[0]} 年度的一份公布数字文件")
    books = [load_rulebook(each.rulebook) for each in figures]
    chosen = [_parent(books, node) for node in nodes]
    years = [_year(each, book, chosen) for each, book in zip(figures, books, strict=True)]
    found = recover(years, nodes=chosen or None, at_least=at_least)
    names = dict(TOTAL_NODES)
    for book in books:
        names |= {code: indicator.name for code, indicator in book.indicator.items()}
    inner = dict.fromkeys(parent for year in reversed(years) for parent in year.children)
    spoken = {each.problem.parent for each in found}
    return WeightsTold(
        titles={each.year: each.title for each in figures},
        nodes=found,
        bands=weight_bands(found, names, width),
        names=names,
        width=width,
        at_least=at_least,
        silent=tuple(parent for parent in inner if parent not in spoken and (not chosen or parent in chosen)),
        reweighted=tuple(parent for parent in inner if parent in spoken and _reweighted(books, parent)),
    )


def _parent(books: Sequence[Rulebook], node: str) -> str:
    """The inner node that was asked for; "" for the whole tree."""
    latest = books[-1]
    code = find_node(latest, node)
    if code in _WHOLE_TREE:
        return ""
    if code not in latest.children:
        inner = ("total", *(str(parent) for parent in latest.children if parent is not None))
        raise ReconciliationError(
            f"指标 {code} 没有下级指标，谈不上下级的权重；有下级的：{'、'.join(inner)}", "请改写 --nodes"
        )
    return code


def _reweighted(books: Sequence[Rulebook], parent: str) -> bool:
    return any(
        book.missing_policy(leaf) == "reweight"
        for book in books
        for leaf in (book.leaves_under(parent or None) if len(book.children.get(parent or None, ())) > 1 else ())
    )


def _year(figures: PublishedFigures, rulebook: Rulebook, chosen: Sequence[str]) -> Year:
    check_nodes(figures, rulebook)
    children = {parent or "": codes for parent, codes in rulebook.children.items()}
    _check_methods(rulebook, [parent for parent in children if not chosen or parent in chosen])
    scale = (rulebook.scale.floor, rulebook.scale.full_marks)
    published = [node for node, figure in figures.node.items() if figure.basis == "published"]
    means = {node: _mean(figures, node, scale) for node in published if node != "bonus"}
    cap = _cap(figures, rulebook)
    bonus = _mean(figures, "bonus", (0.0, cap)) if "bonus" in published else (0.0, cap)
    return Year(figures.year, children, means, bonus, cap, scale)


def check_nodes(figures: PublishedFigures, rulebook: Rulebook) -> None:
    """That the rulebook has every node of which a mean was published.

    Raises:
        ReconciliationError: it lacks some.
    """
    known = [*rulebook.indicator, *(node for node in TOTAL_NODES if node != "bonus" or rulebook.bonus)]
    if lacking := [node for node in figures.node if node not in known]:
        raise ReconciliationError(
            f"{figures.title}有规则文件 {rulebook.id} 没有的指标：{'、'.join(lacking)}；"
            f"{suggestion(lacking[0], known)}",
            "请改正公布数字文件，或用 --rulebook 另写规则",
        )


def _check_methods(rulebook: Rulebook, parents: Sequence[str]) -> None:
    """That means of these nodes are weighted means of their children's means: other methods are not linear."""
    for parent in parents:
        level = rulebook.level(parent) if parent else 0
        method = rulebook.aggregation.at(parent or "base", level) if rulebook.aggregation else "arithmetic"
        if method != "arithmetic":
            raise ReconciliationError(
                f"规则文件 {rulebook.id} 按{METHOD_LABELS[method]}合成 {parent or 'total'}："
                "公布均分不是下级均分的加权平均，不能由它们反推权重",
                "请用 --nodes 只看其他指标",
            )


def _mean(figures: PublishedFigures, node: str, scale: tuple[float, float]) -> tuple[float, float]:
    """The interval that a printed mean was rounded from, as far as it lies on the scale; totals go beyond it."""
    low, high = figures.rounded_from(node)
    if node == "total":
        return low, high
    if high < scale[0] or low > scale[1]:
        raise ReconciliationError(
            f"{figures.title}的 node.{node}.mean：{figures.node[node].mean:g} 不在 {scale[0]:g} 至 {scale[1]:g} 之间",
            f"请改正公布数字文件中的 node.{node}.mean",
        )
    return max(low, scale[0]), min(high, scale[1])


def _cap(figures: PublishedFigures, rulebook: Rulebook) -> float:
    """The highest bonus of the year; 0 where none was given."""
    if figures.bonus is not None and not figures.bonus.given:
        return 0.0
    if rulebook.bonus is not None:
        return rulebook.bonus.cap
    if figures.bonus is None:
        return 0.0
    raise ReconciliationError(
        f"{figures.title}的 bonus.given：写明有加分，而规则文件 {rulebook.id} 没有 [bonus]，不知道最多加几分",
        f"请给规则文件 {rulebook.id} 加上 [bonus]，或改公布数字文件中的 bonus.given",
    )
