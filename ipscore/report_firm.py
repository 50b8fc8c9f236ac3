"""The breakdown of one firm as a file, or of all firms as a folder."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ipscore.atomic_folder import Place
from ipscore.count_progress import count_bar
from ipscore.errors import NotARunError
from ipscore.lookup import find_firm
from ipscore.previous import previous_of, trend_of
from ipscore.report_files import tell_unshown
from ipscore.report_firm_files import OBJECTIONS, SUFFIX, Form, Order, Printer
from ipscore.report_firm_workers import in_processes
from ipscore.robustness_files import study_of
from ipscore.run_records import kinds_of_run
from ipscore.writing import spare, whole_file
from reports.firm import Industry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ipscore.run_folder import Run

_FILE = re.compile(rf"[0-9A-Z]+_[^/]*({SUFFIX}\.(html|pdf|xlsx)|{OBJECTIONS}\.xlsx)")


def write_firm(
    run: Run,
    firm: str,
    form: Form,
    out: Path,
    previous: str | None = None,
    *,
    issuer: str = "",
    notice: str = "",
    texts: Path | None = None,
    earlier: Sequence[str] = (),
    force: bool = False,
) -> str | None:
    """Write the breakdown of one firm; it appears whole under its name, or not at all.

    Args:
        run: the run.
        firm: code, full, short or former name.
        form: html, pdf or xlsx; objections is the form for objections.
        out: the file.
        previous: the run folder of the year before; None compares with nothing.
        issuer: who hands it out, under the title.
        notice: what every reader must know first.
        texts: a folder of templates that an editor changed.
        earlier: run folders of years before that, for the course over years.
        force: whether an existing file is replaced.

    Returns:
        What to say if another firm was named than the one written about.

    Raises:
        UnknownFirmError: no such firm, or one that was not evaluated.
        NoStudyError: the run has a study of robustness that is damaged or outdated.
        NotARunError: `previous` or one of `earlier` is no run.
        IncomparableRunsError: `previous` is this run or a later one, or evaluated nothing that this run evaluated.
        TrendError: the runs have no order.
        TargetError: the file cannot be written, or is there and `force` is not set.
    """
    found = find_firm(run.table("firms"), firm)
    spare(out, force=force)
    before, title = _previous(run, previous)
    before_it = before.evaluation if before else None
    course = trend_of(run, before, earlier)
    industry = Industry(run.evaluation, before_it, title, study_of(run), kinds_of_run(run), course)
    with whole_file(out, force=force) as partial:
        unshown = Printer(industry, issuer, notice, texts=texts).write(industry.of(found.firm_id), {form: partial})
        run.require_unreplaced()
    tell_unshown({out.name: unshown})
    return found.remark


def write_all(
    run: Run,
    forms: Form | Sequence[Form],
    out: Path,
    previous: str | None = None,
    *,
    issuer: str = "",
    notice: str = "",
    texts: Path | None = None,
    earlier: Sequence[str] = (),
    force: bool = False,
    processes: int | None = None,
) -> int:
    """Write a file per evaluated firm and format into a folder that appears whole or not at all.

    Files are named by code and short name. Processes work side by side; each reads the run once.

    Args:
        run: the run.
        forms: one format or several.
        out: the folder.
        previous: the run folder of the year before; None compares with nothing.
        issuer: who hands it out, under the title.
        notice: what every reader must know first.
        texts: a folder of templates that an editor changed.
        earlier: run folders of years before that, for the course over years.
        force: whether a folder of breakdowns is replaced; nothing else is ever replaced.
        processes: how many work side by side; as many as there are processors if not given.

    Returns:
        How many files were written.

    Raises:
        NotARunError: `previous` or one of `earlier` is no run.
        IncomparableRunsError: `previous` is this run or a later one, or evaluated nothing that this run evaluated.
        TrendError: the runs have no order.
        TargetError: the folder cannot be written.
        KeyboardInterrupt: interrupted; nothing is left behind.
    """
    place = Place(out, force=force, ours=_ours)
    place.check()
    before, title = _previous(run, previous)
    trend_of(run, before, earlier)  # told before any process starts
    evaluated = run.table("firms").filter(status="evaluated").sort("firm_id")["firm_id"].to_list()
    chosen: tuple[Form, ...] = (forms,) if isinstance(forms, str) else tuple(forms)
    with place.new_folder() as partial, count_bar("公司评价明细", len(evaluated)) as told:
        order = Order(
            run.folder.resolve(),
            before.folder.resolve() if before else None,
            title,
            partial,
            chosen,
            issuer,
            notice,
            None if texts is None else texts.resolve(),
            tuple(str(Path(folder).resolve()) for folder in earlier),
        )
        try:
            unshown = in_processes(order, evaluated, told, processes)
            written = sum(1 for _ in partial.iterdir())
            run.require_unreplaced()  # every process read it by itself
        except KeyboardInterrupt:
            typer.echo(f"已中断：没有写出 {out}", err=True)
            raise
    names = dict(run.table("firms").select("firm_id", "firm").iter_rows())
    tell_unshown({names[firm_id]: characters for firm_id, characters in unshown.items()})
    return written


def _previous(run: Run, given: str | None) -> tuple[Run | None, str]:
    found = previous_of(run, given)
    if found is None:
        return None, ""
    if found.run is None:
        raise NotARunError(
            f"--previous 应为上年度的运行文件夹：{given} 是公布的数字，其中没有各家公司的得分",
            "--previous 请写上年度的运行文件夹",
        )
    return found.run, found.title


def _ours(folder: Path) -> bool:
    return all(path.is_file() and _FILE.fullmatch(path.name) for path in folder.iterdir())
