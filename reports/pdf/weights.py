"""The weights of a drawing's text.

Typst draws text of SVG files at a variable font's default weight, which is Thin for the packaged font, unless the
weight is asked for as the axis of the font.
"""

from __future__ import annotations

import re

_ROOT = re.compile(r"<svg\b[^>]*>")
_NAMES = {"normal": 400, "bold": 700} | {str(weight): weight for weight in range(100, 1000, 100)}
_STYLE = 'text{font-variation-settings:"wght" 400}' + "".join(
    f'text[font-weight="{name}"]{{font-variation-settings:"wght" {weight}}}' for name, weight in _NAMES.items()
)


def weighted(svg: str) -> str:
    """The drawing, its text asking for its weight as an axis of the font: 400 where it names none."""
    return _ROOT.sub(lambda found: f"{found.group()}<style>{_STYLE}</style>", svg, count=1)
