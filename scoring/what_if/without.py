"""The evidence of a run without some records, as far as the evidence itself tells what is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from data_sources.suggest import likely
from scoring.errors import RecordsNeededError, UnknownRecordError
from scoring.frames import EVIDENCE
from scoring.what_if.traces import traces

if TYPE_CHECKING:
    from collections.abc import Collection

    from scoring.evaluation import Evaluation
    from scoring.what_if.changes import Drop

_AT = ["firm_id", "node", "parameter"]
_SAME_EVENT = ".same_event"
_NOT_NAMED = "证据只列出扣分、加分和未办结的记录；要去掉答卷、成功的拨测或按期办结且不扣分的投诉，请加 --records"


def without(evaluation: Evaluation, drops: Collection[Drop]) -> pl.DataFrame:
    """The evidence, of the shape `EVIDENCE`, that the records without those dropped would reduce to.

    Raises:
        UnknownRecordError: no evidence names a record.
        RecordsNeededError: what is left without a record does not follow from the evidence.
    """
    told = traces(evaluation)
    wanted = pl.DataFrame(
        [(drop.source, drop.record_id) for drop in sorted(set(drops))],
        schema={"source": pl.String, "record_id": pl.String},
        orient="row",
    )
    _stop_if_unknown(wanted, told)
    in_all = told.group_by(_AT).agg(counted=pl.len())
    per = (
        told.join(wanted, on=["source", "record_id"])
        .group_by(*_AT, "effect")
        .agg(less=pl.len(), record_id=pl.col("record_id").min(), source=pl.col("source").first())
        .join(in_all, on=_AT)
        .with_columns(none_left=(pl.col("less") == pl.col("counted")) & (pl.col("effect") != "unknown"))
    )
    unclear = per.filter(~pl.col("none_left"), pl.col("effect") != "one").sort(_AT)
    if unclear.height:
        raise RecordsNeededError([_reason(*row) for row in unclear.select("source", "record_id", "node").iter_rows()])
    return lessened(evaluation.evidence, per)


def lessened(evidence: pl.DataFrame, per: pl.DataFrame) -> pl.DataFrame:
    """Evidence with less counted under some parameters; rows of nothing are left out, as a reduction leaves them out.

    Args:
        evidence: of the shape `EVIDENCE`.
        per: firm_id, node, parameter, effect (`one` takes `less` away; of others nothing is left), less.
    """
    gone = per.filter(pl.col("effect") != "one").select(_AT)
    merged = gone.with_columns(pl.col("parameter") + _SAME_EVENT)
    kept = evidence.join(pl.concat([gone, merged]), on=_AT, how="anti")
    counts = per.filter(pl.col("effect") == "one").select(*_AT, pl.col("less").cast(pl.Float64))
    joined = kept.join(counts, on=_AT, how="left").with_columns(
        quantity=pl.col("quantity") - pl.col("less").fill_null(0)
    )
    left = joined.filter(pl.col("less").is_null() | (pl.col("quantity") > 0))
    return left.select(EVIDENCE.names()).sort(EVIDENCE.names())


def unknown_records(wanted: pl.DataFrame, known: pl.DataFrame) -> list[tuple[str, str, str]]:
    """Source, record id and what was probably meant, of the wanted records that are not among the known.

    Args:
        wanted: source, record_id.
        known: source, record_id.
    """
    missing = wanted.join(known, on=["source", "record_id"], how="anti").rows()
    found = []
    for source, record_id in missing:
        elsewhere = known.filter(pl.col("record_id") == record_id)["source"].unique().sort().to_list()
        alike = likely(record_id, known.filter(pl.col("source") == source)["record_id"].unique().sort(), limit=3)
        if elsewhere:
            hint = f"这个编号在 {'、'.join(elsewhere)} 里"
        else:
            hint = f"是否指：{'、'.join(alike)}？" if alike else ""
        found.append((source, record_id, hint))
    return found


def _stop_if_unknown(wanted: pl.DataFrame, told: pl.DataFrame) -> None:
    if cases := unknown_records(wanted, told.select("source", "record_id").unique()):
        raise UnknownRecordError(cases, "运行的证据", _NOT_NAMED)


def _reason(source: str, record_id: str, node: str) -> str:
    return f"{source}:{record_id}（指标 {node}）"
