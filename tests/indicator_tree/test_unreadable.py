"""Texts that are no TOML: each is told by its line, with what is allowed and what was probably meant."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicator_tree.unreadable import UnreadableError, tables_in

CASES = tomllib.loads((Path(__file__).parent / "unreadable.toml").read_text(encoding="utf-8"))
WRITTEN = st.lists(st.sampled_from([*"=\"'[]{},#.\n\\ 1%＝“”，［\u3000甲", "a", '"""', "2018-1-5", "1,000"])).map(
    "".join
)


@pytest.mark.parametrize("name", CASES)
def test_text(name: str) -> None:
    content = CASES[name]["text"].encode()
    if not CASES[name]["told"]:
        assert tables_in(content)
        return
    with pytest.raises(UnreadableError) as caught:
        tables_in(content)
    for part in CASES[name]["told"]:
        assert part in str(caught.value)
    assert re.search(r"第 \d+ 行第 \d+ 列", str(caught.value))


@given(WRITTEN)
def test_every_text_is_read_or_told_by_a_line_that_is_there(text: str) -> None:
    try:
        assert tables_in(text.encode()) == tomllib.loads(text)
    except UnreadableError as error:
        found = re.search(r"第 (\d+) 行第 (\d+) 列：.", str(error))
        assert found is not None
        assert 1 <= int(found[1]) <= max(len(text.splitlines()), 1) + 1


def test_a_byte_order_mark_and_the_ends_of_lines_change_nothing() -> None:
    text = 'year = 2018\ntitle = "评价"\n[period]\nstart = 2018-01-01\n'
    expected = tomllib.loads(text)
    assert tables_in(text.encode("utf-8-sig")) == expected
    assert tables_in(text.replace("\n", "\r\n").encode("utf-8-sig")) == expected
    assert tables_in(b'\xef\xbb\xbf{"year": 2018}', ".json") == {"year": 2018}


@pytest.mark.parametrize(
    ("content", "suffix", "told"),
    [
        ("title = '评价'".encode("gbk"), ".toml", "不是 UTF-8 编码（第 1 行），请另存为 UTF-8"),
        (b'{"year": 2018,}', ".json", "不是 JSON，错在第 1 行第"),
        (b"[2018]", ".json", "整个文件应是一张表"),
    ],
)
def test_other_files(content: bytes, suffix: str, told: str) -> None:
    with pytest.raises(UnreadableError, match=re.escape(told)):
        tables_in(content, suffix)
