"""`ipscore report …`."""

# ruff: noqa: PLC0415  (imports stay inside, so that --help loads nothing heavy)

from functools import partial
from pathlib import Path

import typer

from ipscore import report_options as given
from ipscore.count_progress import announce, waiting
from ipscore.parameters import ForceOption, RunArgument


def _writing(out: Path | None) -> str:
    return "正在写出" if out is None else f"正在写出 {out.name}"


def whitepaper(
    run: RunArgument,
    *,
    out: given.OutOption,
    form: given.PaperFormOption = None,
    previous: given.PreviousOption = None,
    earlier: given.EarlierOption = None,
    template: given.TemplateOption = None,
    fonts: given.FontsOption = None,
    texts: given.TextsOption = None,
    final: given.FinalOption = False,
    series: given.SeriesOption = "",
    issuer: given.IssuerOption = "",
    date: given.DateOption = "",
    notice: given.NoticeOption = "",
    force: ForceOption = False,
) -> None:
    """Write the white paper of a run."""
    with waiting(_writing(out)):
        from ipscore.report_forms import check_own_file, check_own_fonts, form_of
        from ipscore.report_whitepaper import FORMS, document_of, write_document
        from ipscore.run_folder import Run
        from reports.whitepaper import Imprint

        chosen = form_of(out, FORMS, form)
        check_own_file("--template", template, chosen, "docx")
        check_own_fonts("--fonts", fonts, chosen, "pdf")
        opened = Run.open(run)
        document = document_of(
            opened, previous, Imprint(series, issuer, date, notice), texts, earlier=earlier or (), final=final
        )
        opened.require_unreplaced()
        write_document(document, out, chosen, opened, template=template, fonts=fonts, force=force)
    typer.echo(f"已写出 {out}")


def workbook(
    run: RunArgument,
    *,
    out: given.FileOption = None,
    previous: given.PreviousOption = None,
    force: ForceOption = False,
) -> None:
    """Write the workbook of a run."""
    with waiting(_writing(out)):
        from ipscore.report_workbook import write_workbook

        written = write_workbook(run, out, previous, force=force)
    typer.echo(f"已写出 {written}")


def data(
    run: RunArgument,
    *,
    out: given.DataFolderOption = None,
    form: given.DataFormOption = None,
    previous: given.PreviousOption = None,
    force: ForceOption = False,
) -> None:
    """Write the tables of a run as a data package."""
    with waiting(_writing(out)):
        from ipscore.report_workbook import write_data

        written = write_data(run, out, form, previous, force=force)
    typer.echo(f"已写出 {written}")


def firm(
    run: RunArgument,
    name: given.FirmArgument = None,
    *,
    out: given.OutOrFolderOption,
    every: given.EveryOption = False,
    form: given.FirmFormOption = None,
    previous: given.PreviousRunOption = None,
    earlier: given.EarlierOption = None,
    issuer: given.FirmIssuerOption = "",
    notice: given.FirmNoticeOption = "",
    texts: given.FirmTextsOption = None,
    force: ForceOption = False,
) -> None:
    """Write the breakdown of one firm, or of every firm."""
    if every == (name is not None):
        raise typer.BadParameter("请写明一家公司，或用 --all 写出每一家的", param_hint="FIRM")
    if name is None:
        announce(_writing(out))
        from ipscore.report_firm import write_all
        from ipscore.report_firm_files import FORMS_OF_ALL
        from ipscore.run_folder import Run

        write = partial(write_all, issuer=issuer, notice=notice, texts=texts, earlier=earlier or ())
        written = write(Run.open(run), form or FORMS_OF_ALL, out, previous, force=force)
        typer.echo(f"已写出 {out}：{written} 个文件")
        return
    with waiting(_writing(out)):
        from ipscore.report_firm import write_firm
        from ipscore.report_firm_files import FORMS
        from ipscore.report_forms import form_of
        from ipscore.run_folder import Run

        chosen = form_of(out, FORMS, form)
        write_one = partial(write_firm, issuer=issuer, notice=notice, texts=texts, earlier=earlier or ())
        remark = write_one(Run.open(run), name, chosen, out, previous, force=force)
    typer.echo(f"{remark}\n已写出 {out}" if remark else f"已写出 {out}")


def robustness(
    run: RunArgument,
    *,
    out: given.OutOption,
    form: given.PaperFormOption = None,
    references: given.ReferencesOption = None,
    issuer: given.FirmIssuerOption = "",
    notice: given.FirmNoticeOption = "",
    force: ForceOption = False,
) -> None:
    """Write the report of the study of robustness that a run holds."""
    with waiting(_writing(out)):
        from ipscore.report_forms import form_of
        from ipscore.report_robustness import robustness_document
        from ipscore.report_whitepaper import FORMS, write_document
        from ipscore.run_folder import Run

        chosen = form_of(out, FORMS, form)
        opened = Run.open(run)
        document = robustness_document(opened, references or (), issuer=issuer, notice=notice)
        write_document(document, out, chosen, opened, force=force)
    typer.echo(f"已写出 {out}")


def templates(folder: given.TemplatesFolderArgument = None, *, describe: given.DescribeOption = False) -> None:
    """Copy the shipped templates into a folder, never over a file that is there; or say what they may use."""
    from ipscore.report_templates import copy_templates
    from reports.template_tables import template_tables
    from reports.terminal import show

    if describe == (folder is not None):
        raise typer.BadParameter("请写明写到哪个文件夹，或用 --describe 列出模板可用的变量", param_hint="DIR")
    if folder is None:
        show(*template_tables())
        return
    for path in copy_templates(folder):
        typer.echo(f"已写出 {path}")
