"""The command line. Commands import what they need when they run, so that `--help` answers at once."""

# ruff: noqa: PLC0415  (imports stay inside, so that --help loads nothing heavy)

import functools
import io
import os
import signal
import sys
from collections.abc import Sequence
from typing import Annotated, TextIO

import typer

from ipscore.command_classes import CommandGroup
from ipscore.command_tree import TREE
from ipscore.parameters import option

USAGE_ERROR, FAILURE, INTERRUPTED = 2, 1, 130


def _print_version(wanted: bool) -> None:
    if wanted:
        from ipscore.versions import __version__

        typer.echo(f"ipscore {__version__}")
        raise typer.Exit


def _options(
    version: Annotated[
        bool,
        option("--version", help="显示版本", callback=_print_version, is_eager=True),
    ] = False,
) -> None:
    """Options before any command."""


@functools.cache
def commands() -> CommandGroup:
    """The commands as they are parsed: made once, however many command lines a process runs."""
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    app.command()(_options)
    return CommandGroup("ipscore", TREE, typer.main.get_command(app).params)


def run(arguments: Sequence[str]) -> int:
    """Run a command line and return its exit code: 0 done, 1 an error in what was given, 2 wrong usage.

    Errors that are known are told on the error stream, the way out of them on the last line; any other is raised.
    """
    try:
        result = commands()(list(arguments), prog_name="ipscore", standalone_mode=False)
    except typer.TyperException as error:
        return _usage_error(error)
    except (typer.Abort, KeyboardInterrupt):
        result = INTERRUPTED
    except BrokenPipeError:  # whoever read the output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILURE
    except Exception as error:
        from ipscore.failures import told
        from ipscore.telling import tell

        if (known := told(error)) is None:
            raise
        tell(known.message, known.last_line)
        return FAILURE
    if result == INTERRUPTED:
        typer.echo("\n已中断：没有写完的已删除，原有的结果没有改动", err=True)
    return result if isinstance(result, int) else 0


def main() -> None:
    """Entry point of the `ipscore` command."""
    signal.signal(signal.SIGTERM, _stop)
    for stream in (sys.stdout, sys.stderr):
        _speak_chinese(stream)
    sys.exit(_run_or_tell(sys.argv[1:]))


def _run_or_tell(arguments: Sequence[str]) -> int:
    """Run a command line; an error that nobody meant to raise is told as one of ours."""
    try:
        return run(arguments)
    except (SystemExit, KeyboardInterrupt):
        raise
    except BaseException as error:  # noqa: BLE001  (a library in Rust panics with what is no Exception)
        from ipscore.defects import tell_defect

        tell_defect(error, arguments)
        return FAILURE


def _stop(number: int, _: object) -> None:
    """Asked to end, leave nothing half-written either."""
    sys.exit(128 + number)


def _speak_chinese(stream: TextIO) -> None:
    """Have a stream take Chinese text whatever the locale; what its encoding cannot hold is printed as `?`."""
    if not isinstance(stream, io.TextIOWrapper):
        return
    try:
        "中".encode(stream.encoding)
    except UnicodeEncodeError:
        stream.reconfigure(encoding="utf-8", errors="replace")
    else:
        stream.reconfigure(errors="replace")


def _usage_error(error: typer.TyperException) -> int:
    from ipscore.telling import tell
    from ipscore.usage_messages import in_chinese

    context = getattr(error, "ctx", None)
    message = error.format_message()
    if type(error).__name__ == "NoArgsIsHelpError":
        typer.echo(message, err=True)
        return USAGE_ERROR
    wrong, way_out = in_chinese(message)
    command = "ipscore" if context is None else context.command_path
    tell(wrong, f"{way_out}；用法见 {command} --help", heading="用法错误")
    return error.exit_code
