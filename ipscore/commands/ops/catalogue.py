"""`ipscore ops catalogue`."""

# ruff: noqa: PLC0415  (imports stay inside, so that --help loads nothing heavy)

from typing import Annotated

from ipscore.commands.ops.parameters import CatalogueOption
from ipscore.parameters import argument


def catalogue(
    node: Annotated[
        str | None,
        argument(metavar="NODE", help="指标代码或名称"),
    ] = None,
    name: CatalogueOption = "operations_2020",
) -> None:
    """Show the catalogue, or one of its indicators in detail."""
    from indicator_tree.catalogue import load_catalogue
    from ipscore.ops_catalogue import tables
    from reports.terminal import show

    show(*tables(load_catalogue(name), node))
