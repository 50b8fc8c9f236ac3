"""What is changed by mutants, which of them are drawn, and that a test of the changed line notices or does not."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from benchmarks.mutants import chosen, finding, results, trying
from benchmarks.mutants.drawing import drawn

CASES = tomllib.loads(Path(__file__).with_name("mutants.toml").read_text(encoding="utf-8"))["case"]


def module(folder: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> finding.Module:
    monkeypatch.setattr(finding, "ROOT", folder)
    (folder / "module.py").write_text(text, encoding="utf-8")
    return finding.Module("module.py")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_is_changed(case: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = module(tmp_path, case["text"], monkeypatch)
    found: dict[str, list[str]] = {}
    for place in (place for line in own.lines.values() for place in line):
        if mutant := own.mutant(place):
            found.setdefault(mutant.operator, []).append(mutant.after)
    assert found == case["changed"]


def test_a_mutant_is_known_wherever_its_line_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "class A:\n    def few(self, n):\n        return n < 3\n"
    here, below = (module(tmp_path, start + text, monkeypatch) for start in ("", "NAME = OTHER\n\n"))
    one, other = (m.mutant(places[-1]) for m, places in ((here, here.lines[3]), (below, below.lines[5])))
    assert one is not None
    assert other is not None
    assert (one.function, one.called, one.line, other.line) == ("A.few", True, 3, 5)
    assert results.key_of(one.described) == results.key_of(other.described)


def test_a_seed_draws_the_same_and_a_larger_share_begins_with_a_smaller() -> None:
    files = ["scoring/precision.py", "surveys/kappa.py"]
    ten, again, other = (list(drawn(files, seed, 10)) for seed in (1, 1, 2))
    assert ten == again
    assert list(drawn(files, 1, 4)) == ten[:4]
    assert [one.line for one in other] != [one.line for one in ten]
    assert len({(one.file, one.line) for one in ten}) == 10


def test_modules_are_there_and_none_of_the_sentences() -> None:
    found = chosen.modules()
    assert {chosen.room_of(one) for one in found} == set(chosen.ROOMS)
    assert "scoring/errors.py" not in found


def test_equivalents_say_why_and_are_still_to_be_made() -> None:
    for key, reason in results.equivalent().items():
        assert reason
        own = finding.Module(key[0])
        places = [place for line in own.lines.values() for place in line if place.function == key[1]]
        made = (own.mutant(place) for place in places if place.operator == key[2])
        assert key in {results.key_of(one.described) for one in made if one is not None}, key


@pytest.mark.skipif(sys.platform == "win32", reason="mutants are tried in forked processes")
@pytest.mark.parametrize(
    ("line", "outcome"),
    [
        ("kappa = (agreed + chance) / (1 - chance)", trying.KILLED),
        ("kappa = (agreed - chance) / -(chance - 1)", trying.SURVIVED),
    ],
)
def test_what_becomes_of_a_mutant(line: str, outcome: str, tmp_path: Path) -> None:
    text = (chosen.ROOT / "surveys" / "kappa.py").read_text(encoding="utf-8")
    code = text.replace("kappa = (agreed - chance) / (1 - chance)", line)
    assert code != text
    tests = ["tests/surveys/test_agreement.py::test_kappa_worked_by_hand"]
    program = [
        "from pathlib import Path",
        "from benchmarks.mutants import trying",
        f"trying.KEPT = Path({str(tmp_path)!r})",
        f"print(trying.tried('surveys/kappa.py', {code!r}, {tests!r}, 300))",
    ]
    ran = subprocess.run(
        [sys.executable, "-c", "\n".join(program)], cwd=chosen.ROOT, capture_output=True, text=True, check=True
    )
    assert (ran.stdout.strip(), ran.stderr) == (outcome, "")
