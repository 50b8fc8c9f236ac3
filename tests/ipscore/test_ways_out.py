"""Every class of error, by a real mistake: told on the error stream alone, and its last line is the way out."""

from __future__ import annotations

import ast
import re
import resource
import shutil
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from ipscore import cli, failures
from ipscore.cli import commands
from ipscore.command_tree import TREE, Branch, Leaf
from surveys.coding_scheme import CODING_SCHEMES
from tests.ipscore import survey_records
from tests.ipscore.conftest import Ipscore, Printed
from tests.ipscore.test_help import parameters
from tests.reports.small import SMALL

CASES = tomllib.loads((Path(__file__).parent / "ways_out.toml").read_text(encoding="utf-8"))
ROOT = Path(__file__).parents[2]
ROOMS = ("demonstration", "ipscore", "reports", "scoring", "surveys", "data_sources", "indicator_tree")
BASES = {"ToldError", "IpscoreError", "ReportError", "ScoringError", "IndicatorTreeError"}
"""Of which no error is made, only of those below."""

LABEL = "处理办法："
LEAVES = [words for words, entry in TREE.walk() if isinstance(entry, Leaf)]
GROUPS = {words for words, entry in TREE.walk() if isinstance(entry, Branch)}


def told_classes() -> set[str]:
    """The classes of errors that people meet, wherever they are defined."""
    bases = {
        node.name: {ast.unparse(base) for base in node.bases}
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    }
    found = {"ToldError"}
    while more := {name for name, above in bases.items() if above & found} - found:
        found |= more
    return found


CHINESE = re.compile("[\u4e00-\u9fff]")
COMMAND, OPTION = re.compile(r"ipscore((?: [a-z]+)+)"), re.compile(r"(?<![\w-])--[a-z][a-z-]*")


def texts_of_code() -> Iterator[tuple[str, str]]:
    """Everything in Chinese that the product may say, and where it stands."""
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and CHINESE.search(node.value):
                    yield node.value, f"{path.relative_to(ROOT)}:{node.lineno}"


def test_commands_and_options_that_texts_name_exist() -> None:
    known = {words for words, _ in TREE.walk()}
    options = {
        option for words in LEAVES for each in parameters(words) for option in (*each.opts, *each.secondary_opts)
    }
    texts = list(texts_of_code())
    commands_named = [(tuple(found.split()), at) for text, at in texts for found in COMMAND.findall(text)]
    options_named = [(found, at) for text, at in texts for found in OPTION.findall(text)]
    assert len(commands_named) > 20
    assert len(options_named) > 20
    assert [(words, at) for words, at in commands_named if words[:1] not in known] == []
    assert [(words, at) for words, at in commands_named if words[:1] in GROUPS and words[:2] not in known] == []
    assert [(option, at) for option, at in options_named if option not in {*options, "--help", "--version"}] == []


def test_every_class_of_error_has_a_case() -> None:
    covered = {case["error"] for case in (*CASES["case"], *CASES["unreached"])}
    assert covered == told_classes() - BASES


