"""Versions that a result may depend on."""

from __future__ import annotations

import platform
from importlib.metadata import version

__version__ = version("ipscore")

_LIBRARIES = ("fastexcel", "narwhals", "numpy", "pandera", "polars", "pydantic")


def versions() -> dict[str, str]:
    """Versions of ipscore, Python and the libraries that read and score."""
    return {
        "ipscore": __version__,
        "python": platform.python_version(),
        **{library: version(library) for library in _LIBRARIES},
    }
