"""Eleven invented firms: names that belong to no broker, credit codes of a region that does not exist."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from stdnum.cn import uscc

from ipscore_demo.reconstruction.shapes import stream

if TYPE_CHECKING:
    from ipscore_demo.pilot.shapes import Floats

WORDS = tuple("试点" + word for word in ("甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸", "子", "丑"))
PREFIX = "91990000"
_LETTERS = np.array(list("0123456789ABCDEFGHJKLMNPQRTUWXY"))
_SPREAD = 0.45


def invent_firms(count: int, seed: int) -> pl.DataFrame:
    """A register as the source `firm_register` has it, without former names and mergers."""
    rng = stream(seed, "pilot firms")
    rows = []
    for word in WORDS[:count]:
        body = PREFIX + "".join(rng.choice(_LETTERS, 17 - len(PREFIX)).tolist())
        code = body + uscc.calc_check_digit(body)
        opened = date(1991, 1, 1) + timedelta(days=int(rng.integers(0, 8000)))
        rows.append((code, f"{word}证券股份有限公司（虚构）", f"{word}证券", None, opened, True, None))
    schema = {
        **dict.fromkeys(("firm_id", "full_name", "short_name", "former_names"), pl.String()),
        "established_on": pl.Date(),
        "brokerage": pl.Boolean(),
        "merged_into": pl.String(),
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def invent_sizes(count: int, seed: int) -> Floats:
    """Relative sizes of the firms; their geometric mean is 1."""
    raw = _SPREAD * np.clip(stream(seed, "pilot sizes").standard_normal(count), -1.5, 1.5)
    found: Floats = np.exp(raw - raw.mean())
    return found
