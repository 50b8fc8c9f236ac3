"""Nothing runs out of the type area: checked with poppler, which knows where every word ends."""

import itertools
import re
import subprocess
from pathlib import Path

import pytest

from tests.support.programs import needs

pytestmark = needs("pdftotext")

WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)</word>')
MILLIMETRE = 72 / 25.4


@pytest.mark.parametrize(("path", "left", "right"), [("whole_path", 28, 26), ("dense_path", 20, 20)])
def test_no_word_leaves_the_margins(path: str, left: float, right: float, request: pytest.FixtureRequest) -> None:
    file: Path = request.getfixturevalue(path)
    done = subprocess.run(["pdftotext", "-bbox", file, "-"], capture_output=True, text=True, check=True)
    words = [(float(x0), float(x1), text) for x0, _, x1, _, text in WORD.findall(done.stdout)]
    assert len(words) > 800
    low, high = left * MILLIMETRE - 1, (210 - right) * MILLIMETRE + 1
    blank = 9  # of marks at the ends of lines half is blank, and may hang
    outside = [
        word
        for word in words
        if word[0] < low - blank * word[2].startswith("（")
        or word[1] > high + blank * word[2].rstrip("\u2060").endswith(tuple("，。；、）："))
    ]
    assert outside == []


@pytest.mark.parametrize("path", ["whole_path", "dense_path"])
def test_cells_of_a_wide_table_do_not_run_into_each_other(path: str, request: pytest.FixtureRequest) -> None:
    file: Path = request.getfixturevalue(path)
    done = subprocess.run(["pdftotext", "-bbox", file, "-"], capture_output=True, text=True, check=True)
    rows: dict[tuple[int, str], list[tuple[float, float]]] = {}
    for page, part in enumerate(done.stdout.split("<page ")):
        for x0, y0, x1, _, text in WORD.findall(part):
            if text == "12（11.9%）":
                rows.setdefault((page, y0), []).append((float(x0), float(x1)))
    assert sorted(map(len, rows.values())) == [6] * 20
    for row in rows.values():
        assert all(left[1] < right[0] for left, right in itertools.pairwise(row))
