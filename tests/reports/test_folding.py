from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from reports.folding import fold

WORDS = st.text("资金，。（）[]ab12      ", max_size=40)


@given(WORDS, st.integers(1, 30))
def test_folding_ends_and_loses_nothing_but_blanks(line: str, width: int) -> None:
    lines = fold(line, width)
    assert "".join(lines).replace(" ", "") == line.replace(" ", "")
    assert all(cell_len(one) <= width or len(one) == 1 for one in lines)


def test_a_word_too_long_for_the_line_keeps_what_closes_it() -> None:
    assert fold("如 deduct.points=4；可", 16) == ["如", "deduct.points=", "4；可"]
