"""A study of robustness as a document for those who evaluate; it names firms."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reports.document import Document
from reports.document.markdown import parse
from reports.document.templates import environment, render
from reports.robustness.parts import StudyParts
from reports.robustness.spelling import assumption_name, share, varied

if TYPE_CHECKING:
    from reports.robustness.study import Study

TEXTS = Path(__file__).parent / "texts"


def robustness_report(study: Study, *, issuer: str = "", notice: str = "", texts: Path | None = None) -> Document:
    """The document.

    Args:
        study: the settings and the tables.
        issuer: who hands it out; may be empty.
        notice: what every reader must know first; may be empty.
        texts: a folder of templates that an editor changed.

    Raises:
        TextError: a template is wrong, asks for what is not there, or its Markdown is not understood.
    """
    parts = StudyParts(study)
    env = environment(texts or TEXTS)
    env.filters |= {"assumption": assumption_name, "whole_percent": share}
    rulebook = study.rulebook
    values = {
        "study": study,
        "settings": study.settings,
        "parts": parts,
        "rulebook": rulebook,
        "scheme": rulebook.weights[study.scheme],
        "varied": list(varied(study.settings, rulebook)),
        "alone": study.one_at_a_time["assumption"].unique(maintain_order=True).to_list(),
    }
    return Document(
        title="评价结果的稳健性",
        series=rulebook.title,
        issuer=issuer,
        date=f"{rulebook.year}年度",
        notice=notice,
        body=parse(render(env, "robustness.md.j2", values), parts.made),
    )
