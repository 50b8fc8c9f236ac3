"""Commands in any order over records that are edited between them, and what must hold whatever they are given."""

from __future__ import annotations

import atexit
import io
import re
import shutil
import tempfile
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from benchmarks.fuzz.holding import BrokenError, hold

if TYPE_CHECKING:
    from collections.abc import Sequence

RULES = "small_market"
FIRM = "青岚证券"
_FATES = ("used", "rejected", "excluded", "corrected")
_CODES = {"check": (0, 1, 3)}
_ANY = (0, 1)
_WAY_OUT = re.compile(r"处理办法：.*[\u4e00-\u9fff]")
_CELLS = ("", "-", "待定", "13812345678", "2017-02-30", "1e400", "，", '"', "无此公司", "=1/0", "\ufeff", "0.7%")
_DECISION = "来源,记录编号,处理,列,原值,新值,理由,决定文号,决定日期"
_PLACES = st.integers(0, 10**6)


class Commands(RuleBasedStateMachine):
    """A folder with records and what was made of them; commands over it, edits of it."""

    def __init__(self) -> None:
        """Make nothing yet."""
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="commands-"))
        self.records, self.run = self.folder / "records", self.folder / "run"
        self.scored: dict[str, bytes] | None = None
        self.touched = False

    def teardown(self) -> None:
        """Take the folder away."""
        shutil.rmtree(self.folder, ignore_errors=True)

    @initialize()
    def begin(self) -> None:
        """Begin with records that can be scored, and their run."""
        self.whole_records()
        self.score(force=False)
        hold("sound records are scored", self.scored is not None, expected=True)

    def whole_records(self) -> None:
        """Put sound records into their place."""
        shutil.copytree(sound_records(), self.records)

    @rule(file=_PLACES, row=_PLACES, again=st.booleans())
    def edit_rows(self, file: int, row: int, again: bool) -> None:
        """Leave a row out, or have it twice."""
        path, lines = self._lines(file)
        at = 1 + row % max(1, len(lines) - 1)
        path.write_bytes(b"".join([*lines[:at], *(lines[at : at + 1] * (2 if again else 0)), *lines[at + 1 :]]))

    @rule(file=_PLACES, row=_PLACES, column=_PLACES, cell=st.sampled_from(_CELLS))
    def edit_cell(self, file: int, row: int, column: int, cell: str) -> None:
        """Have something else in a cell, of the header too."""
        path, lines = self._lines(file)
        at = row % len(lines)
        cells = lines[at].rstrip(b"\r\n").split(b",")
        cells[column % len(cells)] = cell.encode()
        path.write_bytes(b"".join([*lines[:at], b",".join(cells) + b"\r\n", *lines[at + 1 :]]))

    @rule(file=_PLACES, to=st.sampled_from(["明细", "备份"]))
    def move_file(self, file: int, to: str) -> None:
        """Put a file into a folder of its own."""
        path, _ = self._lines(file)
        (self.records / to).mkdir(exist_ok=True)
        path.rename(self.records / to / path.name)

    @rule(
        number=st.integers(1, 400),
        action=st.sampled_from(["撤销,,,", "更正,是否存在过错,否,是", "更正,投诉类别,其他,无此类"]),
    )
    def correct(self, number: int, action: str) -> None:
        """Have a decision about a complaint, be there such a complaint or not."""
        line = f"complaints,COS-{number:05},{action},重复登记,更正〔2018〕1号,2018-05-10"
        (self.records / "更正决定.csv").write_text(f"{_DECISION}\n{line}\n", encoding="utf-8")

    @rule()
    def restore(self) -> None:
        """Have sound records again."""
        shutil.rmtree(self.records)
        self.whole_records()

    @rule(force=st.booleans())
    def score(self, force: bool) -> None:
        """Score; where it can be scored, once more gives the same bytes."""
        options = ("--rulebook", RULES, *(("--force",) if force else ()))
        if self._asked("score", str(self.records), *options, "--out", str(self.run)) != 0:
            return
        self.scored, self.touched = contents(self.records), False
        again = self.folder / "again"
        hold("scoring once more", self._asked("score", str(self.records), *options, "--out", str(again)), 0)
        first, second = contents(self.run), contents(again)
        hold("files of the same run", sorted(second), sorted(first))
        hold("files that differ", [name for name in first if first[name] != second[name]], [])
        shutil.rmtree(again)
        intake = pl.read_csv(self.run / "intake.csv")
        fates = intake.select(pl.sum_horizontal(name for name in _FATES if name in intake.columns)).to_series()
        hold("rows that are read", intake["read"].to_list(), fates.to_list())

    @rule()
    def check(self) -> None:
        """Look at the records."""
        self._asked("check", str(self.records), "--rulebook", RULES)

    @precondition(lambda self: self.scored is not None)
    @rule()
    def verify(self) -> None:
        """A run that nobody touched, of records that nobody touched, is as it was; one that was touched is not."""
        code = self._asked("verify", str(self.run), str(self.records))
        if self.touched:
            hold("verifying a run that was touched", code, 1)
        elif self.scored == contents(self.records):
            hold("verifying a run that nobody touched", code, 0)

    @precondition(lambda self: self.scored is not None and not self.touched)
    @rule(file=_PLACES)
    def touch(self, file: int) -> None:
        """Add a byte to a file of the run."""
        files = [name for name in sorted(contents(self.run)) if name != "manifest.json"]
        with (self.run / files[file % len(files)]).open("ab") as opened:
            opened.write(b"\n")
        self.touched = True

    @rule(
        asked=st.sampled_from(
            [
                ("explain", "RUN", FIRM),
                ("explain", "RUN", "无此公司"),
                ("explain", "RUN", FIRM, "2.3"),
                ("compare", "RUN", "RUN"),
                ("compare", "RUN", "RUN", "--records", "RECORDS"),
                ("distribution", "RUN"),
                ("whatif", "RUN"),
                ("whatif", "RUN", "--firm", FIRM),
                ("whatif", "RUN", "--drop", "complaint:COS-00001", "--records", "RECORDS"),
                ("whatif", "RUN", "--set", "1.1.1.deduct.notice.points=4"),
                ("weights", "doubt", "RUN"),
                ("record", "RUN", "COS-00001"),
                ("objections", "form", "RUN", FIRM, "--out", "FORM"),
                ("map", "RECORDS", "--rulebook", RULES),
                ("report", "data", "RUN", "--out", "DATA"),
                ("report", "workbook", "RUN", "--out", "BOOK", "--force"),
                ("report", "firm", "RUN", FIRM, "--format", "xlsx", "--out", "FIRM"),
            ]
        )
    )
    def ask(self, asked: tuple[str, ...]) -> None:
        """Ask for anything else, be there a run or not."""
        places = {
            "RUN": self.run,
            "RECORDS": self.records,
            "FORM": self.folder / "异议表.xlsx",
            "DATA": self.folder / "data",
            "BOOK": self.folder / "book.xlsx",
            "FIRM": self.folder / "firm.xlsx",
        }
        self._asked(*(str(places.get(word, word)) for word in asked))

    def _lines(self, file: int) -> tuple[Path, list[bytes]]:
        """A file of the records and its lines."""
        files = sorted(self.records.rglob("*.csv"))
        path = files[file % len(files)]
        return path, path.read_bytes().splitlines(keepends=True)

    def _asked(self, *arguments: str) -> int:
        """Run a command; a failed one says in Chinese what to do, and leaves everything as it was."""
        before = contents(self.folder)
        code, err = commanded(arguments)
        told = " ".join(arguments)
        hold(f"{told} returned {code}", code in _CODES.get(arguments[0], _ANY), expected=True)
        if code == 0:
            return code
        after = contents(self.folder)
        hold(f"{told} failed and changed", sorted(after.items() ^ before.items(), key=lambda item: item[0])[:3], [])
        if arguments[0] not in ("check", "verify", "map"):
            last = (err.strip().splitlines() or [""])[-1]
            hold(f"{told} says the way out on its last line {last!r}", bool(_WAY_OUT.match(last)), expected=True)
        return code


def commanded(arguments: Sequence[str]) -> tuple[int, str]:
    """The exit code of a command line, and what it says on the error stream.

    Raises:
        BrokenError: it ends with a traceback.
    """
    from ipscore.cli import run  # noqa: PLC0415  (first what it must not keep)

    err = io.StringIO()
    with redirect_stdout(io.StringIO()), redirect_stderr(err):
        try:
            return run(arguments), err.getvalue()
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # a panic inside a library is no Exception
            raise BrokenError(f"{' '.join(arguments)} ends with {type(error).__name__}: {error}") from error


def contents(folder: Path) -> dict[str, bytes]:
    """The files of a folder by their names; locks that nobody holds are none."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".lock"
    }


@cache
def sound_records() -> Path:
    """Records that can be scored, for as long as the process lives."""
    from indicator_tree import load_rulebook  # noqa: PLC0415
    from ipscore_demo.small_market import write_records  # noqa: PLC0415  (as above)

    folder = Path(tempfile.mkdtemp(prefix="sound-records-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    write_records(folder, rulebook=load_rulebook(RULES), seed=1)
    return folder
