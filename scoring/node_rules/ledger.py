"""The ledger of nodes that have rules: what their children made, then every rule, applied or not, with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from indicator_tree.aggregation import METHOD_LABELS
from scoring.aggregation import methods_of
from scoring.frames import total_names
from scoring.kinds.page import Entry
from scoring.kinds.spelling import quoted
from scoring.ledger import assembled
from scoring.node_rules.words import condition_text, effect_text
from scoring.rollup import made_by_children

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import numpy.typing as npt

    from indicator_tree.parameters import Cited
    from scoring.node_rules.judging import Considered, NodeRules
    from scoring.rollup import Scores

    Floats = npt.NDArray[np.float64]
    Truths = npt.NDArray[np.bool_]

KIND = "node_rule"
"""The `rule` of these rows."""
OPENING = ("aggregate", "base", "bonus")
"""What the parameters of the rows before the rules end in: what the children made, or base and bonus."""
_NOTHING_CHANGES = {"cap": "得分本不高于此", "floor": "得分本不低于此", "deduct": "没有可扣的"}
_MISSING = "下级指标没有得分：没有得分，不适用规则"


def with_node_rules(
    ledger: pl.DataFrame, firms: pl.Series, scores: Scores, scheme: str, rules: NodeRules
) -> pl.DataFrame:
    """A ledger with the rows of the nodes that have rules, behind those of the leaves and the bonus.

    Args:
        ledger: frame of the shape `LEDGER`.
        firms: ids of the evaluated firms, sorted; in the order of the scores.
        scores: after all rules.
        scheme: the weight scheme.
        rules: of the rulebook.
    """
    book = rules.rulebook
    if not book.ruled:
        return ledger
    made = made_by_children(scores, book, scheme)
    entries = [entry for node in book.ruled for entry in node_ledger(node, made[node], scores, rules)]
    order = pl.DataFrame({"firm_id": firms}).with_row_index("order")
    whole = pl.concat([ledger, assembled(firms, entries)])
    return whole.join(order, on="firm_id", maintain_order="left").sort("order", maintain_order=True).drop("order")


def node_ledger(node: str, made: Floats, scores: Mapping[str, Floats], rules: NodeRules) -> list[Entry]:
    """The rows of a node: they add up to its score.

    Args:
        node: code, `base` or `total`, with rules.
        made: its score before its rules, one value per unit; of `total` base and bonus are rows of their own.
        scores: of the nodes made before it, and of the bonus.
        rules: of the rulebook.
    """
    book = rules.rulebook
    judged = rules.judged(node, made, scores)
    page = _Rows(node)
    known = ~np.isnan(made)
    method = METHOD_LABELS[methods_of(book).get(node, "arithmetic")]
    if node == "total":
        page.write("base", (total_names(book)["base"], scores["base"], known), book.scale)
        if book.bonus:
            page.write("bonus", (book.bonus.name, scores["bonus"], known), book.bonus)
    else:
        cited = book.aggregation or book.scale
        page.write("aggregate", (f"由下级指标合成：{method}", made, known), cited)
    page.write("missing", (_MISSING, np.full(len(made), np.nan), ~known), book.scale)
    for one in judged.considered:
        for told in _told(one, known, rules):
            page.write(f"rule.{one.rule.id}", told, one.rule, _quantity(node, one, rules))
    floor = (f"不低于 {book.scale.floor:g} 分", judged.floor, known & (judged.floor != 0))
    page.write("floor", floor, book.scale)
    return page.entries


def _told(one: Considered, known: Truths, rules: NodeRules) -> Iterator[tuple[str, Floats, Truths]]:
    """The rows of a rule: where it changes the score or decides the class, where it changes nothing, where it does not
    apply and for want of what.
    """
    rule, book = one.rule, rules.rulebook
    effect, nothing = effect_text(rule), np.zeros(len(known))
    changes = one.held & (one.points != 0) if not rule.about_class else one.held
    yield f"{rule.label}：{effect}", one.points, changes
    if not rule.about_class:
        yield f"{rule.label}：{effect}，{_NOTHING_CHANGES[rule.effect]}", nothing, one.held & ~changes
    not_held = known & ~one.held
    if rule.match == "any":
        unmet = "，也不符合".join(condition_text(each, book) for each in rule.when)
        yield f"{rule.label}：不适用，不符合{quoted(unmet)}", nothing, not_held
        return
    before = np.zeros(len(known), dtype=np.bool_)
    for each, holds in zip(rule.when, one.conditions, strict=True):
        first = not_held & ~holds & ~before
        before = before | ~holds
        yield f"{rule.label}：不适用，不符合{quoted(condition_text(each, book))}", nothing, first


def _quantity(node: str, one: Considered, rules: NodeRules) -> Floats | None:
    """What the row counts: the records that meet the condition over records; else nothing."""
    if one.rule.records is None:
        return None
    return rules.circumstances.counts[one.rule.key(node)]


class _Rows:
    """Rows of one node."""

    def __init__(self, node: str) -> None:
        self._node = node
        self.entries: list[Entry] = []

    def write(
        self, parameter: str, told: tuple[str, Floats, Truths], cited: Cited, quantity: Floats | None = None
    ) -> None:
        """A row with a cause and points for every unit where the third of `told` is true."""
        cause, points, where = told
        at = np.flatnonzero(where)
        if not len(at):
            return
        counted = np.full(len(at), np.nan) if quantity is None else quantity[at]
        key = f"{self._node}.{parameter}"
        self.entries.append(Entry(self._node, key, cause, KIND, cited, at, counted, points[at] + 0.0))
