"""Every scored indicator: its score, its ledger with the records behind it, and the way to the next band."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.decisions import decided_lines
from reports.distribution import confidence_label
from reports.document import Exhibit, Heading, Listing, Paragraph, Reference, Text
from reports.figures import fixed, interval, percent, plain
from reports.firm.ledger import node_ledger, record_tables
from reports.firm.next_band import next_band_sentence, options
from reports.firm.reading import reading_blocks
from reports.firm.steps import has_chart, ledger_waterfall
from reports.left_out import left_out_beside
from reports.table import Table, label, number
from scoring.kinds.registry import question_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.document import Block
    from reports.explanation import Step
    from reports.firm.firm import Firm


def indicator_blocks(firm: Firm) -> Iterator[Block]:
    """The chapter 各项指标: how to read its ledgers, a section per level-1 indicator, an item per scored indicator."""
    yield Heading(1, "各项指标", "indicators")
    yield from reading_blocks(firm)
    top = None
    for node in firm.rulebook.leaves:
        if (above := firm.top_of(node)) != top:
            top = above
            yield Heading(2, f"{top} {firm.nodes[top]['name']}", f"section-{top}", numbered=False)
        yield from _indicator(firm, node)


def _indicator(firm: Firm, node: str) -> Iterator[Block]:
    row, indicator = firm.nodes[node], firm.rulebook.indicator[node]
    yield Heading(3, f"{node} {row['name']}", f"indicator-{node}", numbered=False)
    if indicator.described:
        yield Paragraph((Text(f"{indicator.described}。"),))
    steps = firm.ledgers[node]
    charted = (Text("逐步的由来见"), Reference(f"waterfall-{node}"), Text("。")) if has_chart(steps) else ()
    yield Paragraph((*_standing(firm, node), *charted))
    yield from left_out(firm, node)
    if lines := decided_lines(firm.evaluation, firm.firm_id, node):
        yield Paragraph((Text("更正：", strong=True), Text("".join(f"{line}。" for line in lines))))
    yield node_ledger(firm, node, f"{node} {row['name']}：得分明细")
    yield from record_tables(firm, node)
    for step in steps:
        if step.detail:
            yield Exhibit(f"answers-{node}", _answers(firm, node, step))
    if has_chart(steps):
        yield ledger_waterfall(f"waterfall-{node}", f"{node} {row['name']}：得分的由来", steps)
    if (sentence := next_band_sentence(firm, node)) is not None:
        yield Paragraph((Text("距下一分段：", strong=True), Text(sentence)))
    if ways := options(firm, node):
        yield Listing(tuple((Text(way),) for way in ways))


def left_out(firm: Firm, node: str) -> Iterator[Block]:
    """How many rows of the sources behind a node do not count, of all firms together; nothing where all do."""
    if told := left_out_beside(firm.evaluation, node, corrected=False):
        told = f"所依据的来源中（全部{firm.rulebook.words.noun}合计），{told}，见"
        yield Paragraph((Text(told), Reference("method-sources"), Text("。")))


def _standing(firm: Firm, node: str) -> tuple[Text, ...]:
    row, at, words = firm.nodes[node], firm.quartiles[node], firm.rulebook.words
    industry = f"{words.whole}中位数 {fixed(at['median'])} 分，四分位区间 {interval(at['q1'], at['q3'])} 分。"
    if row["score"] is None:
        return (Text("没有得分", strong=True), Text(f"（原因见下表），权重由同级指标分担。{industry}"))
    place, loss = firm.places[node], firm.losses[node]
    between = interval(row["low"], row["high"])
    return (
        Text(f"得 {fixed(row['score'])} 分", strong=True),
        Text(f"（{confidence_label(firm.evaluation)} {between}）" if between else ""),
        Text(f"，处于“{place['band']}”分段，在 {row['firms']} {words.measure}中列第 {row['rank']} 位。"),
        Text(
            f"在总分中的权重 {percent(loss['weight'], 2)}，贡献 {fixed(loss['points'])} 分"
            + (f"，少得 {fixed(loss['lost'])} 分。" if loss["lost"] else "。")
        ),
        Text(industry),
    )


def _answers(firm: Firm, node: str, step: Step) -> Table:
    """Every answer with what it is worth and how many gave it."""
    question = question_at(node, firm.rulebook)
    values = question.answers.values if question else {}
    weighted = any(weight != count for _, count, weight in step.detail)
    columns = (label("答案"), number("每份计分"), number("答卷（份）"), *([number("加权后")] if weighted else []))
    rows = tuple(
        (answer, plain(values.get(answer)), plain(count), *([plain(weight, 1)] if weighted else []))
        for answer, count, weight in step.detail
    )
    return Table(f"{node} {firm.nodes[node]['name']}：答卷", columns, rows)
