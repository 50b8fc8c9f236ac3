"""How far the firm's rank and total can be trusted: its own intervals, and against how many its order is stable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.document import Heading, Paragraph, Text
from reports.figures import interval, percent, plain
from reports.robustness.spelling import share, varied
from scoring.node_rules.words import node_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.document import Block
    from reports.firm.firm import Firm
    from reports.robustness import Study


@dataclass(frozen=True)
class Robustness:
    """What a firm may know of a study: its own rows, spelled settings, and a number of firms.

    Attributes:
        choices: the assumptions that were varied.
        draws: how many were made.
        succeeded: how many of them gave every firm a total; the intervals rest on these.
        within: the share of those draws that the intervals hold, spelled.
        stable: from which probability an order is stable, spelled.
        rank_low, rank_high, score_low, score_high: the firm's intervals.
        above, below, undecided: how many other firms it is stably above, stably below, and neither.
        letters: node, letter and the share of draws in which the firm has it; empty where the run gives none.
    """

    choices: tuple[str, ...]
    draws: int
    succeeded: int
    within: str
    stable: str
    rank_low: int
    rank_high: int
    score_low: float
    score_high: float
    above: int
    below: int
    undecided: int
    letters: tuple[tuple[str, str, float], ...] = ()


def own_robustness(study: Study, firm_id: str) -> Robustness | None:
    """A firm's own part of a study; None where the study has none of it."""
    own = study.ranked.filter(firm_id=firm_id).to_dicts()
    others = study.groups.filter(firm_id=firm_id).to_dicts()
    if not own or not others or study.succeeded is None:
        return None
    (row,), (counts,) = own, others
    return Robustness(
        choices=tuple(one.name for one in varied(study.settings, study.rulebook) if one.cited),
        draws=study.settings.draws,
        succeeded=study.succeeded["draws"],
        within=share(study.settings.interval),
        stable=share(study.settings.stable),
        rank_low=row["rank_low"],
        rank_high=row["rank_high"],
        score_low=row["score_low"],
        score_high=row["score_high"],
        above=counts["above"],
        below=counts["below"],
        undecided=counts["undecided"],
        letters=tuple(study.letters.filter(firm_id=firm_id).select("node", "letter", "share").iter_rows()),
    )


def robustness_blocks(firm: Firm) -> Iterator[Block]:
    """The chapter 结果的稳健性; nothing where there is no study."""
    if (own := firm.robustness) is None:
        return
    words = firm.rulebook.words
    ranks = f"第 {own.rank_low} 位" if own.rank_low == own.rank_high else f"第 {own.rank_low} 至第 {own.rank_high} 位"
    draws = f"重新计算 {plain(own.draws)} 次"
    if own.succeeded < own.draws:
        draws += f"，其中 {plain(own.succeeded)} 次得出了完整的位次，以下只计这些次"
    against = (
        f"与其他{words.noun}两两相比，以先后次序成立的概率不低于 {own.stable} 为稳定："
        f"{words.own}稳定高于 {plain(own.above)} {words.measure}、"
        f"稳定低于 {plain(own.below)} {words.measure}，与其余 {plain(own.undecided)} {words.measure}先后未定。"
    )
    yield Heading(1, "结果的稳健性", "robustness")
    yield Paragraph(
        (
            Text(
                f"评价所作的选择有些本可以不同。把{'、'.join(own.choices)}一起随机变动，"
                f"{draws}：{own.within} 的计算中，{words.own}的位次在 "
            ),
            Text(ranks, strong=True),
            Text("，总分在 "),
            Text(f"{interval(own.score_low, own.score_high)} 分", strong=True),
            Text(f"之间。{against}{_letters(own, firm)}"),
        )
    )


def _letters(own: Robustness, firm: Firm) -> str:
    """`总分的等级：A 占 81.0%、B 占 19.0%。` per node; empty without letters."""
    by_node: dict[str, list[str]] = {}
    for node, letter, part in own.letters:
        by_node.setdefault(node, []).append(f"{letter} 占 {percent(part)}")
    told = [f"{node_text(node, firm.rulebook)}的等级：{'、'.join(parts)}" for node, parts in by_node.items()]
    return f"各次计算中，{'；'.join(told)}。" if told else ""
