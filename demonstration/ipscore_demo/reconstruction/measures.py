"""Measures of the integrity archive as records (pp. 4-24): kinds as counted on p. 8, persons masked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from ipscore_demo.reconstruction.shapes import stream

if TYPE_CHECKING:
    from ipscore_demo.reconstruction.firms import Firms
    from ipscore_demo.reconstruction.incidents import Incidents
    from ipscore_demo.reconstruction.targets import Targets

AUTHORITIES = {"行政": "监管部门", "监管": "监管部门", "行业": "行业自律组织", "交易": "交易所"}
USUAL_KIND = {"委托资金管理": "行业自律惩戒措施", "内幕交易": "行政处罚"}
OTHER_KIND = "行政监管措施"
COUNTED = "diligence."
SURNAMES = tuple("张王李赵陈杨黄周吴徐孙马朱胡郭何")
BRANCHES = ("中山路证券营业部", "人民路证券营业部", "解放路证券营业部", "滨江分公司", "高新区分公司")
PERSON_SHARE = 0.3


def integrity_measures(targets: Targets, firms: Firms, known: Incidents, seed: int) -> pl.DataFrame:
    """One row per measure: record_id, firm_id, entity_id, decided_on and the closed columns of the source."""
    rng = stream(seed, "measures")
    pieces = []
    for (matter, branch), number in known.measures.items():
        firm = np.repeat(np.arange(targets.firms), number)
        person = np.full(firm.size, matter == "内幕交易") | (
            (matter == targets.diligence_matter) & (rng.random(firm.size) < PERSON_SHARE)
        )
        pieces.append(
            pl.DataFrame(
                {
                    "firm": firm,
                    "kind": _kinds(targets, matter, firm.size, rng),
                    "matter": np.repeat([matter], firm.size),
                    "person": person,
                    "branch": np.full(firm.size, branch),
                },
                schema={
                    "firm": pl.Int64,
                    "kind": pl.String,
                    "matter": pl.String,
                    "person": pl.Boolean,
                    "branch": pl.Boolean,
                },
            )
        )
    frame = pl.concat(pieces)
    full = firms.register["full_name"].to_numpy()[frame["firm"].to_numpy()]
    start = np.datetime64(targets.rulebook.period.start)
    frame = frame.with_columns(
        pl.Series("firm_id", np.array(firms.ids)[frame["firm"].to_numpy()]),
        pl.Series("full", full, dtype=pl.String),
        pl.Series("masked", rng.choice(SURNAMES, frame.height)) + "*",
        pl.Series("place", rng.choice(BRANCHES, frame.height)),
        pl.Series("decided_on", start + rng.integers(0, 365, frame.height)).cast(pl.Date),
    )
    subject = pl.when("person").then("masked").when("branch").then(pl.col("full") + pl.col("place")).otherwise("full")
    return (
        frame.sort("decided_on", "firm_id", "matter", "kind")
        .with_row_index("n", offset=1)
        .select(
            pl.format("CX2017{}", pl.col("n").cast(pl.String).str.zfill(4)).alias("record_id"),
            "firm_id",
            pl.col("firm_id").alias("entity_id"),
            "decided_on",
            pl.col("kind").str.head(2).replace_strict(AUTHORITIES).alias("authority"),
            "kind",
            "matter",
            subject.alias("subject"),
            pl.when("person").then(pl.lit("人员")).otherwise(pl.lit("公司")).alias("subject_kind"),
            pl.when("branch").then(pl.lit("分支机构")).otherwise(pl.lit("公司")).alias("subject_level"),
        )
    )


def _kinds(targets: Targets, matter: str, count: int, rng: np.random.Generator) -> np.ndarray:
    if matter != targets.diligence_matter:
        return np.repeat([USUAL_KIND.get(matter, OTHER_KIND)], count)
    kinds = targets.rulebook.vocabulary["integrity_measures"]["kind"]
    numbers = [int(targets.count(COUNTED + kind)) for kind in kinds]
    return rng.permutation(np.repeat(kinds, numbers))
