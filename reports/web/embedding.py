"""What one file may hold of other kinds of files, safely."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

_ESCAPED = str.maketrans({mark: f"\\u{ord(mark):04x}" for mark in "<>&\u2028\u2029"})
_ID = re.compile(r' id="([^"]+)"')
_REFERENCE = re.compile(r'(url\(#|href="#)([^")]+)')


def script_json(value: Any) -> str:
    """JSON that may stand in a `<script>` element: it can neither end the element nor begin a comment.

    Raises:
        ValueError: a number is infinite or none.
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.translate(_ESCAPED)


def data_uri(content: bytes, kind: str) -> str:
    """A file as an address that holds the file itself."""
    return f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}"


def own_ids(drawing: str, prefix: str) -> str:
    """An SVG with ids of its own, numbered in order, so that several can stand in one page.

    Vega counts its ids through all drawings that a process makes.
    """
    names = {name: f"{prefix}{place}" for place, name in enumerate(_ID.findall(drawing), start=1)}
    drawing = _ID.sub(lambda found: f' id="{names[found[1]]}"', drawing)
    return _REFERENCE.sub(lambda found: found[1] + names.get(found[2], found[2]), drawing)


def content_policy(scripts: Iterable[str], style: str) -> str:
    """A Content-Security-Policy: these scripts and this style, fonts inside the page, and nothing from elsewhere.

    Scripts may not make code from strings: Vega interprets its expressions (`ast`).
    https://www.w3.org/TR/CSP3/
    """
    rules = {
        "default-src": "'none'",
        "script-src": " ".join(map(_hash, scripts)),
        "style-src": _hash(style),
        "font-src": "data:",
        "img-src": "data: blob:",  # a chart that a reader saves as a picture
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def _hash(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode('ascii')}'"
