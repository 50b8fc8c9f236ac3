"""One font for the pages of all firms, so that it is made once.

It has the characters that any of the pages can show, in the order of their code points: those of the rulebook, of the
ledger's causes, of the register, of decisions about rejected rows and about records, and of what the programs and
templates that print a page can say.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

import polars as pl

from reports.fonts import page_font

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

    from scoring import Evaluation

_SPEAKING = (
    (
        "reports",
        (
            *("firm", "charts", "document", "figures.py", "quantities.py", "distribution.py", "explanation.py"),
            *("rejected_rows.py", "decisions.py", "explanation_tables.py"),
        ),
    ),
    ("reports.robustness", ("spelling.py",)),
    ("reports.web", ("assets", "templates")),
    ("scoring", ("frames.py",)),
    ("scoring.next_band", ("levers.py",)),
    ("indicator_tree", ("parameters.py",)),
)


def shared_font(evaluation: Evaluation, *further: str) -> bytes:
    """A WOFF2 font for all pages; `further` are texts beside the evaluation's, such as a notice."""
    register = evaluation.firms.select("firm", "full_name").unpivot()["value"]
    told = evaluation.ledger.select("cause", "reference").unpivot()["value"].unique()
    decided = evaluation.intake.select(pl.col("title", "reason").cast(pl.String)).unpivot()["value"].drop_nulls()
    corrected = evaluation.corrections.select(pl.col(pl.String)).unpivot()["value"].unique().drop_nulls()
    known = [evaluation.rulebook.model_dump_json(), *register, *told.drop_nulls(), *decided, *corrected]
    spoken = [*known, *_spoken(), *further]
    return page_font("".join(sorted(set("".join(spoken)))))


def _spoken() -> Iterator[str]:
    for package, names in _SPEAKING:
        for name in names:
            yield from _texts(files(package).joinpath(name))


def _texts(at: Traversable) -> Iterator[str]:
    if at.is_dir():
        for inner in at.iterdir():
            yield from _texts(inner)
    elif at.name.endswith((".py", ".html", ".css", ".js")):
        yield at.read_text(encoding="utf-8")
