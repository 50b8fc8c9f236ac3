"""The packaged Chinese font: where it lies, and subsets of it that travel inside a page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files
from io import BytesIO
from pathlib import Path

from reports.errors import ReportError

FAMILY = "Noto Sans SC"
"""The family of the packaged font: variable in weight from 100 to 900, and Thin where no weight is asked for."""

_PACKAGE = "justmytype_intl_cjk"
_FOLDER = "fonts/ofl/notosanssc"
_FILE = "NotoSansSC[wght].ttf"
_FALLBACKS = ("notosanstc", "notosansjp", "notosanskr")
_ASCII = frozenset(range(0x20, 0x7F))
_UNUSED_TABLES = {"BASE", "GDEF", "GPOS", "GSUB", "HVAR", "MVAR", "VVAR", "vhea", "vmtx"}  # glyphs carry their widths


class FontMissingError(ReportError):
    """The packaged font is not installed."""


def font_folder() -> Path:
    """The folder of the packaged font and its licence.

    Raises:
        FontMissingError: the font package is not installed, or holds no such font.
    """
    try:
        with as_file(files(_PACKAGE).joinpath(_FOLDER)) as folder:
            if (folder / _FILE).is_file():
                return Path(folder)
    except ModuleNotFoundError:
        pass
    raise FontMissingError(f"没有找到字体 {FAMILY}（它随 ipscore 一同安装）", "请执行 pip install justmytype-intl-cjk")


def fallback_folders() -> tuple[Path, ...]:
    """The folders of packaged fonts with characters that the Chinese one lacks, such as rare ones in names of persons.

    Raises:
        FontMissingError: as `font_folder`.
    """
    beside = font_folder().parent
    return tuple(folder for name in _FALLBACKS if (folder := beside / name).is_dir())


@dataclass(frozen=True)
class PageFont:
    """A font that travels inside a page.

    Attributes:
        content: WOFF2.
        weights: that it has, as CSS spells them: `100 900`, or one.
    """

    content: bytes
    weights: str


def page_font(text: str, weight: int | None = None) -> PageFont:
    """A WOFF2 subset of the packaged font with the characters of a text and printable ASCII.

    The same characters give the same bytes. 900 characters at all weights make about 230 KB in about 1.5 seconds, at
    one weight half as much, of which browsers make bolder letters themselves; who writes many pages asks once for the
    characters of all of them. Characters that the font lacks are left out.

    Args:
        text: in which the characters stand.
        weight: the only one, from 100 to 900; all of them if None.

    Raises:
        FontMissingError: the font package is not installed, or holds no such font.
    """
    content = _subset(frozenset(map(ord, text)) | _ASCII, weight)
    return PageFont(content, "100 900" if weight is None else str(weight))


@lru_cache(maxsize=8)
def _subset(characters: frozenset[int], weight: int | None) -> bytes:
    from fontTools import subset  # noqa: PLC0415
    from fontTools.ttLib import TTFont  # noqa: PLC0415
    from fontTools.ttLib.woff2 import WOFF2FlavorData  # noqa: PLC0415
    from fontTools.varLib.instancer import instantiateVariableFont  # noqa: PLC0415

    options = subset.Options(layout_features=[], hinting=False)
    out = BytesIO()
    with TTFont(font_folder() / _FILE, lazy=True, recalcTimestamp=False, recalcBBoxes=False) as font:
        font.setGlyphOrder([f"{at}" for at in range(font["maxp"].numGlyphs)])  # else each is named by its character
        for unused in _UNUSED_TABLES & {*font.keys()}:
            del font[unused]
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=sorted(characters))
        subsetter.subset(font)
        if weight is not None:
            instantiateVariableFont(font, {"wght": weight}, inplace=True)
        font.flavor = "woff2"
        if weight is None:
            font.flavorData = WOFF2FlavorData(transformedTables=())  # transformed it were 8 % smaller, twice as slow
        font.save(out)
    return out.getvalue()
