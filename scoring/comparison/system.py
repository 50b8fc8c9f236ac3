"""What became of an indicator system from one evaluation to the next, and what that did to the scores."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from indicator_tree.tree import sort_key
from scoring.comparison.comparing import compare_runs
from scoring.comparison.differing import NOTHING, SAME_WEIGHT, Differs, differing, differs_beyond_scores, is_same

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from indicator_tree import Rulebook
    from scoring.comparison.comparing import Comparison
    from scoring.comparison.differing import Schemes
    from scoring.evaluation import Evaluation

Kind = Literal["added", "removed", "moved", "reweighted"]


@dataclass(frozen=True)
class NodeChange:
    """A node that is another than before.

    Attributes:
        kind: `moved`: it stands under another node, or has another code and the same name; `reweighted`: only its
            weight among its siblings is another.
        node: its code now, or before where it is gone; `bonus`.
        name: what it is called.
        before: its code before where that was another.
        parents: codes of the nodes that it stood and stands under; None for level 1, and for where it is not.
        weights: its weights among its siblings before and now; None for where it is not, or not known.
    """

    kind: Kind
    node: str
    name: str
    before: str | None = None
    parents: tuple[str | None, str | None] = (None, None)
    weights: tuple[float | None, float | None] = (None, None)


@dataclass(frozen=True)
class SystemChange:
    """An indicator system that differs from the one before.

    Attributes:
        before, now: the rulebooks.
        schemes: the weight schemes before and now; None where only the tree of the older rulebook is known.
        nodes: what became of nodes, in tree order, the bonus last.
        differs: per node of both, `base`, `total` and `bonus`, what differs there or below it.
        comparison: the changes of all firms, split; None where the firms before are not known.
    """

    before: Rulebook
    now: Rulebook
    schemes: tuple[str, str] | None
    nodes: tuple[NodeChange, ...]
    differs: Mapping[str, Differs]
    comparison: Comparison | None = field(default=None, repr=False)

    @property
    def affects_scores(self) -> bool:
        """Whether any score was made otherwise; if not, only who is evaluated, bands or letters differ."""
        return any(self.differs.values())

    def at(self, node: str) -> Differs:
        """What differs at or below a node; nothing at one of this evaluation only."""
        return self.differs.get(node, NOTHING)


def system_change(before: Evaluation, now: Evaluation) -> SystemChange | None:
    """What differs between the systems of two evaluations, with the split of every change; None if nothing does."""
    found = changed_rulebook(before.rulebook, now.rulebook, (before.scheme, now.scheme))
    if found is None:
        return None
    return replace(found, comparison=compare_runs(before, now))


def changed_rulebook(before: Rulebook, now: Rulebook, schemes: Schemes) -> SystemChange | None:
    """The same of rulebooks alone, without a split; None if nothing differs.

    Args:
        before: the older rulebook.
        now: the newer.
        schemes: under which each was applied; None where of the older one only the tree is known.
    """
    nodes = tuple(_node_changes(before, now, schemes))
    differs = differing(before, now, schemes)
    beyond = schemes is not None and differs_beyond_scores(before, now)
    if not (nodes or any(differs.values()) or beyond):
        return None
    return SystemChange(before, now, schemes, nodes, differs)


def _node_changes(before: Rulebook, now: Rulebook, schemes: Schemes) -> Iterator[NodeChange]:
    weights = [
        {} if schemes is None else book.local_weights(scheme)
        for book, scheme in zip((before, now), schemes or ("", ""), strict=True)
    ]
    recoded = _recoded(before, now)
    was = {new: old for old, new in recoded.items()}
    for code in sorted({*before.nodes, *now.nodes}, key=sort_key):
        if code in before.indicator and not is_same(before, now, code) and code not in recoded:
            old = before.indicator[code]
            yield NodeChange("removed", code, old.name, None, (old.parent, None), (weights[0].get(code), None))
        if code not in now.indicator:
            continue
        own, earlier = now.indicator[code], was.get(code, code if is_same(before, now, code) else None)
        if earlier is None:
            yield NodeChange("added", code, own.name, None, (None, own.parent), (None, weights[1].get(code)))
            continue
        parents = (before.indicator[earlier].parent, own.parent)
        both = (weights[0].get(earlier), weights[1].get(code))
        if earlier != code or parents[0] != parents[1]:
            yield NodeChange("moved", code, own.name, earlier if earlier != code else None, parents, both)
        elif both[0] is not None and both[1] is not None and abs(both[0] - both[1]) > SAME_WEIGHT:
            yield NodeChange("reweighted", code, own.name, None, parents, both)
    if now.bonus and not before.bonus:
        yield NodeChange("added", "bonus", now.bonus.name)
    if before.bonus and not now.bonus:
        yield NodeChange("removed", "bonus", before.bonus.name)


def _recoded(before: Rulebook, now: Rulebook) -> dict[str, str]:
    """Code before → code now of nodes that have another code and the same name, where one alone has it."""
    gone = [code for code in before.nodes if not is_same(before, now, code)]
    come = [code for code in now.nodes if not is_same(before, now, code)]
    names = [before.indicator[code].name for code in gone], [now.indicator[code].name for code in come]
    pairs = {}
    for code, name in zip(gone, names[0], strict=True):
        if names[0].count(name) == 1 and names[1].count(name) == 1:
            pairs[code] = come[names[1].index(name)]
    return pairs
