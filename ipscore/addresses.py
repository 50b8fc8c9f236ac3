"""Addresses of sources as the command line takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence


def addresses_of(given: Sequence[str] | None) -> dict[str, str]:
    """Source → address, from `NAME=ADDRESS`.

    Raises:
        typer.BadParameter: one is written otherwise, or two are of the same source.
    """
    addresses: dict[str, str] = {}
    for text in given or ():
        name, equals, address = (part.strip() for part in text.partition("="))
        if not (name and equals and address):
            raise typer.BadParameter(
                f"{text} 应写成 来源=地址，如 complaints=/data/complaints/*.parquet", param_hint="--source"
            )
        if name in addresses:
            raise typer.BadParameter(f"来源 {name} 写了两次；多个文件请用文件夹或通配符", param_hint="--source")
        addresses[name] = address
    return addresses
