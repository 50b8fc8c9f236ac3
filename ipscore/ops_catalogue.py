"""`ipscore ops catalogue`: the indicators, or one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data_sources.readings.names import IndicatorNames
from ipscore.errors import UnknownNodeError
from reports.operations_catalogue_tables import catalogue_tables, indicator_tables

if TYPE_CHECKING:
    from indicator_tree.catalogue import Catalogue
    from reports.table import Table


def tables(catalogue: Catalogue, node: str | None = None) -> list[Table | str]:
    """What the command prints: the whole catalogue, or one node by code or name.

    Raises:
        UnknownNodeError: no such indicator, with the likely one.
    """
    if node is None:
        return catalogue_tables(catalogue)
    return indicator_tables(catalogue, find_indicator(catalogue, node))


def find_indicator(catalogue: Catalogue, node: str) -> str:
    """The code of a node, given by code, or of an indicator, given by name.

    Raises:
        UnknownNodeError: no such indicator, with the likely one.
    """
    if node in catalogue.indicator:
        return node
    inner = {catalogue.indicator[code].name: code for code in reversed(catalogue.nodes) if code in catalogue.children}
    meaning = IndicatorNames(catalogue).resolve(node)
    if meaning.name is not None:
        return meaning.name
    if node in inner:
        return inner[node]
    raise UnknownNodeError(f"{node}：{meaning.reason}", "请改写指标；目录中的全部指标见 ipscore ops catalogue")
