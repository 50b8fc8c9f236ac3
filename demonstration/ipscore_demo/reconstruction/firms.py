"""Invented firms: names that belong to no broker, credit codes of a region that does not exist (p. 1, note 1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import polars as pl
from stdnum.cn import uscc

from ipscore_demo.reconstruction.shapes import stream

if TYPE_CHECKING:
    from indicator_tree import Rulebook
    from ipscore_demo.reconstruction.aims import Aims
    from ipscore_demo.reconstruction.solver import Floats

LETTERS = np.array(list("0123456789ABCDEFGHJKLMNPQRTUWXY"))
LIMITED_SHARE = 0.4
FORMS = ("股份有限公司", "有限责任公司")


@dataclass(frozen=True)
class Firms:
    """The register, and what only the reconstruction knows of the evaluated firms.

    `register` has the columns of the source `firm_register`; its first rows are the evaluated firms, in order.
    `size` is a relative size per evaluated firm. `parent` is the position of the subsidiary's parent. `never` is how
    many firms nobody complained of.
    """

    register: pl.DataFrame
    ids: tuple[str, ...]
    size: Floats
    parent: int
    subsidiary: str
    young: str
    never: int

    @property
    def complained_of(self) -> npt.NDArray[np.bool_]:
        """Whether somebody complained of the firm at all: everybody but the smallest `never`; shape (firms,)."""
        found = np.ones(self.size.size, dtype=bool)
        found[np.argsort(self.size, kind="stable")[: self.never]] = False
        return found


def invent_firms(rulebook: Rulebook, aims: Aims, count: int, never: int, seed: int) -> Firms:
    """The evaluated firms, a subsidiary merged into the first of them, and a firm younger than the rulebook asks."""
    rng = stream(seed, "firms")
    words = [str(word) for word in aims.firms.words]
    names = [words[0], *rng.permutation(words[1:]).tolist()]
    codes = _codes(aims.firms.codes, count + 2, rng)
    rows = [_row(codes[at], f"{names[at]}证券", rng) for at in range(count)]
    spare = iter(aims.firms.spare_words)
    for at in sorted(rng.choice(np.arange(1, count), aims.firms.former_names, replace=False).tolist()):
        rows[at]["former_names"] = [f"{next(spare)}证券经纪有限责任公司（虚构）"]
    size = np.exp(aims.firms.size_spread * rng.standard_normal(count))
    size[0] = np.sort(size)[-4]  # a firm with a subsidiary is a large one
    merged = _row(codes[count], f"{names[0]}证券西部", rng) | {"merged_into": codes[0]}
    assert rulebook.population is not None
    newest = rulebook.period.end - timedelta(days=int(rulebook.population.minimum_age_years * 365) // 2)
    young = _row(codes[count + 1], f"{names[count]}证券", rng) | {"established_on": newest}
    schema: dict[str, pl.DataType | type[pl.DataType]] = {
        "firm_id": pl.String,
        "full_name": pl.String,
        "short_name": pl.String,
        "former_names": pl.List(pl.String),
        "established_on": pl.Date,
        "brokerage": pl.Boolean,
        "merged_into": pl.String,
    }
    register = pl.DataFrame([*rows, merged, young], schema=schema, orient="row")
    return Firms(register, tuple(codes[:count]), size, 0, codes[count], codes[count + 1], never)


def _row(code: str, short: str, rng: np.random.Generator) -> dict[str, object]:
    return {
        "firm_id": code,
        "full_name": f"{short}{FORMS[int(rng.random() < LIMITED_SHARE)]}（虚构）",
        "short_name": short,
        "former_names": [],
        "established_on": date(1991, 1, 1) + timedelta(days=int(rng.integers(0, 8000))),
        "brokerage": True,
        "merged_into": None,
    }


def _codes(prefix: str, count: int, rng: np.random.Generator) -> list[str]:
    bodies = ["".join(rng.choice(LETTERS, 17 - len(prefix)).tolist()) for _ in range(count)]
    codes = [prefix + body + uscc.calc_check_digit(prefix + body) for body in bodies]
    for code in codes:
        uscc.validate(code)
    return codes
