"""Which cells of a reading's row a person is asked to fill in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from indicator_tree.catalogue import CatalogueNode


def asked_cells(node: CatalogueNode, *, firm: str, system: str) -> dict[str, bool]:
    """Column → whether it must be filled in, of the columns of a row that are asked for.

    Args:
        node: the indicator.
        firm: what is written there already; empty for nothing, as the system.
        system: likewise.
    """
    cells = {} if firm else {"firm": True}
    if node.split is not None and not system:
        cells["system"] = True
    if node.kind == "text":
        return cells | {"text": False}
    return cells | {"value": True} | ({"text": False} if node.needs_cause else {})
