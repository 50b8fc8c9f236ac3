"""What editors' templates may use, as tables: placeholders, styles, variables, filters with what they print."""

from __future__ import annotations

import inspect
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

from reports.document.templates import FILTERS, environment
from reports.docx.template import PLACEHOLDERS, STYLES
from reports.firm.objection_text import VARIABLES as FIRM_VARIABLES
from reports.table import Table, text
from reports.whitepaper import described
from reports.whitepaper.parts import Parts

if TYPE_CHECKING:
    from collections.abc import Mapping

_PERIOD = SimpleNamespace(start=date(2017, 1, 1), end=date(2017, 12, 31))


def template_tables() -> tuple[Table, ...]:
    """Every table, in the order in which an editor comes across what it lists."""
    return (
        _named("模板.docx：占位符", "占位符", {f"{{{{ {name} }}}}": said for name, said in PLACEHOLDERS.items()}),
        Table("模板.docx：必须有的样式（内置样式不分大小写）", (text("样式"),), tuple((name,) for name in STYLES)),
        _named("正文（白皮书）：变量", "变量", described.VARIABLES),
        _named("正文：指标 one 的属性（total、top、nodes 等）", "属性", described.NODE),
        _named(
            "正文：parts 的图和表，key 供 parts.ref 引用",
            "写法",
            {f"parts.{name}{_signature(name)}": said for name, said in described.PARTS.items()},
        ),
        _filters(),
        _named("正文：白皮书另有的过滤器", "过滤器", described.FILTERS),
        _named("评价明细正文：变量", "变量", FIRM_VARIABLES),
    )


def _named(title: str, head: str, meanings: Mapping[str, str]) -> Table:
    return Table(title, (text(head), text("含义")), tuple(meanings.items()))


def _filters() -> Table:
    """Filters with an example, which is filled in here and now."""
    env = environment(Path())
    rows = (
        (name, each.description, f"{{{{ {each.example} }}}}", env.from_string(f"{{{{ {each.example} }}}}"))
        for name, each in FILTERS.items()
    )
    return Table(
        "各种正文：过滤器",
        (text("过滤器"), text("用途"), text("例"), text("印成")),
        tuple((*row, template.render(period=_PERIOD)) for *row, template in rows),
    )


def _signature(name: str) -> str:
    names = list(inspect.signature(getattr(Parts, name)).parameters)[1:]
    return f"({', '.join(names)})"
