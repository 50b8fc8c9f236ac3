"""Forms of experts, read back and held against the rulebook whose weights they judge."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from data_sources.calendar_days import read_day
from data_sources.errors import IntakeError
from data_sources.limits import DEFAULT
from data_sources.listing import list_path
from data_sources.stage.marks import EPOCH_1900
from data_sources.stage.sheets import open_file
from indicator_tree.checks import suggestion
from ipscore.errors import JudgementFormError
from ipscore.filled_sheets import stop_at
from ipscore.weights.filled import Filled
from ipscore.weights.grid import cells_of
from ipscore.weights.nodes import inner_nodes, siblings_of
from reports.elicitation import METHODS, layout, sheet_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from data_sources.stage.sheets import File
    from indicator_tree import Rulebook
    from ipscore.weights.grid import Cells
    from reports.elicitation import Method
    from scoring.elicitation import Judgement


@dataclass(frozen=True)
class ReadForms:
    """What experts stated.

    Attributes:
        method: by which all of them judged.
        judgements: node ("" is the whole tree) → expert → judgement; nodes in tree order.
        dates: when experts filled in their forms, as far as they wrote it down.
        remarks: what was read otherwise than it might have been meant, and what was not filled in.
    """

    method: Method
    judgements: dict[str, dict[str, Judgement]]
    dates: dict[str, date]
    remarks: tuple[str, ...]

    @property
    def experts(self) -> tuple[str, ...]:
        """Those who judged at least one node, sorted."""
        return tuple(sorted({expert for each in self.judgements.values() for expert in each}))


@dataclass
class _Form:
    """One file under way."""

    file: str
    expert: str = ""
    method: Method | None = None
    date: date | None = None
    judgements: dict[str, Judgement] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def read_forms(paths: Sequence[Path], rulebook: Rulebook) -> ReadForms:
    """The judgements on some forms.

    Args:
        paths: files, folders of files, or archives of them.
        rulebook: whose weights are judged.

    Raises:
        JudgementFormError: a file is no such form, or of another rulebook, or anything in it is wrong; two forms have
            one number; the forms are not all of one method; nothing was filled in. Tells every place, in all files.
        FolderError: there is nothing at a path.
    """
    forms: list[_Form] = []
    problems: list[str] = []
    for item in [listed.file for path in paths for listed in list_path(path, DEFAULT)[0].files]:
        try:
            forms.append(_read(open_file(item, DEFAULT, DEFAULT.held_bytes), rulebook))
        except IntakeError as error:
            problems.append(str(error))
    problems += [f"{form.file}：{problem}" for form in forms for problem in form.problems]
    problems += _together(forms)
    stop_at(problems, f"专家的表有 {len(problems)} 处不能接受", JudgementFormError)
    parents = inner_nodes(rulebook)
    found = {
        parent: {form.expert: form.judgements[parent] for form in forms if parent in form.judgements}
        for parent in parents
    }
    judged = {parent: each for parent, each in found.items() if each}
    if not judged:
        raise JudgementFormError("表中没有填写任何判断" if forms else "没有可读的表")
    method = next(form.method for form in forms if form.method is not None)
    dates = {form.expert: form.date for form in forms if form.date is not None}
    remarks = tuple(f"{form.file}：{remark}" for form in forms for remark in form.remarks)
    return ReadForms(method, judged, dates, remarks)


def _together(forms: Sequence[_Form]) -> list[str]:
    """What is wrong with forms beside each other."""
    problems, seen = [], dict[str, str]()
    for form in forms:
        if form.expert and form.expert in seen:
            problems.append(
                f"{form.file}：专家编号 {form.expert} 与 {seen[form.expert]} 相同；每位专家一份，编号不重复"
            )
        seen.setdefault(form.expert, form.file)
    methods = {form.method: form.file for form in reversed(forms) if form.method is not None}
    if len(methods) > 1:
        told = "、".join(f"{file} 是{METHODS[method]}" for method, file in methods.items())
        problems.append(f"各份表的方法不同：{told}；请分别读入")
    return problems


def _read(file: File, rulebook: Rulebook) -> _Form:
    form = _Form(file.name)
    sheets = {sheet.name: sheet for sheet in file.sheets}
    if layout.GUIDE not in sheets:
        form.problems.append(f"不是 ipscore weights form 写出的表，没有工作表“{layout.GUIDE}”")
        return form
    _read_guide(form, cells_of(sheets.pop(layout.GUIDE)), rulebook)
    if form.problems or form.method is None:
        return form
    parents = {sheet_name(parent): parent for parent in inner_nodes(rulebook)}
    for name, sheet in sheets.items():
        if name not in parents:
            if sheet.head.height:
                form.remarks.append(f"工作表“{name}”不在规则之中，没有读；{suggestion(name, parents)}")
            continue
        parent = parents[name]
        filled = Filled(cells_of(sheet), siblings_of(rulebook, parent), form.method)
        form.problems += [f"“{name}”{problem}" for problem in filled.problems]
        form.remarks += [f"“{name}”{remark}" for remark in filled.remarks]
        if filled.judgement is not None:
            form.judgements[parent] = filled.judgement
        elif not filled.problems:
            form.remarks.append(f"“{name}”没有填写，不计入")
    return form


def _read_guide(form: _Form, cells: Cells, rulebook: Rulebook) -> None:
    told = {row[0]: row[1] if len(row) > 1 else "" for row in cells if row and row[0]}
    if (given := told.get(layout.RULEBOOK, "")) != rulebook.id:
        form.problems.append(f"是规则 {given or '（空）'} 的表，不是 {rulebook.id} 的")
    form.expert = told.get(layout.EXPERT, "")
    if not form.expert:
        form.problems.append(f"“{layout.GUIDE}”中没有{layout.EXPERT}")
    methods = {label: method for method, label in METHODS.items()}
    form.method = methods.get(told.get(layout.METHOD, ""))
    if form.method is None:
        given = told.get(layout.METHOD, "")
        form.problems.append(f"“{layout.GUIDE}”中的方法“{given}”不认识；{suggestion(given, methods)}")
    if text := told.get(layout.DATE, ""):
        day = read_day(text, EPOCH_1900)
        if isinstance(day, str):
            form.problems.append(
                f"“{layout.GUIDE}”中的{layout.DATE}“{text}”不是日期" + (f"：{day}" if day else "") + "；请写 2018-05-20"
            )
        else:
            form.date = day
