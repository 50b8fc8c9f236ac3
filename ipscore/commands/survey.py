"""`ipscore survey …`."""

# ruff: noqa: PLC0415  (imports stay inside, so that --help loads nothing heavy)

from pathlib import Path
from typing import Annotated

import typer

from ipscore.parameters import (
    FormatOption,
    MarginsOption,
    RecordsArgument,
    RulebookOption,
    RunArgument,
    argument,
    option,
)

OutOption = Annotated[Path | None, option("--out", "-o", metavar="FILE", help="写到文件")]


def report(
    records: RecordsArgument,
    rulebook: RulebookOption = "2017",
    margins: MarginsOption = None,
    form: FormatOption = "table",
    out: OutOption = None,
) -> None:
    """Report what became of the responses, and how the phone checks went."""
    from ipscore.progress import progress_bar
    from ipscore.rules import read_rules
    from ipscore.survey_report import print_report, wave_report, write_report

    with progress_bar("读入") as progress:
        found = wave_report(records, read_rules(rulebook), progress, margins)
    if out is None:
        print_report(found, form)
    else:
        write_report(found, form, out)
        typer.echo(f"已写出 {out}")


def import_(
    export: Annotated[Path, argument(metavar="EXPORT", help="问卷平台导出的文件（CSV、XLSX、SAV 等）")],
    *,
    questionnaire: Annotated[
        str, option("--questionnaire", "-q", metavar="NAME", help="问卷：名称或文件（TOML）", show_default=False)
    ],
    out: Annotated[Path, option("--out", "-o", metavar="FILE", help="写到 .csv 或 .xlsx", show_default=False)],
    register: Annotated[
        Path | None, option("--register", metavar="FILE", help="证券公司名录，用来核对公司", show_default=False)
    ] = None,
    records: Annotated[
        Path | None, option("--records", metavar="FOLDER", help="数据文件夹，用其中的名录", show_default=False)
    ] = None,
) -> None:
    """Match an export of a survey platform to a questionnaire and write it as responses."""
    from ipscore.frame_files import write_frame
    from ipscore.survey_import import import_export, named_questionnaire
    from ipscore.survey_import_table import import_tables
    from reports.terminal import show

    if register is not None and records is not None:
        raise typer.BadParameter("与 --records 只写一个", param_hint="--register")
    found = import_export(export, named_questionnaire(questionnaire), register or records)
    write_frame(found.responses, out, "投资者调查答卷")
    show(*import_tables(found))
    typer.echo(f"已写出 {out}：{found.responses.height:,} 份答卷")


def plan(
    run: RunArgument,
    half_width: Annotated[
        float,
        option("--half-width", metavar="POINTS", min=0.01, max=50, help="置信区间的半宽（分）"),
    ] = 3.0,
    level: Annotated[float, option("--level", min=0.5, max=0.999, help="置信水平")] = 0.95,
    design_effect: Annotated[
        float | None,
        option("--design-effect", min=0.1, max=100, help="设计效应；不写则用各公司上年的"),
    ] = None,
    form: FormatOption = "table",
) -> None:
    """Tell how many respondents every firm needs."""
    from ipscore.output import print_frame
    from ipscore.run_folder import Run
    from ipscore.survey_plan import sample_plan
    from reports.survey_plan_table import plan_table
    from reports.terminal import show

    found = sample_plan(Run.open(run), half_width, level, design_effect)
    if form == "table":
        show(plan_table(found, half_width, level))
    else:
        print_frame(found, form)


def schedule(
    records: RecordsArgument,
    *,
    out: Annotated[
        Path,
        option("--out", "-o", metavar="FILE", help="写到 .csv 或 .xlsx", show_default=False),
    ],
    rulebook: RulebookOption = "2017",
    year: Annotated[int | None, option("--year", help="年度：用该年自带的规则，同 -r 年度", show_default=False)] = None,
    scheme: Annotated[
        Path | None,
        option("--scheme", metavar="FILE", help="自备的编码方案（TOML）；不写则用规则文件旁边的"),
    ] = None,
    seed: Annotated[int, option("--seed", min=0, help="随机种子")] = 2017,
) -> None:
    """Write the call schedule of the evaluated firms."""
    from indicator_tree import load_rulebook
    from ipscore.frame_files import write_frame
    from ipscore.survey_schedule import call_list
    from surveys.coding_scheme import find_coding_scheme, load_coding_scheme

    book = load_rulebook(rulebook if year is None else str(year))
    calls = call_list(records, book, load_coding_scheme(scheme or find_coding_scheme(book)), seed)
    write_frame(calls, out, "拨打安排")
    firms, rounds = calls["统一社会信用代码"].n_unique(), calls["轮次"].n_unique()
    typer.echo(f"已写出 {out}：{firms} 家公司 {rounds} 轮，共 {calls.height} 次拨打（随机种子 {seed}）")
