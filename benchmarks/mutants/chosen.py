"""Which modules are mutated, and which tests are asked: `modules.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "build" / "mutants"
ROOMS = ("indicator_tree", "data_sources", "surveys", "scoring", "reports")
"""From the ground up: each imports only those before it."""


@cache
def _chosen() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("modules.toml").read_text(encoding="utf-8"))


def modules() -> list[str]:
    """Paths from the root of the project, in order.

    Raises:
        ValueError: an entry that fits no file.
    """
    left_out = _matching("sentences")
    return sorted(_matching("files") - left_out)


def tests() -> list[str]:
    """Arguments for pytest: folders of tests, and those within them that are not asked."""
    return [*_chosen()["tests"], *(f"--ignore={path}" for path in _chosen()["studies"])]


def room_of(module: str) -> str:
    """The package that a module lies in, by its path."""
    return module.split("/", maxsplit=1)[0]


def _matching(name: str) -> set[str]:
    found = set()
    for pattern in _chosen()[name]:
        paths = {path.relative_to(ROOT).as_posix() for path in ROOT.glob(pattern)}
        if not paths:
            raise ValueError(f"modules.toml: {name}: no file fits {pattern!r}")
        found |= paths
    return found
