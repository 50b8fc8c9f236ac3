"""Targets in processes of their own, one after another, and what came of each."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

CORPUS = Path(__file__).with_name("corpus.toml")
GUIDED = (sys.executable, "-m", "benchmarks.fuzz.guided")
_TRIED = re.compile(r"^stat::number_of_executed_units:\s*([0-9]+)$", re.MULTILINE)
_BROKEN = re.compile(r"^(?:[\w.]*(?:Error|Exception)\b.*|ALARM.*|==[0-9]+== ?ERROR.*)$", re.MULTILINE)
_TIMEOUT_S = 30
_LONGEST = 2000


@dataclass(frozen=True)
class Fuzzed:
    """What came of a target.

    Attributes:
        target: its name.
        tried: how many inputs.
        finding: what broke, in a line; empty if nothing did.
        said: all that the process said.
    """

    target: str
    tried: int
    finding: str
    said: str


@dataclass(frozen=True)
class Bounds:
    """How much is tried of a target: seconds, and inputs if there is a number; and the seed of all mutations."""

    seconds: int
    runs: int | None
    seed: int


def corpus() -> dict[str, dict[str, list[str]]]:
    """By target the inputs to begin with, and the words that are put into them."""
    return tomllib.loads(CORPUS.read_text(encoding="utf-8"))


def fuzz(target: str, bounds: Bounds, command: Sequence[str] = GUIDED) -> Fuzzed:
    """Fuzz one target until it breaks or a bound is reached.

    Args:
        target: its name.
        bounds: how much is tried.
        command: what takes the target's name and options of libFuzzer.
    """
    own = corpus()[target]
    with tempfile.TemporaryDirectory(prefix="fuzz-") as name:
        folder = Path(name)
        (folder / "inputs").mkdir()
        for number, text in enumerate(own["inputs"]):
            (folder / "inputs" / f"{number:03}").write_bytes(text.encode())
        words = "".join(f'"{_escaped(word)}"\n' for word in own["words"])
        (folder / "words").write_text(words, encoding="ascii")
        options = {
            "max_total_time": bounds.seconds,
            **({} if bounds.runs is None else {"runs": bounds.runs}),
            "seed": bounds.seed,
            "dict": folder / "words",
            "max_len": _LONGEST,
            "timeout": _TIMEOUT_S,
            "artifact_prefix": f"{folder}/",
            "print_final_stats": 1,
        }
        given = [f"-{option}={value}" for option, value in options.items()]
        arguments = [*command, target, *given, str(folder / "inputs")]
        steady = {**os.environ, "PYTHONHASHSEED": "0"}
        done = subprocess.run(arguments, capture_output=True, check=False, env=steady)
    said = (done.stderr + done.stdout).decode(errors="replace")
    tried = _TRIED.search(said)
    broken = sorted(_BROKEN.findall(said), key=lambda line: line.startswith("=="))
    finding = "" if done.returncode == 0 and tried else [*broken, f"exit code {done.returncode}"][0]
    return Fuzzed(target, int(tried[1]) if tried else 0, finding, said)


def _escaped(word: str) -> str:
    """A word as dictionaries of libFuzzer have it."""
    return "".join(f"\\x{byte:02X}" for byte in word.encode())
