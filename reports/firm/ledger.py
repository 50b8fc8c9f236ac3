"""A ledger as a table, with the ids of the records behind its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from indicator_tree.parameters import BASIS_LABELS, Basis
from reports.document import Exhibit
from reports.explanation import causes_by_record
from reports.explanation_tables import corrected_notes
from reports.figures import fixed, signed
from reports.quantities import spelled
from reports.record_contents import contents_table
from reports.table import Table, label, number, text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from reports.explanation import Step
    from reports.firm.firm import Firm


LEDGER = "ledger-"
"""How the key of every ledger in a document begins; the node follows."""
RECORDS = "records-"
"""How the key of every table of records in a document begins; the node and the source follow."""


def record_tables(firm: Firm, node: str, records_shown: int | None = None) -> Iterator[Exhibit]:
    """The records behind a node, a table per source: so many of each, all where no number is given."""
    if (contents := firm.contents) is None:
        return
    for source, causes in causes_by_record(firm.ledgers[node]).items():
        if contents.columns(source):
            kind = contents.kinds[source]
            title = f"{_headed(firm, node)}：{kind.title}（{len(causes):,} {kind.measure}）"
            yield Exhibit(f"{RECORDS}{node}-{source}", contents_table(contents, source, causes, title, records_shown))


def node_ledger(firm: Firm, node: str, title: str, records_shown: int | None = None) -> Exhibit:
    """The ledger of a node; ids are listed below it where no table tells what the records say."""
    told = set() if firm.contents is None else {name for name in firm.contents.kinds if firm.contents.columns(name)}
    return Exhibit(f"{LEDGER}{node}", ledger_table(firm.ledgers[node], title, records_shown, told))


def _headed(firm: Firm, node: str) -> str:
    return f"{node} {firm.nodes[node]['name']}" if node in firm.rulebook.indicator else str(firm.nodes[node]["name"])


def ledger_table(
    steps: Sequence[Step], title: str, records_shown: int | None = None, told: Collection[str] = ()
) -> Table:
    """Cause, quantity, points, running total, basis with reference, parameter; references and records in the notes.

    Of every kind of record so many ids are listed; all where no number is given. Records of the sources that are `told`
    stand in tables of their own.
    """
    listed = [step for step in steps if step.source not in told]
    references = list(dict.fromkeys(step.reference for step in steps if step.reference))
    return Table(
        title,
        (
            text("原因"),
            number("数量"),
            number("分值"),
            number("累计得分"),
            label("依据[出处]"),
            label("参数", spare=1),
        ),
        tuple(
            (
                step.cause,
                "" if step.quantity is None else spelled(step.quantity, step.unit),
                points_of(step),
                fixed(step.running),
                basis_of(step) + (f" [{references.index(step.reference) + 1}]" if step.reference else ""),
                step.parameter or "",
            )
            for step in steps
        ),
        (
            *(f"[{place}] {reference}" for place, reference in enumerate(references, 1)),
            *_records(listed, records_shown),
            *corrected_notes(steps),
        ),
    )


def points_of(step: Step) -> str:
    """The points of a step: signed where they are added; the last step has none of its own."""
    if step.kind == "end":
        return ""
    return signed(step.points) if step.kind == "change" else fixed(step.points)


def basis_of(step: Step) -> str:
    """How the parameter is known, in Chinese; empty on the last step."""
    return BASIS_LABELS[cast("Basis", step.basis)] if step.basis else ""


def _records(steps: Sequence[Step], most: int | None) -> Iterator[str]:
    """The ids, once for all steps that rest on the same records."""
    by_records: dict[tuple[str, ...], list[str]] = {}
    for step in steps:
        if step.records:
            by_records.setdefault(step.records, []).append(step.cause)
    for records, causes in by_records.items():
        shown = records if most is None else records[:most]
        folded = "" if len(shown) == len(records) else f"……（其余 {len(records) - len(shown)} 条编号见网页版或工作簿）"
        yield f"记录编号（{'、'.join(causes)}，共 {len(records)} 条）：{'、'.join(shown)}{folded}"