@contextmanager
def small_disk(case: Mapping[str, Any]) -> Iterator[None]:
    """A system that lets no file grow beyond what the case says."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (case.get("largest_file", before[0]), before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def prepare(case: Mapping[str, Any], here: Path, named: Mapping[str, str]) -> None:
    for name, text in case.get("files", {}).items():
        (here / name).parent.mkdir(parents=True, exist_ok=True)
        (here / name).write_text(text.format(**named), encoding="utf-8")
    for name, content in case.get("bytes", {}).items():
        (here / name).write_bytes(bytes.fromhex(content))
    for there, to in case.get("copied", ()):
        shutil.copy(here / there.format(**named), here / to)
    for name, old, new in case.get("lines", ()):
        text = (here / name).read_text(encoding="utf-8")
        assert old in text
        (here / name).write_text(text.replace(old, new), encoding="utf-8")
    for name in case.get("emptied", ()):
        (here / name).write_bytes(b"")
    for name in case.get("removed", ()):
        (here / name).unlink()


@pytest.mark.parametrize("case", CASES["case"], ids=lambda case: case["name"])
def test_the_last_line_is_the_way_out(
    case: Mapping[str, Any], run: Path, tmp_path: Path, ipscore: Ipscore, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    known = failures.told

    def watched(error: Exception) -> Any:
        found = known(error)
        told.append(type(found).__name__)
        return found

    monkeypatch.setattr(failures, "told", watched)
    named = {
        "here": str(tmp_path),
        "run": str(run),
        "records": str(tmp_path / "records"),
        "small": SMALL.as_posix(),
        "schemes": CODING_SCHEMES.as_posix(),
        "answers": str(survey_records.write_records(tmp_path / "answers")),
        "surveyed": survey_records.write_rulebook(tmp_path / "surveyed").as_posix(),
    }
    prepare(case, tmp_path, named)
    for command in case.get("before", ()):
        assert ipscore(*(word.format(**named) for word in command)).code == 0
    with small_disk(case):
        printed = ipscore(*(word.format(**named) for word in case["command"]))
    assert told[-1:] == [case["error"]]
    insist_on_way_out(printed, 1, case["way_out"].format(**named), tables=case.get("tables", False))


def insist_on_way_out(printed: Printed, code: int, way_out: str, *, tables: bool = False) -> None:
    assert (printed.code, bool(printed.out)) == (code, tables)
    *_, last = printed.err.splitlines()
    assert last == f"{LABEL}{way_out}"
    assert printed.err.count(LABEL) == 1
    assert re.search(r"[A-Za-z]", way_out), "it names a command, an option or a file"


@pytest.mark.parametrize("words", LEAVES, ids=" ".join)
def test_wrong_usage_of_every_command_is_told_in_chinese(words: tuple[str, ...], ipscore: Ipscore) -> None:
    help_page = f"用法见 ipscore {' '.join(words)} --help"
    insist_on_way_out(ipscore(*words, "--nothing-like-it"), 2, f"请去掉或改写 --nothing-like-it；{help_page}")
    command: Any = commands()
    for word in words:
        command = command.commands[word]
    if any(param.required for param in command.params):
        missing = ipscore(*words)
        assert (missing.code, missing.out) == (2, "")
        wrong, way_out = missing.err.splitlines()
        assert re.match(r"用法错误：缺少(参数|选项) ", wrong)
        assert re.fullmatch(rf"{LABEL}请(写上|加上) \S+.*；{re.escape(help_page)}", way_out)


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch, run: Path, tmp_path: Path) -> Path:
    """A command that fails as nobody meant it to; the folder in which a report of it would be written."""
    monkeypatch.setattr("ipscore.query.query", lambda *_, **__: 1 / 0)
    monkeypatch.setattr("sys.argv", ["ipscore", "sql", str(run), "select '11010519491231002X'"])
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_a_defect_of_ours_is_told_with_the_file_to_send(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="1"):
        cli.main()
    out, err = capsys.readouterr()
    (file,) = broken.iterdir()
    said, wrong, way_out = err.splitlines()
    assert said == "正在查询……"
    assert (out, "ZeroDivisionError" in wrong) == ("", True)
    assert way_out.startswith(f"{LABEL}请把文件 {file} 发给 ipscore 的维护者")
    told = file.read_text(encoding="utf-8")
    assert "ipscore sql" in told
    assert "ZeroDivisionError: division by zero" in told
    assert "19491231" not in told, "personal numbers are masked"


def test_a_defect_of_which_no_file_can_be_written_is_told_whole(
    broken: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken.rmdir()
    with pytest.raises(SystemExit, match="1"):
        cli.main()
    _, err = capsys.readouterr()
    assert "ZeroDivisionError: division by zero" in err
    assert err.splitlines()[-1] == f"{LABEL}请把以上全部内容发给 ipscore 的维护者"
