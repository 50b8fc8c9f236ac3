"""A study of robustness as a document for those who evaluate; it names firms."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reports.document import Document
from reports.document.markdown import parse
from reports.document.templates import environment, render
from reports.robustness.parts import StudyParts
from reports.robustness.spelling import assumption_name, share, varied
from reports.robustness.weight_parts import WeightParts

if TYPE_CHECKING:
    from reports.robustness.study import Study
    from reports.weight_tables import WeightsTold

TEXTS = Path(__file__).parent / "texts"


def robustness_report(
    study: Study,
    *,
    recovered: WeightsTold | None = None,
    rejected: str = "",
    issuer: str = "",
    notice: str = "",
    texts: Path | None = None,
) -> Document:
    """The document.

    Args:
        study: the settings and the tables.
        recovered: what published figures say about the weights; None says nothing of it.
        rejected: what was rejected of the records and accepted, in words; may be empty.
        issuer: who hands it out; may be empty.
        notice: what every reader must know first; may be empty.
        texts: a folder of templates that an editor changed.

    Raises:
        TextError: a template is wrong, asks for what is not there, or its Markdown is not understood.
    """
    parts = StudyParts(study)
    weights = None if recovered is None else WeightParts(recovered)
    env = environment(texts or TEXTS)
    env.filters |= {"assumption": assumption_name, "whole_percent": share}
    rulebook = study.rulebook
    values = {
        "study": study,
        "settings": study.settings,
        "parts": parts,
        "weights": weights,
        "rulebook": rulebook,
        "rejected": rejected,
        "scheme": rulebook.weights[study.scheme],
        "varied": list(varied(study.settings, rulebook)),
        "alone": study.one_at_a_time["assumption"].unique(maintain_order=True).to_list(),
    }
    body = render(env, "robustness.md.j2", values)
    return Document(
        title="评价结果的稳健性",
        series=rulebook.title,
        issuer=issuer,
        date=rulebook.period_words.title,
        notice=notice,
        body=parse(body, parts.made | (weights.made if weights else {})),
    )
