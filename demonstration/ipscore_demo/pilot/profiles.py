"""The courses of indicators of which nothing was published: levels, trends, weekdays, noise, all invented."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from indicator_tree.parameters import Strict
from ipscore_demo.pilot.shapes import Floats, noise, weekdays
from ipscore_demo.reconstruction.shapes import stream

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

_BIND = 0.02  # close to its upper end a course is pressed flat rather than cut off


class Profile(Strict):
    """The shape of one indicator (`profiles.toml`)."""

    level: float
    spread: float = 0.1
    size: float = 0.0
    noise: float = 0.03
    market: float = 0.0
    week: bool = False
    course: float = 1.0
    decimals: int = 0
    most: float | None = None
    of: str | None = None
    per: str | None = None
    power: float = 1.0


@dataclass(frozen=True)
class Setting:
    """What all courses have in common: sizes of the firms, days, and the market's business on them (mean 1)."""

    sizes: Floats
    days: Sequence[date]
    market: Floats
    seed: int


@cache
def profiles() -> dict[str, Profile]:
    """The shapes by code, in the order in which they can be invented."""
    tables = tomllib.loads((Path(__file__).parent / "profiles.toml").read_text(encoding="utf-8"))
    return {code: Profile.model_validate(table) for code, table in tables["indicator"].items()}


def invent_course(code: str, system: str, profile: Profile, setting: Setting, base: Mapping[str, Floats]) -> Floats:
    """Values of one indicator and system, shape (firms, days).

    Args:
        code: the indicator.
        system: the system, or "".
        profile: its shape.
        setting: firms and days.
        base: values of the indicators that it follows, of the same system, by code.
    """
    rng = stream(setting.seed, f"course {code} {system}")
    firms, days = len(setting.sizes), len(setting.days)
    own = profile.level * noise(rng, profile.spread, firms)[:, None]
    values = own * noise(rng, profile.noise, (firms, days))
    passed = np.linspace(0, 1, days)
    values *= profile.course ** (passed * rng.uniform(0.7, 1.3, firms)[:, None])
    values *= setting.sizes[:, None] ** profile.size
    values *= setting.market**profile.market
    if profile.week:
        values *= weekdays(setting.days)
    if profile.of is not None:
        values *= base[profile.of]
    if profile.per is not None:
        followed = base[profile.per]
        values *= (followed / followed.mean(axis=1, keepdims=True)) ** profile.power
    if profile.most is not None:
        values = _below(values, profile.most)
    found: Floats = values.round(profile.decimals)
    return found


def _below(values: Floats, most: float) -> Floats:
    """Values of a firm whose course would go beyond the upper end are scaled down as a whole."""
    highest: Floats = values.max(axis=1, keepdims=True)
    scaled: Floats = values * np.minimum(1, most * (1 - _BIND) / highest)
    return scaled
