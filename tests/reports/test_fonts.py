"""The packaged font and its subsets."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from io import BytesIO

import pytest
from fontTools.ttLib import TTFont

from reports.fonts import FAMILY, FontMissingError, font_folder, page_font


def _opened(text: str, weight: int | None = None) -> TTFont:
    return TTFont(BytesIO(page_font(text, weight).content))


def _packaged() -> TTFont:
    (path,) = font_folder().glob("*.ttf")
    return TTFont(BytesIO(path.read_bytes()))


def test_the_packaged_font_is_of_the_family() -> None:
    assert _packaged()["name"].getDebugName(1).startswith(FAMILY)


def test_a_page_font_has_the_characters_of_the_text_and_ascii_only() -> None:
    assert set(_opened("投资者，投").getBestCmap()) == {*map(ord, "投资者，"), *range(0x20, 0x7F)}


def test_a_page_font_keeps_all_weights() -> None:
    (axis,) = _opened("投")["fvar"].axes
    assert (axis.axisTag, axis.minValue, axis.maxValue) == ("wght", 100, 900)


def test_a_page_font_of_one_weight_varies_no_more_and_is_the_smaller_one() -> None:
    assert "fvar" not in _opened("投资者", 400)
    assert page_font("投资者", 400).weights == "400"
    assert len(page_font("投资者", 400).content) < 0.7 * len(page_font("投资者").content)


def test_characters_that_the_font_lacks_are_left_out() -> None:
    assert 0x10FFFF not in _opened("\U0010ffff").getBestCmap()


def test_the_order_of_characters_and_the_process_change_nothing() -> None:
    code = "import hashlib, reports.fonts as f; print(hashlib.sha256(f.page_font('者资投投').content).hexdigest())"
    run = subprocess.run([sys.executable, "-c", code], env={"PYTHONHASHSEED": "7"}, capture_output=True, check=True)
    assert run.stdout.decode().strip() == hashlib.sha256(page_font("投资者").content).hexdigest()


def test_no_clock_is_in_a_page_font() -> None:
    assert _opened("投资者")["head"].modified == _packaged()["head"].modified


def test_a_missing_font_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "justmytype_intl_cjk", None)
    with pytest.raises(FontMissingError, match="justmytype-intl-cjk"):
        font_folder()
