"""The comparison with published figures, spelled out as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.figures import EMPTY, fixed, signed
from reports.table import Table, label, number, text
from scoring.precision import half_up

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reports.comparison import NodeRow, Verdict
    from reports.count_comparison import CountRow

VERDICTS: dict[Verdict, str] = {"match": "一致", "explained": "说明", "mismatch": "不一致"}
_UPPER_LEVEL = 1  # totals and the first level are compared under every scheme
_AT_LEAST = {"at_least": "不少于 ", "about": "约 ", "nearly": "近 ", "exact": ""}


def node_table(rows: Sequence[NodeRow], scheme: str, title: str, *, bands_note: str) -> Table:
    """Our mean beside the published one, node by node, under the scheme of the evaluation."""
    chosen = [row for row in rows if row.scheme == scheme]
    return Table(
        title=title,
        columns=(
            label("指标"),
            text("名称"),
            number("本次均分"),
            number("公布均分"),
            number("差"),
            label("本次分段"),
            label("公布分段"),
            label("结果"),
        ),
        rows=tuple(
            (
                row.node,
                row.name,
                fixed(row.mean, row.decimals),
                published_mean(row),
                difference(row),
                _bands(row.bands),
                _bands(row.published_bands),
                VERDICTS[row.verdict],
            )
            for row in chosen
        ),
        notes=(bands_note, *reasons(chosen)),
    )


def scheme_table(rows: Sequence[NodeRow], titles: Mapping[str, str]) -> Table:
    """Totals and level 1 under every weight scheme, beside the published figures."""
    by_node: dict[str, list[NodeRow]] = {}
    for row in rows:
        if row.level <= _UPPER_LEVEL and row.mean is not None:
            by_node.setdefault(row.node, []).append(row)
    return Table(
        title="总分与一级指标：各权重方案的均分与公布均分",
        columns=(
            label("指标"),
            text("名称"),
            number("公布"),
            *(number(scheme) for scheme in titles),
            label("与公布一致"),
        ),
        rows=tuple(
            (
                node,
                found[0].name,
                published_mean(found[0]),
                *(fixed(row.mean, row.decimals) for row in found),
                "、".join(row.scheme for row in found if row.verdict == "match") or EMPTY,
            )
            for node, found in by_node.items()
        ),
        notes=(
            "；".join(f"{scheme} {title}" for scheme, title in titles.items()),
            *reasons([found[0] for found in by_node.values()], all_of_them=True),
        ),
    )


def count_table(rows: Sequence[CountRow]) -> Table:
    """How many counts come out, and every one that does not, or cannot, with the reason."""
    open_rows = [row for row in rows if row.verdict != "match"]
    matching = len(rows) - len(open_rows)
    title = f"记录数：{len(rows)} 个公布数字中 {matching} 个一致"
    if not open_rows:
        return Table(title=title, columns=(), rows=())
    return Table(
        title=f"{title}，其余 {len(open_rows)} 个如下",
        columns=(label("数字"), number("本次"), number("公布"), label("结果"), text("原因")),
        rows=tuple(
            (row.label, _amount(row, row.value), _published(row), VERDICTS[row.verdict], row.reason or "")
            for row in open_rows
        ),
    )


def failures(nodes: Sequence[NodeRow], counts: Sequence[CountRow]) -> list[str]:
    """Every figure that should have come out and did not, named once with the schemes under which it did not."""
    schemes: dict[str, list[str]] = {}
    for row in nodes:
        if row.verdict == "mismatch":
            bands = f"；分段 {_bands(row.bands)}，应为 {_bands(row.published_bands)}" if row.bands_differ else ""
            means = f"均分 {fixed(row.mean, row.decimals)}，应为 {fixed(row.expected, row.decimals)}"
            what = f"{row.node} {row.name}：{means}{bands}"
            schemes.setdefault(what, []).append(row.scheme)
    return [f"{what}（{'、'.join(names)}）" for what, names in schemes.items()] + [
        f"{row.label}：本次 {_amount(row, row.value)}，公布 {_published(row)}"
        for row in counts
        if row.verdict == "mismatch"
    ]


def reasons(rows: Sequence[NodeRow], *, all_of_them: bool = False) -> list[str]:
    """The reasons of differences, once each with the nodes that they explain; then those of figures marked `*`."""
    grouped: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        if row.reason and (all_of_them or row.verdict == "explained" or not row.in_document):
            mark = "说明" if row.in_document else "* 校准值"
            grouped.setdefault((mark, row.reason), []).append(row.node)
    return [f"{mark}（{'、'.join(nodes)}）：{reason}" for (mark, reason), nodes in grouped.items()]


def published_mean(row: NodeRow) -> str:
    """The published mean as printed, marked where no document states it."""
    return fixed(row.published, row.decimals) + ("" if row.in_document else "*")


def difference(row: NodeRow) -> str:
    """Our mean less the published one, both as printed."""
    if row.mean is None:
        return EMPTY
    return signed(half_up(row.mean, row.decimals) - half_up(row.published, row.decimals), row.decimals)


def _bands(firms: tuple[int, ...] | None) -> str:
    return EMPTY if firms is None else "/".join(map(str, firms))


def _amount(row: CountRow, value: float | None) -> str:
    return EMPTY if value is None else f"{fixed(value, row.decimals)} {row.unit}"


def _published(row: CountRow) -> str:
    return f"{_AT_LEAST[row.match]}{_amount(row, row.published)}"


def reproduced(missed: Sequence[str]) -> str:
    """The conclusion of a comparison: whether all came out that should have, and if not, what did not."""
    if not missed:
        return "应再现的公布数字全部再现。"
    return "\n".join([f"有 {len(missed)} 个应再现的数字没有再现：", *(f"  {one}" for one in missed)])
