"""JSON as RFC 8259 has it, which knows no NaN and no Infinity: a number that is not finite is null."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any


def json_text(content: Any, *, indent: int | None = 2) -> str:
    """JSON that people can read: Chinese as it is, dates as in ISO 8601, null for numbers that are not finite."""
    return json.dumps(_finite(content), ensure_ascii=False, indent=indent, default=str, allow_nan=False)


def _finite(content: Any) -> Any:
    match content:
        case float():
            return content if math.isfinite(content) else None
        case Mapping():
            return {key: _finite(value) for key, value in content.items()}
        case list() | tuple():
            return [_finite(value) for value in content]
    return content
