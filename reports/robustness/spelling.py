"""How assumptions, indicators and what was varied are called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from indicator_tree.parameters import BASIS_LABELS, Basis, Cited
from indicator_tree.robustness import DirichletWeights, ExpertDraws
from reports.document.numbering import chinese
from reports.figures import EMPTY, plain
from scoring.frames import TOTAL_NODES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from indicator_tree import Rulebook
    from indicator_tree.robustness import (
        AggregationDraws,
        LeftOut,
        ParameterDraws,
        Robustness,
        SchemeDraws,
        WeightDraws,
    )
    from indicator_tree.rules import TreatmentDraws

ASSUMPTION_NAMES: Final = {
    "weights": "权重",
    "scheme": "权重方案",
    "aggregation": "合成方法",
    "parameters": "规则参数",
    "survey": "抽样误差",
    "counting": "计数误差",
    "treatment": "数值处理",
    "left_out": "略去一项指标",
}
_VARIED: tuple[Basis, ...] = ("derived", "calibrated", "assumed")


@dataclass(frozen=True)
class Varied:
    """One assumption: its name, how it is varied, and how that choice is known (by nothing: it is not varied)."""

    name: str
    how: str
    cited: tuple[Cited, ...]

    @property
    def bases(self) -> str:
        """How the choice is known."""
        return "、".join(dict.fromkeys(BASIS_LABELS[one.basis] for one in self.cited)) or EMPTY

    @property
    def references(self) -> str:
        """Where it comes from."""
        return "；".join(dict.fromkeys(one.reference.title for one in self.cited)) or EMPTY

    @property
    def notes(self) -> str:
        """Why it was chosen so; may be empty."""
        return "；".join(one.note for one in self.cited if one.note)


def assumption_name(assumption: str) -> str:
    """`权重` for `weights`."""
    return ASSUMPTION_NAMES.get(assumption, assumption)


def varied(settings: Robustness, rulebook: Rulebook) -> Iterator[Varied]:
    """Every assumption of a study with what was done to it, in the order in which draws name them."""
    spec = settings
    found: dict[str, tuple[str, Cited | Sequence[Cited]] | None] = {
        "weights": (_weights(spec.weights), spec.weights) if spec.weights else None,
        "scheme": (_schemes(spec.schemes, rulebook), spec.schemes) if spec.schemes else None,
        "aggregation": (_ways(spec.aggregation), spec.aggregation) if spec.aggregation else None,
        "parameters": (_spreads(spec.parameters), spec.parameters) if spec.parameters else None,
        "survey": ("按答卷的抽样误差抽取", spec.survey) if spec.survey and spec.survey.vary else None,
        "counting": ("按件数可能的偶然变动抽取", spec.counting) if spec.counting and spec.counting.vary else None,
        "treatment": (_treatments(spec.treatment), spec.treatment) if spec.treatment else None,
        "left_out": (_left_out(spec.leave_one_out), spec.leave_one_out)
        if spec.leave_one_out and spec.leave_one_out.vary
        else None,
    }
    for assumption, told in found.items():
        if assumption == "treatment" and told is None:
            continue  # most rulebooks have no figures to treat
        how, cited = told or ("不变动", ())
        yield Varied(ASSUMPTION_NAMES[assumption], how, (cited,) if isinstance(cited, Cited) else tuple(cited))


def node_name(rulebook: Rulebook, node: str) -> str:
    """`1.2 资产安全` for a node of the tree, `总分` for `total`."""
    if node in rulebook.indicator:
        return f"{node} {rulebook.indicator[node].name}"
    return TOTAL_NODES.get(node, node)


def set_name(rulebook: Rulebook, node: str) -> str:
    """How a set of indicators that are looked at together is called (`scoring.coherence.sets`)."""
    if not node:
        return "全部末级指标"
    if node == "base":
        return "一级指标之间"
    if node.startswith("level "):
        return f"全部{chinese(int(node.removeprefix('level ')))}级指标"
    return f"{node_name(rulebook, node)}的下级"


def share(value: float) -> str:
    """`25%` for 0.25."""
    return f"{plain(value * 100, 2)}%"


def _weights(draws: WeightDraws) -> str:
    if isinstance(draws, DirichletWeights):
        return f"以所用权重为中心的狄利克雷分布，集中度 {plain(draws.concentration)}"
    if isinstance(draws, ExpertDraws):
        return f"在 {len(draws.expert)} 位专家各自的权重之间抽取，各级分别抽取，机会均等"
    return f"每个权重上下浮动至多 {share(draws.spread)}，再在同级中归一"


def _schemes(draws: SchemeDraws, rulebook: Rulebook) -> str:
    return f"在{_listed(rulebook.weights[name].title for name in draws.names)}之间抽取"


def _ways(ways: tuple[AggregationDraws, ...]) -> str:
    return f"在{_listed(way.label for way in ways)}之间抽取"


def _spreads(draws: ParameterDraws) -> str:
    spreads = "、".join(f"{BASIS_LABELS[basis]} {share(draws.of(basis))}" for basis in _VARIED)
    return f"未公布的参数按依据上下浮动至多：{spreads}；公布的不变"


def _treatments(ways: tuple[TreatmentDraws, ...]) -> str:
    return f"在规则本来的做法与{_listed(way.label for way in ways)}之间抽取，机会均等"


def _left_out(draws: LeftOut) -> str:
    return f"{share(draws.none)} 的抽取保留全部末级指标，其余各略去一项，机会均等"


def _listed(names: Iterator[str]) -> str:
    return "、".join(f"“{name}”" for name in names)
