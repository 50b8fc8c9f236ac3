"""Reports of an operations run: one firm's month, or the effect over all firms, in one of their formats."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

import polars as pl

from indicator_tree.checks import suggestion
from indicator_tree.published.operations import load_pilot
from ipscore.errors import UnknownFirmError, UnknownMonthError
from ipscore.manifest import stay_out_of_runs
from ipscore.ops_run import OperationsRun
from ipscore.report_files import write_document_file
from ipscore.writing import spare, whole_file
from reports.effect_comparison import contradictions_of, published_changes
from reports.operations.effect import effect_report
from reports.operations.effect_view import Effect
from reports.operations.effect_workbook import write_effect
from reports.operations.firm_month import FirmMonth
from reports.operations.month_workbook import write_month
from reports.operations.monthly import monthly_report
from reports.operations.spelling import month_name

if TYPE_CHECKING:
    from pathlib import Path

    from reports.effect_comparison import ContradictionRow
    from reports.operations.tables import Tables

Kind = Literal["monthly", "effect"]
KINDS: tuple[Kind, ...] = ("monthly", "effect")
Form = Literal["docx", "pdf", "html", "xlsx"]
FORMS: tuple[Form, ...] = ("docx", "pdf", "html", "xlsx")

_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_DECEMBER = 12


def write_report(
    run_folder: Path,
    kind: Kind,
    form: Form,
    out: Path,
    *,
    firm: str | None = None,
    month: str | None = None,
    force: bool = False,
    names: bool = False,
    issuer: str = "",
) -> None:
    """Write a report; it appears whole under its name, or not at all.

    Args:
        run_folder: an operations run.
        kind: `monthly` for one firm's month, `effect` for the effect over all firms.
        form: docx, pdf, html or xlsx.
        out: the file.
        firm: code or short name, for `monthly`; may be left out where the run has one firm only.
        month: `2019-08`, for `monthly`; the last one on which readings were due if not given.
        force: whether an existing file is replaced.
        names: whether `effect` names firms; `monthly` never names another firm.
        issuer: who hands it out, on the cover.

    Raises:
        NotARunError: the folder is no operations run, or one that is damaged.
        UnknownFirmError: no such firm, or none was named.
        UnknownMonthError: the firm has no figures of the month, or the month cannot be read.
        TargetError: the file cannot be written, or is there and `force` is not set.
    """
    _check(out, force=force)
    tables = OperationsRun.open(run_folder).tables
    match kind:
        case "monthly":
            own = firm_month(tables, firm, month)
            if form == "xlsx":
                with whole_file(out, force=force) as partial:
                    write_month(own, partial)
            else:
                write_document_file(monthly_report(own, issuer=issuer), out, form, own.last_day, force=force)
        case "effect":
            effect = effect_of(tables, names=names)
            last_day = _last_day(effect.months[-1])
            if form == "xlsx":
                with whole_file(out, force=force) as partial:
                    write_effect(effect, partial, last_day)
            else:
                write_document_file(effect_report(effect, issuer=issuer), out, form, last_day, force=force)


def firm_month(tables: Tables, firm: str | None, month: str | None) -> FirmMonth:
    """What a run holds of a firm, by code or short name, and a month (`2019-08`; the last one on which readings were
    due if None).

    Raises:
        UnknownFirmError: no such firm, or none was named.
        UnknownMonthError: the firm has no figures of the month, or the month cannot be read.
    """
    firm_id = _firm(tables, firm)
    known = tables.months(firm_id)
    if not known:
        raise UnknownMonthError(
            f"运行中没有 {tables.name(firm_id)} 的月度数",
            "请用 --firm 另写一家公司；有月度数的公司见运行文件夹的 summary.csv",
        )
    if month is None:
        due = tables.due.filter(pl.col("firm_id") == firm_id, pl.col("due") > 0)["month"]
        return FirmMonth.of(tables, firm_id, max((day for day in due if day in known), default=known[-1]))
    found = _MONTH.fullmatch(month.strip())
    if found is None or not 1 <= int(found[2]) <= _DECEMBER:
        raise UnknownMonthError(f"月份应写作 2019-08，实为 {month or '（空）'}", "--month 请写成 2019-08 的样子")
    first = date(int(found[1]), int(found[2]), 1)
    if first not in known:
        raise UnknownMonthError(
            f"运行中没有 {tables.name(firm_id)} 在{month_name(first)}的月度数；"
            f"有的是{month_name(known[0])}至{month_name(known[-1])}",
            f"--month 请写 {known[0]:%Y-%m} 至 {known[-1]:%Y-%m} 之间的月份",
        )
    return FirmMonth.of(tables, firm_id, first)


def effect_of(tables: Tables, *, names: bool) -> Effect:
    """What a run holds of the effect over all firms, with the firms' names only where they are asked for.

    The contradictions of the pilot's evaluation are told where the run gives its published figures: where it is the
    pilot's.

    Raises:
        UnknownMonthError: the run has no figures at all.
    """
    if tables.industry.is_empty():
        raise UnknownMonthError("运行中没有可以评估的月度数", "请先用 ipscore ops score 对更多月份的读数评分")
    firms = dict(tables.firms.select("firm_id", "firm").iter_rows()) if names else {}
    return Effect(tables, firms, _differences(tables))


def _differences(tables: Tables) -> tuple[ContradictionRow, ...]:
    figures = load_pilot()
    if tables.catalogue.id != figures.catalogue:
        return ()
    changes = published_changes(tables, figures)
    same = all(row.verdict == "match" for row in changes)
    return contradictions_of(tables, changes, figures) if same else ()


def _firm(tables: Tables, asked: str | None) -> str:
    firms: dict[str, str] = dict(tables.firms.select("firm_id", "firm").iter_rows())
    if asked is None:
        if len(firms) == 1:
            return next(iter(firms))
        raise UnknownFirmError("月报只写一家公司", f"请用 --firm 指明，可写：{'、'.join(firms.values())}")
    wanted = asked.strip()
    if wanted in firms:
        return wanted
    found = [firm_id for firm_id, name in firms.items() if name == wanted]
    if len(found) != 1:
        hint = suggestion(wanted, firms.values())
        raise UnknownFirmError(
            f"运行中没有代码或简称为“{asked}”的公司；{hint}", f"--firm 请写这些之一：{'、'.join(firms.values())}"
        )
    return found[0]


def _check(out: Path, *, force: bool) -> None:
    stay_out_of_runs(out)
    spare(out, force=force)


def _last_day(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
