"""The text of a report: Jinja templates that give Markdown, numbers spelled on the way."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
from markupsafe import Markup

from reports.document.markdown import escaped
from reports.errors import TextError
from reports.figures import fixed, interval, percent, plain, signed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from types import CodeType

    from jinja2.bccache import Bucket


class _Compiled(jinja2.BytecodeCache):
    """Templates compiled once a process: several reports, or one in several formats, are written of the same texts."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the code of a text that was compiled before; by its checksum: an edited text is compiled anew."""
        bucket.code = self._known.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a text."""
        if bucket.code is not None:
            self._known[bucket.key, bucket.checksum] = bucket.code


_COMPILED = _Compiled()


def environment(folder: Path) -> jinja2.Environment:
    """The environment of the templates in a folder.

    Everything that an expression prints is escaped for Markdown. An unknown name is an error.
    """
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        autoescape=True,  # macros give Markup then; `finalize` turns all other text into it first
        undefined=jinja2.StrictUndefined,
        finalize=_finalized,
        comment_start_string="{##",  # `{#…}` is the key of a heading
        comment_end_string="##}",
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.do"],
        bytecode_cache=_COMPILED,
    )
    env.filters |= {
        "points": fixed,
        "percent": lambda share: percent(share, 2),
        "count": lambda value: plain(value, 2),
        "plain": plain,
        "signed": signed,
        "size": lambda value: fixed(abs(value)),
        "percent_size": lambda share: percent(abs(share), 2),
        "day": day,
        "listed": listed,
    }
    env.globals["interval"] = interval
    return env


def render(env: jinja2.Environment, template: str, values: Mapping[str, Any]) -> str:
    """A template's Markdown.

    Raises:
        TextError: a template is missing or wrong, or asks for what is not there; says where.
    """
    try:
        return env.get_template(template).render(values)
    except jinja2.TemplateNotFound as error:
        raise TextError(f"正文模板文件夹中没有 {error.name}") from error
    except jinja2.TemplateSyntaxError as error:
        name = Path(error.name or template).name
        raise TextError(f"正文模板 {name} 第 {error.lineno} 行写法有误：{error.message}") from error
    except jinja2.TemplateError as error:
        raise TextError(f"正文模板 {_place(error)}不能填写：{error}") from error


def _place(error: jinja2.TemplateError) -> str:
    """The innermost template line of an error's trace."""
    frames = [at for at in traceback.extract_tb(error.__traceback__) if at.filename.endswith(".j2")]
    return f"{Path(frames[-1].filename).name} 第 {frames[-1].lineno} 行" if frames else ""


def day(value: date) -> str:
    """`2017年12月31日`."""
    return f"{value.year}年{value.month}月{value.day}日"


def listed(items: list[str], last: str = "和") -> str:
    """`甲、乙和丙`."""
    return items[0] if len(items) == 1 else f"{'、'.join(items[:-1])}{last}{items[-1]}" if items else ""


def _finalized(value: Any) -> Markup:
    return value if isinstance(value, Markup) else Markup(escaped(str(value)))  # noqa: S704  (Markdown, not HTML)
