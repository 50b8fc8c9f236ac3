"""Published means under every weight scheme: node by node, and which scheme reproduces what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.comparison import by_node
from reports.comparison_tables import difference, published_mean, reasons
from reports.figures import EMPTY, fixed, signed
from reports.table import Table, label, number, text
from scoring.precision import half_up

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from reports.comparison import NodeRow

_LEVELS = ("总分", "一级指标", "二级指标", "三级指标")


def every_scheme_table(rows: Sequence[NodeRow], titles: Mapping[str, str]) -> Table:
    """Our mean and its difference from the published one, for every node under every scheme."""
    nodes = by_node(rows)
    return Table(
        title="各权重方案的均分，以及与公布均分之差",
        columns=(
            label("指标"),
            text("名称"),
            number("公布"),
            *(column for scheme in titles for column in (number(scheme), number("差"))),
        ),
        rows=tuple(
            (
                node,
                found[next(iter(titles))].name,
                published_mean(found[next(iter(titles))]),
                *(cell for scheme in titles for cell in _beside(found[scheme])),
            )
            for node, found in nodes.items()
        ),
        notes=(
            "；".join(f"{scheme} {title}" for scheme, title in titles.items()),
            *reasons([next(iter(found.values())) for found in nodes.values()], all_of_them=True),
        ),
    )


def reproduction_table(rows: Sequence[NodeRow], titles: Mapping[str, str]) -> Table:
    """Which weight scheme reproduces how many published means of every level, and the largest difference."""
    stated = [row for row in rows if row.in_document]
    levels = sorted({row.level for row in stated})
    lines = [(_level_name(level), [row for row in stated if row.level == level]) for level in levels]
    return Table(
        title="哪个权重方案再现哪些公布均分",
        columns=(
            label("级别"),
            number("公布"),
            *(column for scheme in titles for column in (number(scheme), number("最大差"))),
            text("全部再现的方案"),
        ),
        rows=tuple(_level_row(name, found, titles) for name, found in [*lines, ("合计", stated)]),
        notes=("再现：按公布的小数位四舍五入后与公布的相同；校准值（*）不是公布的数字，不计在内",),
    )


def _level_row(name: str, rows: Sequence[NodeRow], titles: Mapping[str, str]) -> tuple[str, ...]:
    by_scheme = {scheme: [row for row in rows if row.scheme == scheme] for scheme in titles}
    cells = [
        cell
        for found in by_scheme.values()
        for cell in (f"{sum(row.reproduced for row in found)}/{len(found)}", _largest(found))
    ]
    whole = [scheme for scheme, found in by_scheme.items() if found and all(row.reproduced for row in found)]
    return (name, str(len(rows) // len(titles)), *cells, "、".join(whole) or EMPTY)


def _largest(rows: Sequence[NodeRow]) -> str:
    """The largest difference in size, with its sign."""
    differences = [_off(row) for row in rows if row.mean is not None]
    if not differences:
        return EMPTY
    widest = max(differences, key=abs)
    return signed(widest, max(row.decimals for row in rows))


def _off(row: NodeRow) -> Decimal:
    assert row.mean is not None
    return half_up(row.mean, row.decimals) - half_up(row.published, row.decimals)


def _beside(row: NodeRow) -> tuple[str, str]:
    return fixed(row.mean, row.decimals), difference(row)


def _level_name(level: int) -> str:
    return _LEVELS[level] if level < len(_LEVELS) else f"第 {level} 级"
