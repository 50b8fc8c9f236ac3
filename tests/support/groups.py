"""Tests that share something dear are run by one worker, which makes it once.

pytest-xdist tells a group by what its workers append to the id of a test; pytest 9.2 keeps ids elsewhere, so that
xdist 3.8 appends nothing and runs groups apart. Here the group is read from the module itself.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from xdist.scheduler import LoadGroupScheduling

_ROOT = Path(__file__).parents[2]
_GROUP = re.compile(r"^pytestmark = .*\bpytest\.mark\.xdist_group\(\"([^\"]+)\"\)", re.MULTILINE)


class Groups(LoadGroupScheduling):
    """Hands out tests one by one, but all of a group to one worker."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid.split("::", maxsplit=1)[0]) or nodeid


@cache
def group_of(module: str) -> str:
    """The group that a module of tests names in its `pytestmark`; empty where it names none."""
    found = _GROUP.search((_ROOT / module).read_text(encoding="utf-8"))
    return found[1] if found else ""
