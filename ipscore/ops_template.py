"""`ipscore ops template`: fill-in workbooks of readings, one per owner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data_sources.readings.template import Asked, Form, template_name, write_reading_templates
from indicator_tree.checks import suggestion
from ipscore.errors import IpscoreError, TargetError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from indicator_tree.catalogue import Catalogue


class UnknownOwnerError(IpscoreError):
    """No such role in the catalogue."""

    WAY_OUT = "--owner 请写目录中的责任岗位"


def write(
    folder: Path,
    catalogue: Catalogue,
    period: tuple[date, date],
    *,
    owners: Sequence[str] = (),
    firm: str = "",
    systems: Mapping[str, Sequence[str]] | None = None,
) -> list[Form]:
    """Write the workbooks; never over a file that is there.

    Args:
        folder: where to.
        catalogue: the indicators.
        period: first and last day of the readings that are due.
        owners: roles; all of them where none is given.
        firm: written into every row.
        systems: the names of open splits, as `banks` and `mirrors`.

    Raises:
        UnknownOwnerError: a role that the catalogue does not have.
        TargetError: one of the files is there already, or no reading is due in the period.
    """
    for owner in owners:
        if owner not in catalogue.owners:
            raise UnknownOwnerError(f"指标目录里没有责任岗位 {owner}；{suggestion(owner, catalogue.owners)}")
    chosen = owners or catalogue.owners
    first, last = period
    if first > last:
        raise TargetError(f"起始日 {first} 晚于截止日 {last}", "请改写 --from 或 --to")
    if taken := [name for owner in chosen if (folder / (name := template_name(owner))).exists()]:
        raise TargetError(
            f"{folder} 中已有 {'、'.join(taken)}，不会覆盖", f"请另选一个文件夹，或先移走 {folder} 中的这些文件"
        )
    return write_reading_templates(folder, catalogue, chosen, Asked(firm, first, last, systems or {}))
