"""What is killed: commands that replace what an earlier one wrote, over records of a small market."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_READINGS = "证券公司,指标,系统,日期,数值,说明"
_CORRECTIONS = "来源,记录编号,处理,列,原值,新值,理由,决定文号,决定日期"
_DAYS = 31
_RULES = "small_market"


@dataclass(frozen=True)
class Killed:
    """A command that is killed while it replaces what is there.

    Attributes:
        name: what it is called.
        earlier: the command that writes what is there before; both take the place to write to last.
        later: the command that is killed, and run once more afterwards.
        target: the name of what they write.
        share: so many of as many kills as all shares together are of it.
    """

    name: str
    earlier: tuple[str, ...]
    later: tuple[str, ...]
    target: str
    share: int


def prepared(folder: Path) -> list[Killed]:
    """Write what the commands read, and tell the commands."""
    from indicator_tree import load_rulebook  # noqa: PLC0415
    from ipscore_demo.small_market import write_records  # noqa: PLC0415  (imported by those who kill, once)

    for seed, name in enumerate(("earlier", "later"), start=1):
        write_records(folder / name, rulebook=load_rulebook(_RULES), seed=seed)
    earlier, later, corrected = folder / "earlier", folder / "later", folder / "corrected"
    _correct(later, corrected)
    for number in (1, 2):
        _write_readings(folder / f"readings_{number}", number)
    runs = (folder / "run_1", folder / "run_2")
    for records, run in zip((earlier, later), runs, strict=True):
        _must([*_score(records), str(run)])
    return [
        Killed("score", _score(earlier), _score(later), "run", 6),
        Killed("corrections", _score(later), _score(corrected), "run", 6),
        Killed("ops score", _ops_score(folder / "readings_1"), _ops_score(folder / "readings_2"), "run", 5),
        Killed("report", _report("whitepaper", runs[0]), _report("whitepaper", runs[1]), "paper.docx", 2),
        Killed("report of all firms", _all_firms(runs[0]), _all_firms(runs[1]), "firms", 1),
    ]


def _score(records: Path) -> tuple[str, ...]:
    return ("score", str(records), "--rulebook", _RULES, "--force", "--out")


def _ops_score(readings: Path) -> tuple[str, ...]:
    return ("ops", "score", str(readings), "--force", "--out")


def _report(kind: str, run: Path, *options: str) -> tuple[str, ...]:
    return ("report", kind, str(run), *options, "--force", "--out")


def _all_firms(run: Path) -> tuple[str, ...]:
    return _report("firm", run, "--all", "--format", "xlsx")


def _must(arguments: Sequence[str]) -> None:
    from ipscore.cli import run  # noqa: PLC0415

    if code := run(arguments):
        raise RuntimeError(f"{arguments} returned {code}")


def _correct(records: Path, corrected: Path) -> None:
    """The same records with the first complaint withdrawn."""
    corrected.mkdir()
    for path in records.iterdir():
        (corrected / path.name).write_bytes(path.read_bytes())
    [complaints] = records.glob("12386*.csv")
    number = pl.read_csv(complaints, infer_schema=False)[0, 0]
    line = f"complaints,{number},撤销,,,,重复登记,更正〔2018〕1号,2018-05-10"
    (corrected / "更正决定.csv").write_text(f"{_CORRECTIONS}\n{line}\n", encoding="utf-8")


def _write_readings(folder: Path, number: int) -> None:
    """A month of readings of two firms."""
    folder.mkdir()
    rows = [
        f"{firm},2.1.2,,2019-08-{day:02},{day % 7 + number},"
        for firm, day in product(("甲证券", "乙证券"), range(1, _DAYS + 1))
    ]
    (folder / "运营指标读数.csv").write_text("\n".join([_READINGS, *rows]) + "\n", encoding="utf-8")
