"""Whether two wordings deny as much as each other: 正常 is never what 不正常 was meant to be."""

from __future__ import annotations

import re
from functools import lru_cache

_DENIES = re.compile(
    r"[不非未无没否免勿毋]|\b(?:not?|non|never|without)\b|\bun(?!its?\b)(?=[a-z]{3})|n't\b", re.IGNORECASE
)


def same_sense(one: str, other: str) -> bool:
    """Whether two texts hold equally many denials; a suggestion never crosses one."""
    return _denials(one) == _denials(other)


@lru_cache(maxsize=4096)
def _denials(text: str) -> int:
    return len(_DENIES.findall(text))
