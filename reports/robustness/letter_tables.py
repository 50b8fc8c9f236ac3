"""How far letters can be trusted, spelled out as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.figures import EMPTY, percent, plain
from reports.table import Table, label, number
from scoring.node_rules.words import node_text
from scoring.robustness.letter_shares import kept_shares

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl

    from reports.robustness.study import Study


def letter_tables(study: Study, shown: int | None = None) -> Iterator[Table]:
    """A table per node with letters: in which share of the draws a firm has each letter, the least certain first.

    Args:
        study: of a run that gives letters; others have no tables.
        shown: how many firms; all where not given.
    """
    kept = dict(kept_shares(study.letters).iter_rows())
    for (node,), rows in study.letters.group_by("node", maintain_order=True):
        yield _table(study, rows, shown, kept.get(str(node)))


def _table(study: Study, rows: pl.DataFrame, shown: int | None, kept: float | None) -> Table:
    node = str(rows["node"][0])
    labels = study.rulebook.letters_at(node).labels
    wide = rows.pivot("letter", index=["firm_id", "firm"], values="share", maintain_order=True)
    own = rows.filter("evaluated").select("firm_id", own="letter", kept="share")
    ordered = wide.join(own, on="firm_id", how="left", maintain_order="left").sort(
        "kept", nulls_last=True, maintain_order=True
    )
    rest = 0 if shown is None else max(ordered.height - shown, 0)
    cells = tuple(
        (row["firm"], row["own"] or EMPTY, *(percent(row.get(one), 1) if row.get(one) else EMPTY for one in labels))
        for row in (ordered if shown is None else ordered.head(shown)).to_dicts()
    )
    notes = [] if kept is None else [f"各次抽取中等级与评定相同的，平均占 {percent(kept)}"]
    notes += [f"另有 {rest} {study.measure}，等级更稳定（见 robustness_letters 表）"] if rest else []
    draws = int(rows["draws"][0])
    counted = f"（{plain(draws)} 次抽取）" if draws != (study.succeeded or {}).get("draws") else ""
    title = f"{node_text(node, study.rulebook)}：各等级在抽取中所占的比例{counted}"
    return Table(title, (label(study.noun), label("评定"), *(number(one) for one in labels)), cells, tuple(notes))


def letters_sentence(study: Study) -> str:
    """`总分的等级与评定相同的，平均占各次计算的 93.2%`, node by node, without names; empty without letters."""
    kept = kept_shares(study.letters).iter_rows()
    told = [f"{node_text(node, study.rulebook)}为 {percent(share)}" for node, share in kept]
    return f"等级与评定相同的，平均占各次计算的比例：{'，'.join(told)}" if told else ""
