"""The project's own files can be laid down on Windows, and what it writes is the same there to the byte."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("data_sources", "demonstration", "indicator_tree", "ipscore", "reports", "scoring", "surveys")
LONGEST = 240
REFUSED = re.compile(r'[\x00-\x1f<>:"|?*\\]|[. ]$')
DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)", re.IGNORECASE)


def paths() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return [path for path in listed.decode("utf-8").split("\0") if path]


def refused(path: str) -> bool:
    parts = PurePosixPath(path).parts
    return len(path) > LONGEST or any(REFUSED.search(part) or DEVICES.match(part) for part in parts)


@pytest.mark.parametrize("path", ["a:b", "a?", "b/a*", "a.", "a ", "CON", "x/nul.txt", "com1", "a\\b", "a" * 241])
def test_a_path_that_windows_refuses_is_told(path: str) -> None:
    assert refused(path)


def test_no_path_is_one_that_windows_refuses() -> None:
    assert [path for path in paths() if refused(path)] == []


def test_no_two_paths_differ_by_case_alone() -> None:
    found = paths()
    assert len({path.casefold() for path in found}) == len(found)


def written_without_newline(code: str) -> Iterator[int]:
    """Lines that write text without saying how a line ends."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
            named = {keyword.arg for keyword in node.keywords}
            given = [value.value for value in node.args if isinstance(value, ast.Constant)]
            name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
            writes = name == "write_text" or (name == "open" and any(mode in given for mode in ("w", "a", "x", "w+")))
            if writes and "newline" not in named:
                yield node.lineno


@pytest.mark.parametrize(("code", "told"), [("a.write_text(b)", [1]), ("a.open('w')", [1]), ("a.open('rb')", [])])
def test_text_that_is_written_without_a_newline_is_told(code: str, told: list[int]) -> None:
    assert list(written_without_newline(code)) == told


def test_text_is_written_with_the_same_ends_of_lines_everywhere() -> None:
    files = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
    found = {str(path.relative_to(ROOT)): list(written_without_newline(path.read_text("utf-8"))) for path in files}
    assert {path: lines for path, lines in found.items() if lines} == {}
