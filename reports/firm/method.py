"""How to read the breakdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.aggregation_text import aggregation_text
from reports.decisions import decided_lines
from reports.document import Heading, Listing, Paragraph, Text
from reports.figures import percent, plain
from reports.left_out import excluded_text
from reports.letters_text import letters_lines
from reports.node_rules_text import ORDER, node_rule_lines
from reports.record_contents import NOT_HELD
from reports.rejected_rows import rejected_text
from scoring.kinds.levers import MEAN_STEPS, RATIO_STEPS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.document import Block
    from reports.firm.firm import Firm


def method_blocks(firm: Firm) -> Iterator[Block]:
    """The chapter 说明."""
    yield Heading(1, "说明", "method")
    yield Heading(2, "数据来源", "method-sources", numbered=False)
    yield Listing(tuple(_sources(firm)))
    if told := rejected_text(firm.evaluation.intake):
        yield Paragraph((Text("不合格记录：", strong=True), Text(told)))
    if told := excluded_text(firm.evaluation):
        yield Paragraph((Text("另存不计的行：", strong=True), Text(told)))
    if firm.lists_unheld_records:
        yield Paragraph((Text("记录的内容：", strong=True), Text(NOT_HELD)))
    if lines := decided_lines(firm.evaluation, firm.firm_id):
        yield Paragraph((Text("更正的记录：", strong=True), Text("下列记录已按决定更正。")))
        yield Listing(tuple((Text(f"{line}。"),) for line in lines))
    yield Heading(2, "如何阅读", "method-reading", numbered=False)
    yield Listing(tuple((Text(line),) for line in _reading(firm)))


def _sources(firm: Firm) -> Iterator[tuple[Text, ...]]:
    """Every source with the indicators that rest on it."""
    used: dict[str, list[str]] = {}
    for node in firm.rulebook.leaves:
        for source in firm.rulebook.indicator[node].data_sources:
            used.setdefault(source, []).append(node)
    for source in firm.rulebook.bonus.data_sources if firm.rulebook.bonus else ():
        used.setdefault(source, []).append("加分")
    for source, nodes in used.items():
        yield (Text(f"{source}：{'、'.join(nodes)}。"),)


def _reading(firm: Firm) -> Iterator[str]:
    rulebook = firm.rulebook
    scheme = rulebook.weights[firm.evaluation.scheme].title
    yield f"{aggregation_text(rulebook)}，权重方案：{scheme}；没有得分的指标，权重由有得分的同级指标按比例分担。"
    if lines := node_rule_lines(rulebook):
        yield f"节点规则：{'；'.join(lines)}。{ORDER}"
    if lines := letters_lines(rulebook):
        yield f"等级：{'；'.join(lines)}。"
    yield "得分明细的各列，见“怎样读得分明细”。"
    yield "四分位数按线性插值计算；位次为从高到低的名次，同分同名次。"
    if rulebook.counted_leaves:
        yield (
            f"由件数算出的指标（{'、'.join(rulebook.counted_leaves)}）有 {plain(rulebook.confidence * 100)}% 区间，"
            "反映件数偶然的多少；件数少的，得分的误差大。"
        )
    if rulebook.survey is not None:
        survey = rulebook.survey
        yield (
            f"依据问卷的指标有 {plain(survey.confidence * 100)}% 置信区间，反映抽样误差；"
            f"有效作答不足 {survey.minimum_respondents} 份的，该指标没有得分。"
        )
    yield "距下一分段：按计分规则推算，其他证据都不变时最少要有的不同，已用同一规则重新计分核对；仅供了解得分的由来。"
    yield f"比率以 {percent(1 / RATIO_STEPS, 2)} 为一档，答卷均值以 {plain(1 / MEAN_STEPS)} 分为一档推算。"
