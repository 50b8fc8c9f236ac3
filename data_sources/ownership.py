"""Whom folders belong to, where the system tells by numbers of users and bits; elsewhere the place has to protect them.

On Windows temporary folders and the cache lie in the user's profile, which others may not enter.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_OTHERS = 0o022  # others may write


def is_ours(path: Path) -> bool:
    """Whether something is there and belongs to the user of this process."""
    try:
        return _belongs(path.stat(follow_symlinks=False))
    except OSError:
        return False


def is_ours_alone(folder: Path) -> bool:
    """Whether a folder is there and belongs to the user of this process, and nobody else may write in it."""
    try:
        status = folder.stat()
    except OSError:
        return False
    return _belongs(status) and not (hasattr(os, "getuid") and status.st_mode & _OTHERS)


def _belongs(status: os.stat_result) -> bool:
    return not hasattr(os, "getuid") or status.st_uid == os.getuid()
