"""Runs the commands of READMEs and guides for `cog`, so that what a page shows is what the commands print."""

from __future__ import annotations

import io
import json
import os
import shlex
import shutil
from contextlib import chdir, redirect_stderr, redirect_stdout
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
WIDTH = "120"


def show(command: str, *parts: tuple[str, int], example: str = "", code: int = 0) -> None:
    """Print a command and what it prints, as a console block for Markdown.

    Args:
        command: what a reader would type; it runs in `build/readme/`.
        example: the folder of `docs/examples/` in a copy of which it runs instead.
        parts: show only these parts, each the line that begins with a text and so many lines in all; `…` stands
            for what lies between. Everything is shown if none is given.
        code: the exit code that it ends with; what it says on standard error is shown too unless that is 0.

    Raises:
        RuntimeError: the command ended otherwise.
    """
    lines = _printed(command, _copied(example) if example else ROOT / "build" / "readme", code)
    shown = _chosen(lines, parts) if parts else lines
    print("```console", f"$ {command}", *(line.rstrip() for line in shown), "```", sep="\n")


def run(command: str, *, example: str = "") -> None:
    """Run a command of which nothing is shown. See `show`."""
    _printed(command, _copied(example) if example else ROOT / "build" / "readme", 0)


def documents(*commands: str) -> dict[str, Any]:
    """What the last of some commands prints, read as JSON; they run in `build/readme/`."""
    for command in commands[:-1]:
        run(command)
    found: dict[str, Any] = json.loads("\n".join(_printed(commands[-1], ROOT / "build" / "readme", 0)))
    return found


def statements(reconciled: dict[str, Any], scheme: str) -> None:
    """Print every statement of `ipscore reconcile --format json` under one weight scheme, as a table for Markdown."""
    heads = ("类别", "说法", "公布", "本次", "结果", "原因")
    print(f"| {' | '.join(heads)} |", f"| {' | '.join(['---'] * len(heads))} |", sep="\n")
    for row in reconciled["figures"]:
        if row["scheme"] in {None, scheme} and row["stated"]:
            reason = "" if row["verdict"] == "match" else row["reason"] or ""
            shown = (_number(row["published"], row["kind"]), _number(row["computed"], row["kind"]))
            label = " ".join(filter(None, (row["key"] if row["level"] is not None else "", row["label"])))
            print(f"| {_KINDS[row['kind']]} | {label} | {' | '.join(shown)} | {_VERDICTS[row['verdict']]} | {reason} |")


_KINDS = {
    "mean": "均分",
    "change": "较上年度 %",
    "place": "位次",
    "firms": "参评数",
    "count": "记录数",
    "previous_count": "上年度记录数",
    "statement": "其他说法",
}
_VERDICTS = {"match": "一致", "explained": "说明", "mismatch": "不一致", "unknown": "未核对"}


def _number(value: float | None, kind: str) -> str:
    if value is None:
        return ""
    return f"{value:,.2f}" if kind in {"mean", "change"} else f"{value:,.4f}".rstrip("0").rstrip(".")


@cache
def _copied(example: str) -> Path:
    folder = ROOT / "build" / "examples" / example
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ROOT / "docs" / "examples" / example, folder)
    return folder


@cache  # pages in two languages show the same commands
def _printed(command: str, folder: Path, expected: int) -> list[str]:
    """What a command prints, run in this process: starting one for each takes longer than what they do."""
    if command.startswith("cp "):
        _, *flags, source, target = shlex.split(command)
        found = folder / source if (folder / source).exists() else ROOT / source
        if flags:
            shutil.rmtree(folder / target, ignore_errors=True)
            shutil.copytree(found, folder / target)
        else:
            shutil.copy(found, folder / target)
        return []
    if command.startswith("cat "):
        _, source, _, target = shlex.split(command)
        with (folder / target).open("ab") as end:
            end.write((folder / source).read_bytes())
        return []
    if command.startswith("rm "):
        (folder / command.removeprefix("rm ")).unlink()
        return []
    from ipscore.cli import run as run_command  # noqa: PLC0415

    folder.mkdir(parents=True, exist_ok=True)
    arguments = shlex.split(command.removeprefix("uv run "))
    out, err = io.StringIO(), io.StringIO()
    before = os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = WIDTH
    try:
        with chdir(folder), redirect_stdout(out), redirect_stderr(err):
            code = run_command(arguments[1:])
    finally:
        os.environ.pop("COLUMNS") if before is None else os.environ.update(COLUMNS=before)
    if code != expected:
        raise RuntimeError(f"{command}: exit code {code}\n{out.getvalue()}{err.getvalue()}")
    return (out.getvalue() + (err.getvalue() if expected else "")).rstrip("\n").split("\n")


def _chosen(lines: list[str], parts: tuple[tuple[str, int], ...]) -> list[str]:
    chosen: list[str] = []
    done = 0
    for begin, count in parts:
        start = next(number for number, line in enumerate(lines) if number >= done and line.startswith(begin))
        done = start + count
        chosen += ["…"] * (start > 0 and bool(chosen)) + lines[start:done]
    return chosen + ["…"] * (done < len(lines))
