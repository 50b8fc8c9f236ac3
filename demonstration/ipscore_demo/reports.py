"""The reports of the demonstration: the white paper in its formats, the workbook, how far ranks can be trusted, and
one firm's breakdown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ipscore.count_progress import count_bar
from ipscore.report_firm import write_firm
from ipscore.report_firm_files import FORMS as FIRM_FORMS
from ipscore.report_robustness import robustness_document
from ipscore.report_whitepaper import FORMS, document_of, write_document
from ipscore.report_workbook import write_workbook
from reports.whitepaper import Imprint

if TYPE_CHECKING:
    from pathlib import Path

    from ipscore.run_folder import Run

PREVIOUS = "whitepaper_2016"
_PUBLISHED = "whitepaper_2017"
_NOTICE = "本报告由重建数据生成：公司、代码和记录都是虚构的，不代表任何真实公司。"


def write_reports(folder: Path, run: Run) -> None:
    """Write the reports of the 2017 run into an empty folder; the firm is the one in the middle of the ranking."""
    write_all(folder, run, Told("中国资本市场投资者保护状况白皮书", _NOTICE, PREVIOUS, (_PUBLISHED,)))


@dataclass(frozen=True)
class Told:
    """What the reports of a demonstration say of themselves.

    Attributes:
        series: of the white paper.
        notice: that nothing in it is real.
        previous: published figures of the year before; None for none.
        published: figures that the weights are recovered from.
    """

    series: str
    notice: str
    previous: str | None = None
    published: tuple[str, ...] = ()


def write_all(folder: Path, run: Run, about: Told) -> None:
    """Write the reports of a run into an empty folder; the firm is the one in the middle of the ranking."""
    with count_bar("写出报告", len(FORMS) + 2 + len(FIRM_FORMS)) as told:
        document = document_of(run, about.previous, Imprint(series=about.series, notice=about.notice))
        for form in FORMS:
            write_document(document, folder / f"白皮书.{form}", form, run)
            told()
        write_workbook(run.folder, folder / "工作簿.xlsx", about.previous)
        told()
        robustness = robustness_document(run, [*about.published], notice=about.notice)
        write_document(robustness, folder / "稳健性.docx", "docx", run)
        told()
        firm_id, name = _middle(run)
        for firm_form in FIRM_FORMS:
            write_firm(run, firm_id, firm_form, folder / f"评价明细_{name}.{firm_form}", notice=about.notice)
            told()


def _middle(run: Run) -> tuple[str, str]:
    total = run.table("scores").filter(node="total").sort("rank", "firm_id")
    firm_id, name = total.select("firm_id", "firm").row(total.height // 2)
    return str(firm_id), str(name)
