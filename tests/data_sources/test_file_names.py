"""Names and codes that people gave, as parts of file names: on any system, never too long, never two alike."""

from __future__ import annotations

import pytest

from data_sources.file_names import LONGEST, distinct_part, readable_part
from data_sources.sheet_names import LONGEST as LONGEST_SHEET
from data_sources.sheet_names import sheet_name


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("财务部", "财务部"),
        ("财务部/一科", "财务部_一科"),
        ("..", "_"),
        ("甲\x07乙\u202e丙", "甲_乙_丙"),
        ("CON", "CON_"),
        ("aux.txt", "aux_.txt"),
        (" 甲. ", "甲"),
        (".AUX", "AUX_"),
        ("\u3000甲\u3000.", "甲"),
    ],
    ids=[
        "a name stands as it is",
        "a separator separates nothing",
        "no folder above is named",
        "what is not to be seen is marked",
        "a device of Windows is none",
        "nor with an ending",
        "blanks and dots at the ends go",
        "nor is a device of Windows behind a dot",
        "a full-width blank is one",
    ],
)
def test_a_text_is_part_of_a_file_name(text: str, part: str) -> None:
    assert readable_part(text) == part


@pytest.mark.parametrize("sign", ["A", "超", "𠮷"])
def test_a_long_text_is_cut_between_characters(sign: str) -> None:
    part = readable_part(sign * 100)
    assert set(part) == {sign}
    assert LONGEST - 4 < len(part.encode()) <= LONGEST


def test_codes_that_are_written_alike_are_told_apart() -> None:
    codes = ["甲_1", "甲/1", "甲\\1", "甲?1", "超" * 100, "超" * 101]
    assert len({distinct_part(code) for code in codes}) == len(codes)


def test_titles_that_excel_would_take_for_one_have_sheets_of_their_own() -> None:
    named: list[str] = []
    for title in ("记录_" + "长" * 40, "记录_" + "长" * 41, "a/b", "A:B"):
        named.append(sheet_name(title, named))
    assert [len(name) for name in named] == [LONGEST_SHEET, LONGEST_SHEET, 2, 4]
    assert len({name.casefold() for name in named}) == len(named)
