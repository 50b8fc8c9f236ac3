"""One firm's month → its operations report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from reports.document import Document
from reports.document.markdown import parse
from reports.document.templates import environment, render
from reports.figures import percent, percent_change
from reports.operations.monthly_parts import MonthlyParts
from reports.operations.spelling import large, month_name, unstopped

if TYPE_CHECKING:
    from reports.operations.firm_month import FirmMonth

TEXTS = Path(__file__).parent / "texts"

_NUMERALS = ("零", "一", "二", "三", "四", "五", "六", "七", "八", "九")
_MOST_ADVICE = 8
_NEAR = 0.8  # of the volume at which the deadline is missed: time to prepare
_FAR = 0.5  # below, the line is carried on to volumes that nobody has seen


def monthly_report(own: FirmMonth, *, issuer: str = "", texts: Path | None = None) -> Document:
    """The monthly operations report of a firm.

    Args:
        own: the firm and month.
        issuer: who hands it out; may be empty.
        texts: a folder of templates that an editor changed.

    Raises:
        TextError: a template is wrong, asks for what is not there, or its Markdown is not understood.
    """
    parts = MonthlyParts(own)
    env = environment(texts or TEXTS)
    env.filters |= {
        "change": percent_change,
        "large": large,
        "unstopped": unstopped,
    }
    body = render(env, "monthly.md.j2", _values(own, parts))
    return Document(
        title=f"{own.firm}{month_name(own.month)}运营管理信息报告",
        series=own.catalogue.title,
        issuer=issuer,
        date=month_name(own.month),
        notice=own.notice,
        body=parse(body, parts.made),
    )


def _values(own: FirmMonth, parts: MonthlyParts) -> dict[str, Any]:
    return {
        "own": own,
        "parts": parts,
        "catalogue": own.catalogue,
        "month": month_name(own.month),
        "classes": own.catalogue.children[None],
        "responses": sorted(own.catalogue.response, key=lambda one: one.level),
        "numerals": _NUMERALS,
        "owing": list(dict.fromkeys(row["owner"] for row in own.owners)),
        "flagged": [row for row in own.systems if row["outside"]],
        "cleared": sum(row["days"] for row in own.systems),
        "judged": sum(row["judged"] for row in own.systems),
        "confidence": percent(own.catalogue.clearing.confidence, 0),
        "most_advice": _MOST_ADVICE,
        "near_share": _NEAR,
        "far_share": _FAR,
    }
