"""How the answers of a file were taken: how many, how many were not recognised, and what must stop the reading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from data_sources.answers import Recognised, is_code, recognise
from data_sources.distinct import Distinct
from data_sources.errors import UnrecognisedAnswersError, raise_all

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from data_sources.columns import Column
    from data_sources.quarantine import Findings

_ALONE = 1
"""So many answers that are not recognised never stop the reading: one slip of the pen is item non-response."""

_SHOWN = 5


@dataclass(frozen=True)
class Tally:
    """The answers to one question in some rows.

    Attributes:
        column: the question's English name.
        given: how many cells hold an answer, recognised or not.
        unrecognised: cell → how many of them.
        by_order: cell → how many were taken by the place of the option in the questionnaire.
    """

    column: str
    given: int
    unrecognised: Mapping[str, int]
    by_order: Mapping[str, int]

    @property
    def lost(self) -> int:
        """How many answers were not recognised."""
        return sum(self.unrecognised.values())

    @property
    def clashes(self) -> bool:
        """Whether numbers were taken for codes in some rows, while other rows show that they may be none."""
        as_codes = any(map(is_code, self.by_order))
        spelled = self.given - self.lost - sum(self.by_order.values())
        return as_codes and (spelled > 0 or any(map(is_code, self.unrecognised)))


def read_answers(column: Column, cells: pl.Series, findings: Findings) -> tuple[pl.Series, Tally]:
    """The answers to a question; null where none was given, and where it was not recognised, which is noted.

    Args:
        column: the question, with a `choice`.
        cells: its cells, as text.
        findings: where answers that were not recognised are noted, as kind `answer`.
    """
    assert column.choice is not None
    if column.coded:
        canonical = cells.cast(pl.Enum(column.options), strict=False)
        if canonical.null_count() == cells.null_count():
            return canonical, tally_of(canonical, {})
    distinct = Distinct.of(cells)
    counts = _counts(distinct)
    found = recognise(counts, column.choice)
    texts = distinct.texts.to_list()
    dtype = pl.Enum(column.options) if column.coded else pl.String()
    answers = distinct.spread(pl.Series([found.answers.get(text) for text in texts], dtype=dtype))
    if found.reasons:
        reasons = distinct.spread(pl.Series([found.reasons.get(text) for text in texts], dtype=pl.String))
        findings.add(column.name, reasons.is_not_null(), reasons, "answer")
    return answers.alias(column.name), _tally(column.name, counts, found)


def tally_of(answers: pl.Series, unrecognised: Mapping[str, int]) -> Tally:
    """The tally of answers none of which was taken by the order of the options, and of those not recognised."""
    given = answers.len() - answers.null_count() + sum(unrecognised.values())
    return Tally(answers.name, given, unrecognised, {})


def together(tallies: Iterable[Tally]) -> list[Tally]:
    """One tally per question."""
    sums: dict[str, Tally] = {}
    for one in tallies:
        before = sums.get(one.column, Tally(one.column, 0, {}, {}))
        sums[one.column] = Tally(
            one.column,
            before.given + one.given,
            _added(before.unrecognised, one.unrecognised),
            _added(before.by_order, one.by_order),
        )
    return list(sums.values())


def stop_if_unrecognised(
    place: str, headers: Mapping[str, str], tallies: Sequence[Tally], source: Sequence[Column]
) -> None:
    """Stop where more answers to a question went unrecognised than its questionnaire tolerates.

    Args:
        place: where the answers stand, for messages.
        headers: column → header as it stands there.
        tallies: one per question.
        source: the columns of the source.

    Raises:
        UnrecognisedAnswersError: names the question, what was found and what is allowed, for all questions at once.
    """
    columns = {column.name: column for column in source}
    errors = []
    for tally in tallies:
        column = columns[tally.column]
        choice = column.choice
        if choice is None:
            continue
        named = f"“{column.title}”（{column.name}{_header(column, headers)}）"
        if tally.clashes:
            errors.append(
                UnrecognisedAnswersError(
                    f"{place}：{named}有的写代码、有的写文字或别的数字，代码是什么意思无法确定",
                    "请在问卷里写明这道题的 codes（各选项的代码，按选项的次序），或导出为选项文字",
                )
            )
            continue
        if tally.lost <= max(_ALONE, choice.tolerated * tally.given):
            continue
        errors.append(
            UnrecognisedAnswersError(
                f"{place}：{named}的 {tally.given:,} 个答案中有 {tally.lost:,} 个不是问卷的选项"
                f"（至多容许 {choice.tolerated:.1%}）：{_most(tally.unrecognised)}。"
                f"选项：{'、'.join(choice.options)}",
                f"请在 mapping.toml 的 [values.survey_responses.{column.name}] 里写明每个值是哪个选项，"
                '如 "找到的值" = "选项"',
            )
        )
    raise_all(errors)


def stop_if_a_firm_lost_many(
    lost: pl.DataFrame, records: Any, source: Sequence[Column], title: str, names: Mapping[str, str]
) -> None:
    """Stop where more of one firm's answers to a question went unrecognised than its questionnaire tolerates.

    A firm's score rests on its own answers: what is little among all may be most of one firm's.

    Args:
        lost: answers that were not recognised, with firm_id and question.
        records: the records that count, a lazy frame of any engine, with firm_id and the questions.
        source: the columns of the source.
        title: how the source is called.
        names: firm_id → name.

    Raises:
        UnrecognisedAnswersError: names every firm and question, at once.
    """
    tolerated = {column.name: column.choice.tolerated for column in source if column.choice is not None}
    counts = lost.filter(pl.col("question").is_in(list(tolerated))).group_by("firm_id", "question").len("lost")
    counts = counts.filter(pl.col("lost") > _ALONE).sort("firm_id", "question")
    if counts.is_empty():
        return
    import narwhals as nw  # noqa: PLC0415  (hardly ever needed)

    asked = counts["question"].unique().to_list()
    of_firms = nw.from_native(records).lazy().filter(nw.col("firm_id").is_in(counts["firm_id"].unique().to_list()))
    counted = of_firms.group_by("firm_id").agg(*(nw.col(name).count().alias(name) for name in asked)).collect("polars")
    recognised = {row["firm_id"]: row for row in counted.to_native().iter_rows(named=True)}
    titles = {column.name: column.title for column in source}
    errors = []
    for firm, question, number in counts.iter_rows():
        given = number + recognised.get(firm, {}).get(question, 0)
        if number > tolerated[question] * given:
            texts = lost.filter(firm_id=firm, question=question)["value"].value_counts(sort=False).rows()
            errors.append(
                UnrecognisedAnswersError(
                    f"{title}：{names.get(firm, firm)}的“{titles[question]}”，{given:,} 个答案中有 {number:,} 个"
                    f"不是问卷的选项（一家公司至多容许 {tolerated[question]:.1%}）：{_most(dict(texts))}",
                    f"请改正，或在 mapping.toml 的 [values.survey_responses.{question}] 里写明每个值是哪个选项",
                )
            )
    raise_all(errors)


def order_remark(place: str, column: Column, tally: Tally) -> str | None:
    """What a person should know of answers that were taken by the order of the options; None if none was."""
    if not tally.by_order or column.choice is None:
        return None
    number = sum(tally.by_order.values())
    meant = recognise(tally.by_order, column.choice).answers
    shown = "、".join(f"{cell}={meant[cell]}" for cell in sorted(tally.by_order)[:_SHOWN] if meant[cell])
    return (
        f"{place}：“{column.title}”有 {number:,} 个答案是代码或字母，按问卷选项的次序对应（{shown}）；"
        "次序若不同，请在问卷里写明 codes"
    )


def _tally(name: str, counts: Mapping[str, int], found: Recognised) -> Tally:
    given = sum(counts[cell] for cell, answer in found.answers.items() if answer is not None or cell in found.reasons)
    lost = {cell: counts[cell] for cell in found.reasons}
    return Tally(name, given, lost, {cell: counts[cell] for cell in found.by_order})


def _counts(distinct: Distinct) -> dict[str, int]:
    """How often each text stands there, in the order in which they are listed."""
    if distinct.codes is None:
        return dict(distinct.texts.drop_nulls().value_counts(name="n").iter_rows())
    counted = distinct.codes.drop_nulls().value_counts(name="n")
    return dict(zip(distinct.texts.gather(counted[distinct.codes.name]), counted["n"], strict=True))


def _added(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    return {cell: one.get(cell, 0) + other.get(cell, 0) for cell in (*one, *(c for c in other if c not in one))}


def _header(column: Column, headers: Mapping[str, str]) -> str:
    header = headers.get(column.name, column.title)
    return "" if header == column.title else f"，表头“{header}”"


def _most(cells: Mapping[str, int]) -> str:
    ordered = sorted(cells.items(), key=lambda pair: (-pair[1], pair[0]))
    shown = "、".join(f"“{cell}” {number:,} 个" for cell, number in ordered[:_SHOWN])
    return shown + (f"等 {len(ordered)} 种" if len(ordered) > _SHOWN else "")
