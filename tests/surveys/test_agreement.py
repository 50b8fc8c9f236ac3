from __future__ import annotations

import polars as pl
import pytest

from surveys.agreement import agreement, reached
from surveys.kappa import NO_CALLS, ONE_CATEGORY, cohens_kappa

# SAS/STAT 9.22 User's Guide, The FREQ Procedure, "Agreement Study": two dermatologists, table 35.2.
DERMATOLOGISTS = [[10, 4, 1, 0], [5, 10, 12, 2], [2, 4, 12, 5], [0, 2, 6, 13]]
# statsmodels, stats/tests/test_inter_rater.py: table10, whose expected values come from SAS.
TABLE_10 = [[0, 4, 1], [0, 8, 0], [0, 1, 5]]


def test_kappa_of_the_dermatologists():
    found = cohens_kappa(DERMATOLOGISTS)
    assert (found.items, round(found.kappa, 4), round(found.se, 4)) == (88, 0.3449, 0.0724)


def test_kappa_of_a_table_with_an_empty_column():
    found = cohens_kappa(TABLE_10)
    assert (round(found.kappa, 4), round(found.se, 4)) == (0.4842, 0.1380)


def test_kappa_worked_by_hand():
    # po = 0.7, pe = 0.6·0.5 + 0.4·0.5 = 0.5, so kappa = 0.4.
    assert cohens_kappa([[20, 5], [10, 15]]).kappa == pytest.approx(0.4)


@pytest.mark.parametrize(
    ("table", "kappa", "undefined"),
    [
        ([[3, 0], [0, 4]], 1.0, None),
        ([[0, 3], [3, 0]], -1.0, None),
        ([[5, 1], [0, 0]], 0.0, None),
        ([[5, 0], [0, 0]], None, ONE_CATEGORY),
        ([[0, 0], [0, 0]], None, NO_CALLS),
        ([[0, 5], [0, 0]], 0.0, None),
    ],
)
def test_degenerate_tables(table, kappa, undefined):
    found = cohens_kappa(table)
    assert found.kappa == (kappa if kappa is None else pytest.approx(kappa))
    assert found.undefined == undefined
    assert (found.se is None) == (kappa is None)


def test_full_agreement_has_no_error():
    assert cohens_kappa([[3, 0], [0, 4]]).se == pytest.approx(0.0, abs=1e-9)


def calls(*rows: tuple[str, str | None]) -> pl.LazyFrame:
    """Calls as `(record_id, letters of the steps)`: y, n or - for connected, answered, polite, effective."""
    told = {"y": True, "n": False, "-": None}
    steps = ("connected", "answered", "polite", "effective")
    return pl.LazyFrame(
        [{"record_id": number, **dict(zip(steps, map(told.get, letters), strict=True))} for number, letters in rows],
        schema={"record_id": pl.String, **dict.fromkeys(steps, pl.Boolean)},
    )


def test_agreement_per_step_and_on_the_outcome():
    first = calls(("1", "yyyy"), ("2", "yyny"), ("3", "yn--"), ("4", "n---"), ("5", "yyyy"), ("6", "yyyy"))
    second = calls(("1", "yyyy"), ("2", "yyyy"), ("3", "yn--"), ("4", "n---"), ("5", "yn--"), ("9", "yyyy"))
    found = agreement(first, second).rows_by_key("step", named=True, unique=True)
    assert {step: (row["calls"], row["agreed"]) for step, row in found.items()} == {
        "connected": (5, 1.0),
        "answered": (4, 0.75),
        "polite": (2, 0.5),
        "effective": (2, 1.0),
        "outcome": (5, 0.6),
    }
    assert found["connected"]["kappa"] == 1.0
    assert found["polite"]["kappa"] == 0.0
    assert found["effective"]["undefined"] == ONE_CATEGORY
    # Outcomes (polite, answered, connected, none, none) and (none, answered, connected, none, answered):
    # po = 3/5, pe = (1·0 + 1·2 + 1·1 + 2·2) / 25 = 7/25.
    assert found["outcome"]["kappa"] == pytest.approx((3 / 5 - 7 / 25) / (1 - 7 / 25))


def test_without_recodes_there_is_no_kappa():
    assert set(agreement(calls(("1", "yyyy")), calls())["undefined"]) == {NO_CALLS}


def test_firms_that_were_not_reached_in_every_round():
    checks = pl.LazyFrame(
        [
            ("甲", "甲", 1, True),
            ("甲", "甲", 2, True),
            ("乙", "乙", 1, None),
            ("乙", "乙", 2, False),
            ("丙", "丙", 1, True),
            ("丙", "丙分", 2, True),
        ],
        schema={"firm_id": pl.String, "entity_id": pl.String, "round": pl.Int64, "answered": pl.Boolean},
        orient="row",
    )
    firms = pl.DataFrame({"firm_id": ["甲", "乙", "丙", "丁"]})
    found = {firm: (never, nobody) for firm, never, nobody in reached(checks, firms, 2).rows()}
    assert found == {"乙": ([], [1, 2]), "丙": ([2], []), "丁": ([1, 2], [])}
