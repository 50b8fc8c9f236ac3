"""Published changes and places beside ours, and how much of a report was compared at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.comparison import by_node
from reports.comparison_tables import VERDICTS
from reports.figures import EMPTY, fixed, signed
from reports.table import Table, label, number, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from indicator_tree.published import NotCompared
    from reports.statement_comparison import ChangeRow, Outcome, PlaceRow, StatementClass

DIRECTIONS = {"up": "上升", "down": "下降", "level": "持平"}
_OUTCOMES: tuple[Outcome, ...] = ("match", "explained", "mismatch", "unknown")


def change_table(rows: Sequence[ChangeRow], titles: Mapping[str, str], before: str) -> Table:
    """Our change beside the published one, node by node, under every weight scheme."""
    first = next(iter(titles))
    return Table(
        title=f"较上年度的变化（上年度取自{before}）",
        columns=(
            label("指标"),
            text("名称"),
            number("上年度"),
            number("公布"),
            *(column for scheme in titles for column in (number(scheme), label("结果"))),
        ),
        rows=tuple(
            (
                node,
                found[first].name,
                fixed(found[first].previous, found[first].previous_decimals),
                _published(found[first]),
                *(cell for scheme in titles for cell in (_per_cent(found[scheme]), VERDICTS[found[scheme].verdict])),
            )
            for node, found in by_node(rows).items()
        ),
        notes=("变化由两年印出的均分算得，与报告的读者一样；“说明”：均分在该权重方案下本不应得出公布的数字",),
    )


def place_table(rows: Sequence[PlaceRow], titles: Mapping[str, str]) -> Table:
    """The place of nodes among their siblings, under every weight scheme."""
    first = next(iter(titles))
    return Table(
        title="在同级指标中由高到低的位次",
        columns=(label("指标"), text("名称"), number("公布"), *(number(scheme) for scheme in titles), label("结果")),
        rows=tuple(
            (
                node,
                found[first].name,
                str(found[first].published),
                *(_place(found[scheme]) for scheme in titles),
                "、".join(dict.fromkeys(VERDICTS[found[scheme].verdict] for scheme in titles)),
            )
            for node, found in by_node(rows).items()
        ),
    )


def class_table(classes: Iterable[StatementClass], not_compared: Sequence[NotCompared]) -> Table:
    """How many statements of every class were published, came out, are explained, failed, or were not compared."""
    shown = [each for each in classes if each.published]
    return Table(
        title="公布的各类说法",
        columns=(
            text("类别"),
            number("公布"),
            number("一致"),
            number("说明"),
            number("不一致"),
            number("没有核对"),
        ),
        rows=tuple(
            (each.name, str(each.published), *(str(each.counted.get(outcome, 0)) for outcome in _OUTCOMES))
            for each in shown
        ),
        notes=tuple(f"没有核对：{one.label}（{one.reference.title}）：{one.reason}" for one in not_compared),
    )


def statement_failures(changes: Iterable[ChangeRow], places: Iterable[PlaceRow]) -> list[str]:
    """Every change and place that should have come out and did not, with the scheme under which it did not."""
    return [
        *(
            f"{row.node} {row.name}：较上年度 {_per_cent(row)}，公布 {_published(row)}（{row.scheme}）"
            for row in changes
            if row.verdict == "mismatch"
        ),
        *(
            f"{row.node} {row.name}：位次 {_place(row)}，公布 {row.published}（{row.scheme}）"
            for row in places
            if row.verdict == "mismatch"
        ),
    ]


def _published(row: ChangeRow) -> str:
    return DIRECTIONS[row.direction] if row.published is None else f"{signed(row.published, row.decimals)}%"


def _per_cent(row: ChangeRow) -> str:
    return EMPTY if row.change is None else f"{signed(row.change, row.decimals)}%"


def _place(row: PlaceRow) -> str:
    return EMPTY if row.place is None else str(row.place)
