"""How to read a ledger: what its columns, and the words in them, mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicator_tree.parameters import BASIS_LABELS, Basis
from reports.document import Heading, Listing, Text
from scoring.frames import total_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reports.document import Block
    from reports.explanation import Step
    from reports.firm.firm import Firm

_BASES: dict[Basis, str] = {
    "published": "文件已公布",
    "derived": "由公布的数字推算",
    "calibrated": "为再现公布的数字而选定",
    "assumed": "没有公布的数字可循",
}
_ASKED: dict[Basis, str] = {"elicited": "由专家判断得出"}
"""Explained only where a firm's ledger has it."""
KINDS = {
    "full_marks": "起始的满分",
    "start": "起始分",
    "deduct": "扣分项",
    "fault": "电话拨测中未通过的步骤",
    "rounds": "电话拨测的轮次",
    "answers": "答卷均值",
    "received": "计入的记录数",
    "done": "未按期做完的记录",
    "none_received": "没有记录",
    "ratio": "比率",
    "warning": "预警标准",
    "limit": "监管标准",
    "part": "分项",
    "cap": "上限",
    "floor": "下限",
    "full_marks_cap": "不高于满分",
    "value": "读入的数值",
    "per": "除数",
    "imputation": "插补的数值",
    "winsorisation": "缩尾后的数值，high 高端、low 低端",
    "transformation": "变换后的数值",
    "normalisation": "由数值换算的分",
    "events": "件数",
    "size": "规模",
    "expected": "应有的件数",
    "incidence": "按规模计的分",
    "shrinkage": "收缩",
    "small_numbers": "件数少",
    "counted": "计入加权的记录",
    "empty": "没有数值的记录",
    "now": "本次的数值",
    "previous": "上一次的数值",
    "change": "变化",
    "without_previous": "没有上一次的数值",
    "periods": "没有扣分的期数",
    "fewer": "期数不足",
    "missing": "没有得分的原因",
    "aggregate": "下级指标合成",
    "base": "不含加分的总分",
    "bonus": "加分",
    "rule": "节点规则",
}
"""What a parameter is, by the word after the indicator's code."""
ENDINGS = {
    "same_event": "同一事项只计一次",
    "same_cause": "同一事由只计最高的",
    "scaled": "按比例扣分",
    "repeat": "再次发生的",
    "mitigated": "返还",
    "size": "扣分所除的规模",
    "cap": "最多扣分",
}
"""What the last word of a longer key adds."""


def reading_blocks(firm: Firm) -> Iterator[Block]:
    """The section before the first ledger: its waterfall, its bases, its parameters."""
    yield Heading(2, "怎样读得分明细", "reading", numbered=False)
    yield Listing(tuple((Text(name, strong=True), Text(words)) for name, words in _lines(firm)))


def _lines(firm: Firm) -> Iterator[tuple[str, str]]:
    yield (
        "分值、累计得分：",
        "得分明细从起始分开始，自上而下逐行加减。“分值”为该行加减的分，“累计得分”为加减到该行为止的得分，末行即得分。"
        "这一列就是得分的瀑布；有两行以上加减分的，表后另附瀑布图。",
    )
    used = {step.basis for _, _, step in _keys(firm)}
    told = _BASES | {basis: words for basis, words in _ASKED.items() if basis in used}
    bases = "、".join(f"{BASIS_LABELS[basis]}（{words}）" for basis, words in told.items())
    yield "依据：", f"该行所用参数从何而来：{bases}。方括号内为出处的序号，出处列在表后。"
    found = list(_keys(firm))
    example = max(found, key=_telling)
    kinds = _kinds(firm)
    said = "、".join(f"{kind}（{kinds[kind]}）" for kind in _known(kinds, (words[0] for _, words, _ in found)))
    endings = "、".join(
        f"{end}（{ENDINGS[end]}）" for end in _known(ENDINGS, (words[-1] for _, words, _ in found if words[2:]))
    )
    yield (
        "参数：",
        f"规则中该参数的代码，提出异议时据此指明是哪一条。代码依次为指标、类别和名称，如 {_spelled(firm, example)}。"
        f"类别：{said}。{f'末尾：{endings}。' if endings else ''}",
    )
    yield "记录：", "该行所计的记录，编号与来源系统一致，连同内容列在表后；“计入”为它计入的行。"


def _keys(firm: Firm) -> Iterator[tuple[str, list[str], Step]]:
    """Node, words after it, and step of every parameter in the ledgers."""
    for node, steps in firm.ledgers.items():
        for step in steps:
            if step.parameter:
                yield node, step.parameter.removeprefix(f"{node}.").split("."), step


def _telling(key: tuple[str, list[str], Step]) -> tuple[bool, bool, bool]:
    """How much a parameter shows of what parameters are: a cause that the rulebook named, and that was found."""
    _, words, step = key
    return words[0] in ("deduct", "fault"), len(words) > 1, bool(step.quantity)


def _known(words: dict[str, str], used: Iterable[str]) -> Iterator[str]:
    found = set(used)
    return (word for word in words if word in found)


def _spelled(firm: Firm, key: tuple[str, list[str], Step]) -> str:
    node, words, step = key
    where = total_names(firm.rulebook).get(node) or f"指标 {node} {firm.nodes[node]['name']}"
    return f"{step.parameter} 为{where}的{_kinds(firm).get(words[0], words[0])}“{step.cause}”"


def _kinds(firm: Firm) -> dict[str, str]:
    """What parameters are, in the words of the rulebook."""
    return KINDS | {"base": total_names(firm.rulebook)["base"]}
