"""Fingerprints of files, without holding them."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def fingerprint(path: Path | None) -> str:
    """SHA-256 of a file of this machine; empty for one elsewhere, which would have to be fetched for it."""
    if path is None:
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
