"""One font for the pages of all firms, so that it is made once; in one weight, so that every page is half as large.

It has the characters that any of the pages can show, in the order of their code points: those of the rulebook, of the
ledger's causes, of the register, of decisions about rejected rows and about records, and of what the programs and
templates that print a page can say.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

import polars as pl

from reports.fonts import PageFont, page_font

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable
    from pathlib import Path

    from reports.firm import Industry

_WEIGHT = 400
_SPEAKING = (
    (
        "reports",
        (
            *("firm", "charts", "document", "figures.py", "quantities.py", "distribution.py", "explanation.py"),
            "system",
            *("rejected_rows.py", "left_out.py", "decisions.py", "explanation_tables.py", "record_contents.py"),
        ),
    ),
    ("reports.robustness", ("spelling.py",)),
    ("reports.web", ("assets", "templates")),
    ("scoring", ("frames.py", "kinds")),
    ("indicator_tree", ("parameters.py",)),
)


def shared_font(industry: Industry, *further: str) -> PageFont:
    """The font of all pages; `further` are texts beside the evaluation's, such as a notice."""
    evaluation = industry.evaluation
    register = evaluation.firms.select("firm", "full_name").unpivot()["value"]
    told = evaluation.ledger.select("cause", "reference").unpivot()["value"].unique()
    decided = evaluation.intake.select(pl.col("title", "reason").cast(pl.String)).unpivot()["value"].drop_nulls()
    corrected = evaluation.corrections.select(pl.col(pl.String)).unpivot()["value"].unique().drop_nulls()
    excluded = evaluation.excluded.select(pl.col(pl.String)).unpivot()["value"]
    known = [evaluation.rulebook.model_dump_json(), *excluded, *register, *told.drop_nulls(), *decided, *corrected]
    spoken = [*known, *_spoken(), *further, *_of_records(industry), *_of_the_system_before(industry)]
    return page_font("".join(sorted(set("".join(spoken)))), _WEIGHT)


def kept_font(path: Path) -> PageFont:
    """The font that `shared_font` made and somebody wrote to a file."""
    return PageFont(path.read_bytes(), str(_WEIGHT))


def texts_told(texts: Path | None) -> str:
    """All that templates of an editor's own say."""
    return "" if texts is None else "".join(path.read_text(encoding="utf-8") for path in sorted(texts.glob("*.j2")))


def _of_the_system_before(industry: Industry) -> Iterator[str]:
    """What was called and caused otherwise in the evaluation before, and what its rules said."""
    if industry.previous is None:
        return
    yield industry.previous.rulebook.model_dump_json()
    yield from industry.previous.ledger["cause"].unique().drop_nulls()
    if industry.system is not None:
        tables = industry.system.nodes(""), industry.system.rules("")
        yield from (cell for table in tables for row in table.rows for cell in row)


def _of_records(industry: Industry) -> Iterator[str]:
    """What the records behind the evidence say, and how it is called."""
    held = industry.evaluation.held
    for source, table in () if held is None else held.tables.items():
        kind = industry.kinds.get(source)
        if kind is None:
            continue
        yield "".join((kind.title, kind.number, kind.measure, *(column.header for column in kind.columns)))
        texts = [name for name in (column.name for column in kind.columns) if name in table.collect_schema()]
        shown = table.select(pl.col(texts).exclude(pl.Date, pl.Boolean, pl.Float64, pl.Int64))
        for name in shown.collect_schema():
            yield from shown.select(pl.col(name).unique()).collect()[name].drop_nulls()


def _spoken() -> Iterator[str]:
    for package, names in _SPEAKING:
        for name in names:
            yield from _texts(files(package).joinpath(name))


def _texts(at: Traversable) -> Iterator[str]:
    if at.is_dir():
        for inner in at.iterdir():
            yield from _texts(inner)
    elif at.name.endswith((".py", ".html", ".css", ".js", ".j2")):
        yield at.read_text(encoding="utf-8")
