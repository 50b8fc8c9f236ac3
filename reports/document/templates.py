"""The text of a report: Jinja templates that give Markdown, numbers spelled on the way."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from reports.document.markdown import escaped
from reports.errors import TextError
from reports.figures import fixed, interval, percent, plain, signed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
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


def day(value: date) -> str:
    """`2017年12月31日`."""
    return f"{value.year}年{value.month}月{value.day}日"


def listed(items: list[str], last: str = "和") -> str:
    """`甲、乙和丙`."""
    return items[0] if len(items) == 1 else f"{'、'.join(items[:-1])}{last}{items[-1]}" if items else ""


@dataclass(frozen=True)
class Filter:
    """What a template may do with a value: `value|name`.

    Attributes:
        apply: the function.
        description: what it does, in Chinese.
        example: an expression of a template that uses it.
    """

    apply: Callable[..., Any]
    description: str
    example: str


FILTERS: Mapping[str, Filter] = {
    "points": Filter(fixed, "分数：两位小数", "94.705|points"),
    "size": Filter(lambda value: fixed(abs(value)), "分数的大小，不带正负号", "(-0.28)|size"),
    "signed": Filter(signed, "带正负号的分数", "0.28|signed"),
    "count": Filter(lambda value: plain(value, 2), "次数、金额：有几位小数印几位，至多两位", "4415|count"),
    "plain": Filter(plain, "有几位小数印几位，至多四位", "66.66|plain"),
    "percent": Filter(lambda share: percent(share, 2), "比例印成百分数", "0.9456|percent"),
    "percent_size": Filter(lambda share: percent(abs(share), 2), "百分数的大小，不带正负号", "(-0.0396)|percent_size"),
    "day": Filter(day, "日期", "period.end|day"),
    "listed": Filter(listed, "列举", "['甲', '乙', '丙']|listed"),
}
"""The filters of every report's templates; a report may have more."""


def environment(folder: Path) -> SandboxedEnvironment:
    """The environment of the templates in a folder.

    Templates come from editors, perhaps from strangers: they run in Jinja's sandbox. Everything that an expression
    prints is escaped for Markdown. An unknown name is an error.
    """
    env = SandboxedEnvironment(
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
    env.filters |= {name: each.apply for name, each in FILTERS.items()}
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


def _finalized(value: Any) -> Markup:
    return value if isinstance(value, Markup) else Markup(escaped(str(value)))  # noqa: S704  (Markdown, not HTML)
