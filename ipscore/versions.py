"""Versions that a result may depend on."""

from __future__ import annotations

import platform
from functools import cache
from importlib import metadata

version = cache(metadata.version)
"""The version of a distribution; what is installed stays the same while a process runs."""

__version__ = version("ipscore")

_LIBRARIES = ("fastexcel", "narwhals", "numpy", "pandera", "polars", "pydantic")


_STUDY_LIBRARIES = ("SALib", "scipy")


def study_versions() -> dict[str, str]:
    """Versions of `versions` and of the libraries that studies of robustness use besides."""
    return versions() | {library.lower(): version(library) for library in _STUDY_LIBRARIES}


def versions() -> dict[str, str]:
    """Versions of ipscore, Python and the libraries that read and score."""
    return {
        "ipscore": __version__,
        "python": platform.python_version(),
        **{library: version(library) for library in _LIBRARIES},
    }
