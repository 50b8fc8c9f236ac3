"""All firms' reports → the evaluation of their effect, as the association tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.document import Document
from reports.document.markdown import parse
from reports.document.templates import environment, render
from reports.figures import percent
from reports.operations.effect_parts import EffectParts
from reports.operations.monthly import TEXTS
from reports.operations.spelling import month_name, unstopped
from reports.rejected_rows import rejected_text

if TYPE_CHECKING:
    from pathlib import Path

    from reports.operations.effect_view import Effect

_MOST_ADVICE = 8


def effect_report(effect: Effect, *, issuer: str = "", texts: Path | None = None) -> Document:
    """The evaluation of the effect.

    Args:
        effect: the tables, and whether firms are named.
        issuer: who publishes it; may be empty.
        texts: a folder of templates that an editor changed.

    Raises:
        TextError: a template is wrong, asks for what is not there, or its Markdown is not understood.
    """
    parts = EffectParts(effect)
    env = environment(texts or TEXTS)
    env.filters |= {"moved": _moved, "apart": _apart, "unstopped": unstopped}
    first, last = month_name(effect.months[0]), month_name(effect.months[-1])
    period = first if first == last else f"{first}至{last}"
    values = {
        "effect": effect,
        "parts": parts,
        "catalogue": effect.catalogue,
        "classes": effect.catalogue.children[None],
        "period": period,
        "rejected": rejected_text(effect.tables.intake),
        "most_advice": _MOST_ADVICE,
    }
    return Document(
        title="运营管理信息报告机制实施效果评估",
        series=effect.catalogue.title,
        issuer=issuer,
        date=period,
        notice=effect.tables.notice,
        body=parse(render(env, "effect.md.j2", values), parts.made),
    )


def _moved(share: float) -> str:
    """`下降62.54%`."""
    size = percent(abs(share), 2)
    return "持平" if size == percent(0.0, 2) else f"{'上升' if share > 0 else '下降'}{size}"


def _apart(share: float) -> str:
    """`低62.54%`."""
    size = percent(abs(share), 2)
    return "持平" if size == percent(0.0, 2) else f"{'高' if share > 0 else '低'}{size}"
