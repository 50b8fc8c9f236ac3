"""Where converted copies of large text inputs are kept: the user's cache folder, or what `IPSCORE_CACHE` names."""

from __future__ import annotations

import hashlib
import os
import platform
from functools import cache
from importlib.metadata import version
from pathlib import Path

import platformdirs

import data_sources
import indicator_tree
import surveys
from data_sources.cache.copies import Cache
from data_sources.cache.store import Store
from data_sources.limits import DEFAULT

ELSEWHERE = "IPSCORE_CACHE"
"""The environment variable that names another folder."""

_ROOMS = (data_sources, indicator_tree, surveys)
_LIBRARIES = ("fastexcel", "lxml", "numpy", "pandera", "polars", "pyreadstat", "python-stdnum", "rapidfuzz", "xlrd")


def cache_folder() -> Path:
    """The folder of the cache, which may not exist yet."""
    elsewhere = os.environ.get(ELSEWHERE)
    return Path(elsewhere).absolute() if elsewhere else platformdirs.user_cache_path("ipscore", appauthor=False)


def store() -> Store:
    """The cache of this user."""
    return Store(cache_folder(), DEFAULT.cache_bytes)


def inputs_cache() -> Cache:
    """The cache as an intake uses it."""
    return Cache(store(), reader_version)


@cache
def reader_version() -> str:
    """Fingerprint of everything that decides how a file is read but the file, its contract and its vocabulary."""
    digest = hashlib.sha256(platform.python_version().encode())
    for name in _LIBRARIES:
        digest.update(f"{name} {version(name)}\n".encode())
    for room in _ROOMS:
        for folder in room.__path__:
            for path in sorted(Path(folder).rglob("*.py")):
                digest.update(path.read_bytes())
    return digest.hexdigest()
