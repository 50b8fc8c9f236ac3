"""The command line. Commands import what they need when they run, so that `--help` answers at once."""

# ruff: noqa: PLC0415  (imports stay inside, so that --help loads nothing heavy)

import functools
import io
import os
import signal
import sys
from collections.abc import Callable, Sequence
from typing import Annotated, TextIO

import typer

from ipscore.commands import (
    cache,
    check,
    compare,
    demo,
    dictionary,
    distribution,
    explain,
    mapping,
    objections,
    ops,
    reconcile,
    record,
    report,
    robustness,
    rulebook,
    score,
    sql,
    survey,
    template,
    trend,
    verify,
    weights,
    whatif,
)
from ipscore.parameters import option

USAGE_ERROR, FAILURE, INTERRUPTED = 2, 1, 130
_MAIN, _RESULTS, _RECORDS, _SURVEYS, _RULES = "评价", "查看结果", "准备数据", "调查", "规则"
_OPERATIONS = "运营指标"

app = typer.Typer(
    help="证券公司投资者保护状况评价：由数据到得分，每一分都可追溯到记录。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("demo", help="写出 2017 年度重建数据，评分，并与公布数字对照。", rich_help_panel=_MAIN)(demo.demo)
app.command("score", help="对一个数据文件夹评分，写出运行文件夹。", rich_help_panel=_MAIN)(score.score)
app.command("verify", help="核对运行文件夹：文件、数据与重新计算的结果是否一致。", rich_help_panel=_MAIN)(verify.verify)
app.command("explain", help="说明一家公司的得分：由起始分到得分，逐项列出依据与记录。", rich_help_panel=_RESULTS)(
    explain.explain
)
app.command("record", help="一条记录：内容、原件的文件与行号、在哪个指标使谁失了多少分。", rich_help_panel=_RESULTS)(
    record.record
)
app.command("distribution", help="得分分布：各分段的公司数。", rich_help_panel=_RESULTS)(distribution.distribution)
app.command("reconcile", help="与公布数字对照：每个数字之差，哪个权重方案再现哪些。", rich_help_panel=_RESULTS)(
    reconcile.reconcile
)
app.command("compare", help="比较两次运行：得分与位次的变化，分为规则、权重、记录三部分。", rich_help_panel=_RESULTS)(
    compare.compare
)
app.command(
    "trend",
    help="几次运行按期间排列：得分、位次、分段的走势；体系变了的，另按各期都有的指标可比。",
    rich_help_panel=_RESULTS,
)(trend.trend)
app.command("whatif", help="假如去掉记录、改变参数或权重：谁的得分与位次会变。", rich_help_panel=_RESULTS)(
    whatif.whatif
)
app.command(
    "robustness", help="稳健性：规则的选择与抽样误差一起变动，位次能靠得住到什么程度。", rich_help_panel=_RESULTS
)(robustness.robustness)
app.command("sql", help="用 SQL 查询运行的各张表。", rich_help_panel=_RESULTS)(sql.sql)
app.add_typer(report.app, name="report", rich_help_panel=_RESULTS)
app.add_typer(objections.app, name="objections", rich_help_panel=_RESULTS)
app.command("template", help="写出各数据源的填报模板（XLSX）。", rich_help_panel=_RECORDS)(template.template)
app.command(
    "check",
    help="检查数据文件夹：各文件读入、采用、不合格的行数与原因，末尾给出能否评分的结论。\n\n"
    "返回码：0 可以评分，3 存疑（能评分，应先看看），1 不能评分，2 用法错误。",
    rich_help_panel=_RECORDS,
)(check.check)
app.command(
    "map", help="提出 mapping.toml：认不得的表头、取值与文件名各可能是什么，供核对。", rich_help_panel=_RECORDS
)(mapping.propose_mapping)
app.command("dictionary", help="数据字典：各数据源的列、类型与可选值。", rich_help_panel=_RECORDS)(
    dictionary.dictionary
)
app.add_typer(cache.app, name="cache", rich_help_panel=_RECORDS)
app.add_typer(survey.app, name="survey", rich_help_panel=_SURVEYS)
app.add_typer(ops.app, name="ops", rich_help_panel=_OPERATIONS)
app.add_typer(rulebook.app, name="rulebook", rich_help_panel=_RULES)
app.add_typer(weights.app, name="weights", rich_help_panel=_RULES)


def _print_version(wanted: bool) -> None:
    if wanted:
        from ipscore.versions import __version__

        typer.echo(f"ipscore {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        option("--version", help="版本", callback=_print_version, is_eager=True),
    ] = False,
) -> None:
    """Options before any command."""


@functools.cache
def _commands() -> Callable[..., object]:
    """The commands as they are parsed: made of their signatures once, however many command lines a process runs."""
    return typer.main.get_command(app)


def run(arguments: Sequence[str]) -> int:
    """Run a command line and return its exit code: 0 done, 1 an error in what was given, 2 wrong usage.

    Errors that are known are told in one message on the error stream; any other keeps its traceback.
    """
    try:
        result = _commands()(list(arguments), prog_name="ipscore", standalone_mode=False)
    except typer.TyperException as error:
        return _usage_error(error)
    except (typer.Abort, KeyboardInterrupt):
        result = INTERRUPTED
    except BrokenPipeError:  # whoever read the output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILURE
    except Exception as error:
        from ipscore.failures import told

        if (message := told(error)) is None:
            raise
        typer.echo(f"错误：{message}", err=True)
        return FAILURE
    if result == INTERRUPTED:
        typer.echo("\n已中断：没有写完的已删除，原有的结果没有改动", err=True)
    return result if isinstance(result, int) else 0


def main() -> None:
    """Entry point of the `ipscore` command."""
    signal.signal(signal.SIGTERM, _stop)
    for stream in (sys.stdout, sys.stderr):
        _speak_chinese(stream)
    sys.exit(run(sys.argv[1:]))


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
    from ipscore.usage_messages import in_chinese

    context = getattr(error, "ctx", None)
    message = error.format_message()
    if type(error).__name__ == "NoArgsIsHelpError":
        return USAGE_ERROR
    where = f"\n用法见：{context.command_path} --help" if context is not None else ""
    typer.echo(f"用法错误：{in_chinese(message)}{where}", err=True)
    return error.exit_code
