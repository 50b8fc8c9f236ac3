"""The white paper of a run, in one of its formats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from ipscore.manifest import stay_out_of_runs
from ipscore.previous import previous_of, trend_of
from ipscore.report_files import write_document_file
from ipscore.robustness_files import study_of
from ipscore.writing import spare
from reports.whitepaper import Imprint, whitepaper
from scoring.findings import find

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ipscore.run_folder import Run
    from reports.document import Document

Form = Literal["docx", "pdf", "html"]
FORMS: tuple[Form, ...] = ("docx", "pdf", "html")


def document_of(
    run: Run,
    previous: str | None,
    imprint: Imprint,
    texts: Path | None = None,
    *,
    earlier: Sequence[str] = (),
    final: bool = False,
) -> Document:
    """The white paper of a run.

    Args:
        run: the run.
        previous: the year before: a run folder or published figures; None compares with nothing.
        imprint: what the cover says.
        texts: a folder with an editor's own templates.
        earlier: run folders of years before that, for the course over years.
        final: whether proposals that an editor has to confirm are left out.

    Raises:
        IncomparableRunsError: `previous` is this run or a later one, or evaluated nothing that this run evaluated.
        NoStudyError: the run has a study of robustness that is damaged or outdated.
    """
    before = previous_of(run, previous)
    evaluation = run.evaluation
    return whitepaper(
        evaluation,
        find(evaluation, None if before is None else before.means),
        previous="" if before is None else before.title,
        imprint=imprint,
        questionnaire=run.rules.questionnaire,
        system=None if before is None else before.system(run),
        study=study_of(run),
        trend=trend_of(run, None if before is None else before.run, earlier),
        texts=texts,
        proposals=not final,
    )


def write_document(
    document: Document,
    path: Path,
    form: Form,
    run: Run,
    *,
    template: Path | None = None,
    fonts: Path | None = None,
    force: bool = False,
) -> None:
    """Write a report; it appears whole under its name, or not at all.

    Args:
        document: the report.
        path: the file.
        form: docx, pdf or html.
        run: the run, whose evaluated period dates the file.
        template: a Word template of the editor's own.
        fonts: a folder of fonts that the PDF uses first.
        force: whether an existing file is replaced.

    Raises:
        TargetError: the file cannot be written, or is there and `force` is not set.
    """
    stay_out_of_runs(path)
    spare(path, force=force)
    made_on = run.rulebook.period.end
    write_document_file(document, path, form, made_on, template=template, fonts=fonts, force=force)
