"""How units are divided into ordered classes by a number of theirs: by edges, by quota or by clusters."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import Field

from indicator_tree.parameters import Strict

if TYPE_CHECKING:
    from collections.abc import Iterator

Cutoffs = tuple[float, ...]
ALL = ""
"""The group that all units are where they are not divided group by group."""
_SUM = 1e-9


class Guardrail(Strict):
    """How far a cut-off may move from the previous one.

    Previous cut-offs are written in the rulebook (`previous`) or, of letters, taken from the previous run
    (`from_previous_run`); a run keeps those that it took in `taken`. One that no score earned (None) holds nothing.
    """

    points: float = Field(ge=0, description="每条界线至多比上一次移动多少；得分的界线以分计，数值的界线以数值的单位计")
    previous: dict[str, Cutoffs] = Field(
        default_factory=dict, description="上一次的界线：组别 = [由好到差]；不分组的组别写空文字"
    )
    from_previous_run: bool = Field(
        default=False, description="上一次的界线是否取自上一次的运行（ipscore score --previous RUN）"
    )
    taken: dict[str, dict[str, tuple[float | None, ...]]] = Field(
        default_factory=dict, description="取自上一次运行的界线：节点 → 组别 → 由高到低；由 ipscore score 写入，不手写"
    )

    def before(self, node: str, group: str) -> tuple[float | None, ...] | None:
        """The previous cut-offs of a node in a group, from the best; None where there were none."""
        return self.taken.get(node, {}).get(group) if self.from_previous_run else self.previous.get(group)


class Division(Strict):
    """Classes from the best to the worst, and where one ends and the next begins.

    `edges`: at the numbers in `edges`. `quota`: by shares of the units, or by numbers of them; the last class takes
    the rest of the numbers. `clusters`: into as many clusters as there are classes, by natural breaks (the least sum
    of squares within clusters: Fisher 1958, On Grouping for Maximum Homogeneity, JASA 53; Jenks 1967) or by k-means
    with seeded starts. A cut-off is the worst number that earns the class above it.
    """

    labels: tuple[Annotated[str, Field(min_length=1)], ...] = Field(min_length=2, description="由好到差")
    method: Literal["edges", "quota", "clusters"]
    edges: Cutoffs = Field(default=(), description="edges：由好到差，除最差一级外各级的界线")
    shares: tuple[Annotated[float, Field(gt=0, lt=1)], ...] = Field(default=(), description="quota：各级占多少，和为 1")
    counts: tuple[Annotated[int, Field(ge=1)], ...] = Field(default=(), description="quota：除最差一级外各级多少个")
    ties: Literal["up", "down"] | None = Field(default=None, description="quota：界线上相同的都归上一级或下一级")
    algorithm: Literal["natural_breaks", "k_means"] | None = Field(default=None, description="clusters：如何聚类")
    seed: int | None = Field(default=None, ge=0, description="k_means：随机数种子")
    starts: int | None = Field(default=None, ge=1, description="k_means：从多少组随机的起点各算一次，取最好的")
    fences: float | None = Field(
        default=None, gt=0, description="clusters：聚类前剔除四分位距之外几倍的数值（Tukey 界限），如 1.5 或 3"
    )
    guardrail: Guardrail | None = Field(default=None, description="与上一次的界线相比，至多移动多少")

    def mirrored(self) -> Self:
        """The same of the negated numbers, for numbers of which the lower are better."""
        rail = self.guardrail
        negated = None if rail is None else {group: _negated(edges) for group, edges in rail.previous.items()}
        kept = None if rail is None else rail.model_copy(update={"previous": negated})
        return self.model_copy(update={"edges": _negated(self.edges), "guardrail": kept})

    def problems(self, *, grouped: bool, higher: bool = True) -> list[str]:
        """What contradicts itself or is lacking.

        Args:
            grouped: whether units are divided group by group.
            higher: whether higher numbers are better, so that edges descend.
        """
        below = len(self.labels) - 1
        found = [f"等级 {label} 重复" for label in dict.fromkeys(self.labels) if self.labels.count(label) > 1]
        found += [*self._keys(), *self._quota(below)]
        if self.method == "edges" and len(self.edges) != below:
            found.append(
                f"edges 应有 {below} 个（等级 {len(self.labels)} 个，最低一级不写），实有 {len(self.edges)} 个"
            )
        found += [
            f"edges 应{_way(higher)}，实为 {one:g} 之后是 {other:g}"
            for one, other in pairwise(self.edges)
            if one == other or (one < other) == higher
        ]
        return found + (
            []
            if self.guardrail is None
            else list(self._previous(self.guardrail, below, higher=higher, grouped=grouped))
        )

    def _keys(self) -> list[str]:
        """What a method asks for, and what belongs to another."""
        asked: dict[str, tuple[str, ...]] = {"edges": ("edges",), "quota": ("ties",), "clusters": ("algorithm",)}
        allowed = {
            "edges": ("edges",),
            "quota": ("shares", "counts", "ties"),
            "clusters": ("algorithm", "fences", *(("seed", "starts") if self.algorithm == "k_means" else ())),
        }
        names = ("edges", "shares", "counts", "ties", "algorithm", "seed", "starts", "fences")
        given = [name for name in names if getattr(self, name) not in (None, ())]
        wanted = asked[self.method] + (("seed", "starts") if self.algorithm == "k_means" else ())
        told = [f'method = "{self.method}" 应写 {name}' for name in wanted if name not in given]
        which = f'method = "{self.method}"' + (f'、algorithm = "{self.algorithm}"' if self.algorithm else "")
        return told + [f"{which} 不写 {name}" for name in given if name not in allowed[self.method]]

    def _quota(self, below: int) -> list[str]:
        if self.method != "quota":
            return []
        if bool(self.shares) == bool(self.counts):
            return ["shares 与 counts 应写其中一个"]
        if self.counts:
            return [] if len(self.counts) == below else [f"counts 应有 {below} 个，实有 {len(self.counts)} 个"]
        told = [] if len(self.shares) == below + 1 else [f"shares 应有 {below + 1} 个，实有 {len(self.shares)} 个"]
        total = sum(self.shares)
        return told if abs(total - 1) <= _SUM else [*told, f"shares 之和应为 1，实为 {total:.6g}"]

    def _previous(self, guardrail: Guardrail, below: int, *, higher: bool, grouped: bool) -> Iterator[str]:
        if guardrail.from_previous_run:
            for node, groups in guardrail.taken.items():
                for cutoffs in groups.values():
                    if len(cutoffs) != below:
                        yield f"guardrail.taken.{node} 应有 {below} 个，实有 {len(cutoffs)} 个"
            return
        if not guardrail.previous:
            yield "guardrail 应写 previous（上一次的界线），或 from_previous_run = true（取自上一次的运行）"
            return
        if not grouped and set(guardrail.previous) != {ALL}:
            yield f"guardrail.previous 的组别应为空文字，实为 {'、'.join(guardrail.previous)}"
        for group, cutoffs in guardrail.previous.items():
            named = f"guardrail.previous.{group or '（空）'}"
            if len(cutoffs) != below:
                yield f"{named} 应有 {below} 个，实有 {len(cutoffs)} 个"
            for one, other in pairwise(cutoffs):
                if one != other and (one < other) == higher:
                    yield f"{named} 应{_way(higher)}，实为 {one:g} 之后是 {other:g}"


def _negated(edges: Cutoffs) -> Cutoffs:
    return tuple(-edge for edge in edges)


def _way(higher: bool) -> str:
    return "由高到低" if higher else "由低到高"
