"""`accepted.toml` and `--accept-rejected`: what cannot be understood, and what is understood."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from data_sources.acceptance import (
    ACCEPTED_FILE,
    COMMAND_LINE,
    Place,
    Wanted,
    parse_options,
    read_accepted,
    write_accepted,
)
from data_sources.errors import AcceptanceError

BAD: dict[str, dict[str, str]] = tomllib.loads((Path(__file__).parent / "bad_words.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("text", BAD["file"])
def test_a_file_that_cannot_be_understood(tmp_path: Path, text: str) -> None:
    (tmp_path / ACCEPTED_FILE).write_text(text, encoding="utf-8")
    with pytest.raises(AcceptanceError) as raised:
        read_accepted(tmp_path)
    assert str(raised.value).startswith("accepted.toml 有")
    assert BAD["file"][text] in str(raised.value)


@pytest.mark.parametrize("text", BAD["option"])
def test_an_option_that_cannot_be_understood(text: str) -> None:
    with pytest.raises(AcceptanceError) as raised:
        parse_options([text])
    assert BAD["option"][text] in str(raised.value)


def test_everything_wrong_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(AcceptanceError) as raised:
        parse_options(["complaints", "register=1", "complaints=0"])
    assert len(raised.value.problems) == 2
    (tmp_path / ACCEPTED_FILE).write_text('[[accepted]]\nsource = ""\n[[accepted]]\nrow = 0\n', encoding="utf-8")
    with pytest.raises(AcceptanceError) as raised:
        read_accepted(tmp_path)
    assert len(raised.value.problems) == 5


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    (tmp_path / ACCEPTED_FILE).write_bytes('[[accepted]]\nreason = "查"\n'.encode("gb18030"))
    with pytest.raises(AcceptanceError, match="不是 UTF-8 编码（第 2 行），请另存为 UTF-8"):
        read_accepted(tmp_path)


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_what_is_written_is_read_again_also_with_a_byte_order_mark(tmp_path: Path, mark: str) -> None:
    wanted = [
        Wanted("complaints", 3, '引号"与\\反斜杠', ACCEPTED_FILE),
        Wanted("register", Place(91, "名录.xlsx", "Sheet1"), "已注销", ACCEPTED_FILE),
        Wanted("register", Place(92, "名录.csv"), "已注销", ACCEPTED_FILE),
    ]
    write_accepted(tmp_path, wanted)
    path = tmp_path / ACCEPTED_FILE
    path.write_text(mark + path.read_text(encoding="utf-8"), encoding="utf-8")
    found = read_accepted(tmp_path)
    assert found is not None
    assert list(found[0].wanted()) == wanted
    assert len(found[1]) == 64


def test_a_folder_without_decisions_has_none(tmp_path: Path) -> None:
    assert read_accepted(tmp_path) is None


def test_options_name_numbers_and_rows() -> None:
    found = parse_options(["complaints=3", "register:Sheet1:91", "register::9", " register:a:b.csv:2 "])
    assert [(one.source, one.rows) for one in found] == [
        ("complaints", 3),
        ("register", Place(91, named="Sheet1")),
        ("register", Place(9)),
        ("register", Place(2, named="a:b.csv")),
    ]
    assert {(one.reason, one.origin) for one in found} == {(COMMAND_LINE, COMMAND_LINE)}
