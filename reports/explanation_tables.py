"""An explanation spelled out: the waterfall of a leaf, the children of an inner node."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

import polars as pl

from indicator_tree.aggregation import METHOD_LABELS
from indicator_tree.parameters import BASIS_LABELS, Basis
from reports.bars import bar
from reports.decisions import decided_notes
from reports.distribution import confidence_label
from reports.explanation import causes_by_record, explain_inner, explain_leaf, has_ledger, is_leaf
from reports.figures import fixed, interval, percent, plain, signed
from reports.naming import named
from reports.quantities import spelled
from reports.record_contents import NOT_HELD, Contents, contents_table
from reports.table import Table, label, number, text
from scoring.aggregation import methods_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reports.explanation import Share, Step
    from reports.record_contents import RecordKind
    from scoring import Evaluation

RECORDS_SHOWN = 8


def explanation_table(evaluation: Evaluation, firm_id: str, firm: str, node: str) -> Table:
    """The explanation of one node; see `reports.firm_table.overview_table` for the whole tree."""
    full = evaluation.rulebook.scale.full_marks
    scheme = evaluation.rulebook.weights[evaluation.scheme].title
    confidence = confidence_label(evaluation)
    names = dict(evaluation.summary.select("node", "name").iter_rows())
    title = f"{named(firm, firm_id)}　{node} {names[node]}"
    if is_leaf(evaluation, node):
        scale = evaluation.rulebook.bonus.cap if node == "bonus" and evaluation.rulebook.bonus else full
        steps = explain_leaf(evaluation, firm_id, node)
        table = waterfall_table(steps, title, scale, confidence)
        unheld = [NOT_HELD] if evaluation.held is None and any(step.records for step in steps) else []
        return replace(table, notes=(*table.notes, *decided_notes(evaluation, firm_id, node), *unheld))
    weighted = node != "total"
    method = methods_of(evaluation.rulebook).get(node, "arithmetic")
    how = "" if method == "arithmetic" else f"，{METHOD_LABELS[method]}"
    head = f"{title}，权重方案：{scheme}{how}" if weighted else title
    shares = explain_inner(evaluation, firm_id, node)
    return shares_table(shares, head, weighted=weighted, full_marks=full, confidence=confidence)


def rules_tables(evaluation: Evaluation, firm_id: str, node: str) -> list[Table]:
    """The ledger of a node that has rules of its own, with references and records; none for other nodes."""
    if is_leaf(evaluation, node) or not has_ledger(evaluation, node):
        return []
    full = evaluation.rulebook.scale.full_marks
    steps = explain_leaf(evaluation, firm_id, node)
    return [waterfall_table(steps, "节点规则", full, confidence_label(evaluation))]


def record_tables(evaluation: Evaluation, firm_id: str, node: str, kinds: Mapping[str, RecordKind]) -> list[Table]:
    """What the first records behind a node say, a table per source; none in a run that does not hold them."""
    if evaluation.held is None or not has_ledger(evaluation, node):
        return []
    firms = evaluation.firms.filter((pl.col("evaluated_as") == firm_id) | (pl.col("firm_id") == firm_id))
    contents = Contents(kinds, evaluation.held.of(firm_id, node), dict(firms.select("firm_id", "firm").iter_rows()))
    by_source = causes_by_record(explain_leaf(evaluation, firm_id, node))
    return [
        replace(
            contents_table(
                contents,
                source,
                causes,
                f"{kinds[source].title}：{len(causes):,} {kinds[source].measure}",
                RECORDS_SHOWN,
            ),
            notes=(
                f"一条记录的全部：ipscore record RUN 编号{'；其余见评价明细' if len(causes) > RECORDS_SHOWN else ''}",
            ),
        )
        for source, causes in by_source.items()
        if contents.columns(source)
    ]


def waterfall_table(steps: Sequence[Step], title: str, full_marks: float, confidence: str = "") -> Table:
    """The waterfall of a leaf; references are numbered, and records listed, below the table."""
    references = list(dict.fromkeys(step.reference for step in steps if step.reference))
    before = [0.0, *(step.running or 0.0 for step in steps)]
    return Table(
        title=title,
        columns=(
            text("原因"),
            number("数量"),
            number("分值"),
            number("累计"),
            label("", spare=2),
            label("依据"),
            label("出处"),
            label("参数", spare=1),
        ),
        rows=tuple(
            (
                step.cause,
                "" if step.kind == "end" else spelled(step.quantity, step.unit),
                signed(step.points) if step.kind == "change" else fixed(step.points) if step.kind == "start" else "",
                fixed(step.running),
                bar(step.running if step.kind != "change" else before[place], step.running, full_marks),
                BASIS_LABELS[cast("Basis", step.basis)] if step.basis else "",
                f"[{references.index(step.reference) + 1}]" if step.reference else "",
                step.parameter or "",
            )
            for place, step in enumerate(steps)
        )
        + _interval_row(confidence, steps[-1], place=3, columns=8),
        notes=(
            *(f"[{place}] {reference}" for place, reference in enumerate(references, 1)),
            *(_detail(step) for step in steps if step.detail),
            *_records(steps),
            *corrected_notes(steps),
        ),
    )


def shares_table(
    shares: Sequence[Share], title: str, *, weighted: bool, full_marks: float, confidence: str = ""
) -> Table:
    """What the children of a node contribute."""
    before = [0.0, *(share.running or 0.0 for share in shares)]
    rows = []
    for place, share in enumerate(shares):
        start = share.running if share.kind == "end" else before[place]
        cells = [
            "" if share.kind == "end" else share.node,
            share.name if share.kind == "change" else "得分",
            fixed(share.score) if share.kind == "change" and share.node else "",
            percent(share.weight, 2) if share.kind == "change" and share.node else "",
            (fixed if share.node else signed)(share.points) if share.kind == "change" else "",
            fixed(share.running),
            bar(start, share.running, full_marks),
        ]
        rows.append(tuple(cells if weighted else [*cells[:3], *cells[4:]]))
    columns = [label("指标"), text("名称"), number("得分"), number("权重"), number("贡献"), number("累计")]
    columns.append(label("", spare=1))
    shown = tuple(columns if weighted else [*columns[:3], *columns[4:]])
    end = _interval_row(confidence, shares[-1], name=1, place=len(shown) - 2, columns=len(shown))
    return Table(title, shown, (*rows, *end))


def _interval_row(
    confidence: str, end: Step | Share, *, name: int = 0, place: int, columns: int
) -> tuple[tuple[str, ...], ...]:
    """A row with the limits of the score below it; none where there are none."""
    if not (between := interval(end.low, end.high)):
        return ()
    cells = [""] * columns
    cells[name], cells[place] = confidence, between
    return (tuple(cells),)


def corrected_notes(steps: Sequence[Step]) -> list[str]:
    """Which steps rest on records that were corrected, by decision."""
    return [f"经更正（{step.cause}）：{'、'.join(step.decisions)}" for step in steps if step.decisions]


def _detail(step: Step) -> str:
    answers = (
        f"{answer} {plain(count)} {step.unit}{'' if weight == count else f'（加权 {plain(weight, 1)}）'}"
        for answer, count, weight in step.detail
    )
    return f"{step.cause}：{'、'.join(answers)}"


def _records(steps: Sequence[Step]) -> list[str]:
    """The first record ids, once for all steps that have the same ones."""
    by_records: dict[tuple[str, ...], list[str]] = {}
    for step in steps:
        if step.records:
            by_records.setdefault(step.records, []).append(step.cause)
    lines = []
    for records, causes in by_records.items():
        shown = "、".join(records[:RECORDS_SHOWN])
        rest = f"…共 {len(records)} 条" if len(records) > RECORDS_SHOWN else f"，共 {len(records)} 条"
        lines.append(f"记录（{'、'.join(causes)}）：{shown}{rest}")
    return lines
