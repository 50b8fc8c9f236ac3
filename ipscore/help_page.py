"""The help of a command as text: usage, what it does, arguments, options, commands; folded to the terminal's width."""

from __future__ import annotations

import shutil
from collections import defaultdict
from enum import Enum
from typing import TYPE_CHECKING, Any, get_args

from rich.cells import cell_len

from reports.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from typer._click import Context  # what Typer's own signatures name; it has no public name

    from ipscore.command_tree import Branch, Leaf

_ARGUMENTS, _OPTIONS = "参数", "选项"
_HELP = "显示这份说明"
_WORDS = {"str": "文字", "int": "整数", "float": "数字", "Path": "路径"}
_WIDEST, _PIPED = 100, 80  # columns: longer lines are hard to read; where there is no terminal to ask
_TERM, _BETWEEN = 28, 2  # columns of a term with its text beside it; from there to the text
_INDENT = "  "


def help_page(ctx: Context, commands: Mapping[str, Mapping[str, Leaf | Branch]] | None = None) -> str:
    """The page of the command of a context.

    Args:
        ctx: the command as it was called.
        commands: by heading and name, what a group of commands holds.
    """
    width = min(shutil.get_terminal_size((_PIPED, 0)).columns, _WIDEST)
    params = ctx.command.get_params(ctx)
    sections = _parameters(params)
    listed = {
        heading: [(name, entry.help.split("\n")[0]) for name, entry in under.items()]
        for heading, under in (commands or {}).items()
    }
    blocks = [
        _usage(ctx.command_path, params, width, commands=bool(listed)),
        _paragraph(ctx.command.help or "", width),
        *(_section(heading, rows, width) for heading, rows in (sections | listed).items()),
    ]
    if listed:
        blocks.append([f"一个命令的用法：{ctx.command_path} 命令 --help"])
    return "\n\n".join("\n".join(block) for block in blocks)


def _usage(path: str, params: Sequence[Any], width: int, *, commands: bool) -> list[str]:
    arguments = [param for param in params if param.param_type_name == "argument"]
    named = [param.metavar if param.required else f"[{param.metavar}]" for param in arguments]
    first, *rest = fold(
        " ".join([f"用法：{path}", f"[{_OPTIONS}]", *named, *(["命令", "…"] if commands else [])]), width
    )
    return [first, *(_INDENT + line for line in rest)]


def _paragraph(text: str, width: int) -> list[str]:
    return [_INDENT + line for part in text.split("\n") for line in fold(part, width - len(_INDENT))]


def _parameters(params: Sequence[Any]) -> dict[str, list[tuple[str, str]]]:
    """Terms and texts of arguments, options, and options that have a heading of their own."""
    sections: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for heading in (_ARGUMENTS, _OPTIONS):
        sections[heading] = []
    for param in params:
        sections[param.rich_help_panel or _OPTIONS].append((_term(param), _text(param)))
    return {heading: rows for heading, rows in sections.items() if rows}


def _section(heading: str, rows: Sequence[tuple[str, str]], width: int) -> list[str]:
    """A heading and its rows; a term that is too long stands on a line of its own."""
    fitting = [size for term, _ in rows if (size := cell_len(term)) <= min(_TERM, width // 2)]
    column = len(_INDENT) + max(fitting, default=_TERM) + _BETWEEN
    return [f"{heading}：", *(line for term, text in rows for line in _row(term, text, column, width))]


def _row(term: str, text: str, column: int, width: int) -> Iterator[str]:
    lines = fold(text, width - column)
    room = column - len(_INDENT) - cell_len(term)
    if room >= _BETWEEN:
        yield f"{_INDENT}{term}{' ' * room}{lines.pop(0)}".rstrip()
    else:
        yield f"{_INDENT}{term}"
    yield from (" " * column + line for line in lines)


def _term(param: Any) -> str:
    if param.param_type_name == "argument":
        return str(param.metavar)
    names = ", ".join(sorted(param.opts, key=len))
    if param.is_flag:
        return " / ".join([names, *param.secondary_opts])
    return f"{names} {_value(param)}"


def _value(param: Any) -> str:
    """What stands for the value of an option: its name, what may be chosen, or what it is."""
    if param.metavar:
        return str(param.metavar)
    kind = param.type_descriptor
    if kind.choices is not None:
        return "|".join(_shown(choice) for choice in kind.choices)
    element = (get_args(kind.annotation) or (kind.annotation,))[0]
    return _WORDS[element.__name__]


def _text(param: Any) -> str:
    if param.name == "help":
        return _HELP
    told = [
        *(["必填"] if param.required else []),
        *_range(getattr(param, "min", None), getattr(param, "max", None)),
        *([f"默认 {_default(param)}"] if param.show_default and _default(param) else []),
        *([f"环境变量 {param.envvar}"] if param.show_envvar and param.envvar else []),
    ]
    return f"{param.help}（{'；'.join(told)}）" if told else str(param.help)


def _range(least: float | None, most: float | None) -> list[str]:
    if least is not None and most is not None:
        return [f"{least} 至 {most}"]
    return [f"不小于 {least}"] if least is not None else [f"不大于 {most}"] if most is not None else []


def _default(param: Any) -> str:
    """What counts where an option is not given; empty where nothing does."""
    if param.param_type_name == "option" and param.is_flag:
        return str((param.opts if param.default else param.secondary_opts or [""])[0])
    return "" if param.default is None else _shown(param.default)


def _shown(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value.value if isinstance(value, Enum) else value)
