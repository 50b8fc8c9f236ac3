"""Runs that are replaced while somebody reads them: what was read of one is never mixed with what came after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipscore.atomic_folder import is_there
from ipscore.errors import NotARunError
from ipscore.manifest import NAME

if TYPE_CHECKING:
    from pathlib import Path


class ReplacedRunError(NotARunError):
    """The run was replaced by another while it was read."""


def insist_unreplaced(folder: Path, manifest: bytes) -> None:
    """Insist that a run is the one that was opened; a successor that is the same to the byte is.

    Args:
        folder: the run.
        manifest: what its manifest said when it was opened, which has the fingerprints of all its files.

    Raises:
        ReplacedRunError: it is another.
    """
    try:
        same = is_there(folder) and (folder / NAME).read_bytes() == manifest
    except OSError:
        same = False
    if not same:
        raise ReplacedRunError(f"{folder} 在读取时被另一次运行替换了", f"请对 {folder} 重新执行这条命令")
