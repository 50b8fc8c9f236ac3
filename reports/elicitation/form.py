"""The form of one expert as a workbook: a sheet per node, what is known filled in, the rest to be filled in."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from data_sources.new_workbook import NewWorkbook
from reports.elicitation import layout
from reports.elicitation.layout import METHODS, Method, Siblings, labelled, sheet_name
from scoring.elicitation.budget import BUDGET

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from indicator_tree import Rulebook

_HEAD = {"bold": True, "text_wrap": True, "valign": "vcenter", "align": "center", "border": 1, "bg_color": "#DDE6F0"}
_FIXED = {"text_wrap": True, "valign": "vcenter", "border": 1, "bg_color": "#F5F6F8", "num_format": "@"}
_FREE = {"align": "center", "valign": "vcenter", "border": 1, "bg_color": "#FBE3D0", "num_format": "@"}
_NUMBER = {**_FREE, "num_format": "General"}
_TABLE = 3  # rows above the table: title, how to fill it in, an empty one
_SCALE = (*map(str, range(9, 0, -1)), *(f"1/{times}" for times in range(2, 10)))

_HOW: dict[Method, str] = {
    "pairwise": "只填右上方的橙色格：左边的指标比上面的重要，填 1–9"
    "（1 同等，3 稍微，5 明显，7 强烈，9 极端；2、4、6、8 居中）；上面的更重要，填 1/2–1/9。左下方是倒数，不用填",
    "budget": "把 100 分分给各指标，越重要分越多；合计应为 100",
    "best-worst": "先在“最重要”“最不重要”两列各打一个 √；"
    "再填：最重要的是每项的几倍，每项是最不重要的几倍（1–9 的整数；与自己相比填 1）",
}
_GUIDE = (
    "请独立填写，不要写姓名：结果只出现专家编号。",
    "每张工作表是一组同级指标，都要填；不熟悉的一组可以整张留空，留空的不计入。",
    "格内写数字即可。两两比较写分数时照写 1/3；若显示成日期，请把该格设为“文本”再写。",
    "不要改动代码、指标名称和这一页上方的编号；填好后照原格式（XLSX）交回。",
)


def write_form(path: Path, rulebook: Rulebook, method: Method, groups: Sequence[Siblings], expert: str) -> None:
    """Write the form of an expert. The same rulebook, nodes and expert give the same bytes.

    Args:
        path: the file.
        rulebook: whose weights are judged.
        method: how.
        groups: the nodes, a sheet each.
        expert: an id that names nobody.

    Raises:
        OSError: the file cannot be written.
    """
    file = NewWorkbook(path)
    book = file.book
    made_on = datetime.combine(rulebook.period.end, time())
    book.set_properties({"title": f"权重征询表 {expert}", "subject": rulebook.title, "created": made_on})
    _guide(book, rulebook, method, expert)
    for group in groups:
        _Page(book, group, method).write()
    file.close()


def _guide(book: Any, rulebook: Rulebook, method: Method, expert: str) -> None:
    page = book.add_worksheet(layout.GUIDE)
    page.set_column(0, 0, 14)
    page.set_column(1, 1, 90)
    bold, free = book.add_format({"bold": True, "valign": "top"}), book.add_format(_FREE | {"align": "left"})
    wrapped = book.add_format({"text_wrap": True, "num_format": "@"})
    about = (
        (layout.RULEBOOK, rulebook.id),
        (layout.TITLE, rulebook.title),
        (layout.METHOD, METHODS[method]),
        (layout.EXPERT, expert),
    )
    for line, (name, value) in enumerate(about):
        page.write_string(line, 0, name, bold)
        page.write_string(line, 1, value, wrapped)
    page.write_string(len(about), 0, layout.DATE, bold)
    page.write_blank(len(about), 1, None, free)
    for line, text in enumerate(_GUIDE, len(about) + 2):
        page.write_string(line, 1, text, wrapped)


class _Page:
    """One sheet under way."""

    def __init__(self, book: Any, group: Siblings, method: Method) -> None:
        self._page = book.add_worksheet(sheet_name(group.parent))
        self._group, self._method = group, method
        self._codes = list(group.names)
        formats = {"head": _HEAD, "fixed": _FIXED, "free": _FREE, "number": _NUMBER}
        self._formats = {name: book.add_format(form) for name, form in formats.items()}
        self._title, self._note = book.add_format({"bold": True, "font_size": 13}), book.add_format({"italic": True})

    def write(self) -> None:
        """Everything on the sheet."""
        self._page.set_landscape()
        self._page.set_paper(9)
        self._page.fit_to_pages(1, 0)
        self._page.set_column(0, 0, 9)
        self._page.set_column(1, 1, 30)
        self._page.write_string(0, 0, f"{self._group.title}：下级指标的重要程度", self._title)
        self._page.write_string(1, 0, _HOW[self._method], self._note)
        self._page.freeze_panes(_TABLE + 1, 2)
        for line, (code, name) in enumerate(self._group.names.items(), _TABLE + 1):
            self._page.write_string(line, 0, code, self._formats["fixed"])
            self._page.write_string(line, 1, name, self._formats["fixed"])
        match self._method:
            case "pairwise":
                self._matrix()
            case "budget":
                self._budget()
            case "best-worst":
                self._best_worst()

    def _head(self, headers: Sequence[str], width: float) -> None:
        self._page.set_column(2, 1 + len(headers), width)
        for at, header in enumerate((layout.CODE, layout.NAME, *headers)):
            self._page.write_string(_TABLE, at, header, self._formats["head"])

    def _matrix(self) -> None:
        self._head([labelled(code, name) for code, name in self._group.names.items()], 14)
        size = len(self._codes)
        for i in range(size):
            for j in range(size):
                line, at = _TABLE + 1 + i, 2 + j
                if i < j:
                    self._page.write_blank(line, at, None, self._formats["free"])
                    self._page.data_validation(line, at, line, at, _choice(_SCALE))
                elif i == j:
                    self._page.write_string(line, at, "1", self._formats["fixed"])
                else:
                    self._page.write_blank(line, at, None, self._formats["fixed"])

    def _budget(self) -> None:
        self._head([layout.POINTS], 12)
        first, last = _TABLE + 1, _TABLE + len(self._codes)
        for line in range(first, last + 1):
            self._page.write_blank(line, 2, None, self._formats["number"])
        self._page.write_string(last + 1, 1, layout.SUM, self._formats["fixed"])
        formula = f"=SUM({xl_range(first, 2, last, 2)})"
        self._page.write_formula(last + 1, 2, formula, self._formats["head"], 0)
        cell = xl_rowcol_to_cell(last + 1, 2)
        told = f'=IF({cell}={BUDGET:g},"","还差 "&({BUDGET:g}-{cell})&" 分")'
        self._page.write_formula(last + 1, 3, told, None, f"还差 {BUDGET:g} 分")

    def _best_worst(self) -> None:
        self._head([layout.BEST, layout.WORST, layout.FROM_BEST, layout.TO_WORST], 16)
        for line in range(_TABLE + 1, _TABLE + 1 + len(self._codes)):
            for at in range(2, 6):
                self._page.write_blank(line, at, None, self._formats["free"])
                choices = (layout.TICK,) if at < 4 else tuple(map(str, range(1, 10)))  # noqa: PLR2004  (the ticks)
                self._page.data_validation(line, at, line, at, _choice(choices))


def _choice(choices: Sequence[str]) -> dict[str, Any]:
    """A list to choose from that lets other spellings through: the reader is the one who judges them."""
    return {"validate": "list", "source": list(choices), "error_type": "information"}
