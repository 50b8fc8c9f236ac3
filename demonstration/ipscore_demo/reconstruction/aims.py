"""What the reconstruction aims at beyond the published figures: small offsets and head counts, as data."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

from indicator_tree.parameters import Strict


class Means(Strict):
    """How close leaf means come to the published ones, in points."""

    tolerance: float
    wider: dict[str, float]
    offset: dict[str, float]
    edge: float


class Complaints(Strict):
    """Complaints that the report does not count, by category, and how the rest divide."""

    categories: dict[str, int]
    rest: dict[str, float]
    at_fault_share: float
    least_where_open: int
    lowest_rate: float
    not_closed_share: float
    subsidiary: int


class Measures(Strict):
    """Measures of the integrity archive that the report tells only in words."""

    trading_branch_level: int
    asset_safety: int
    suitability: dict[str, int]
    most_per_firm: int


class Phone(Strict):
    """Days of the three rounds of calls, hours by part of the day, coders, and calls that two coders judged.

    `differing` is what the second coder judged otherwise, once.
    """

    rounds: tuple[tuple[date, ...], ...]
    hours: tuple[tuple[int, ...], ...]
    coders: tuple[str, ...]
    recoded_share: float
    differing: dict[str, bool]


class Survey(Strict):
    """Respondents, and the usual shares of answers before they are tilted to a firm's mean.

    `seconds` is the median time, `least_seconds` and `hasty` are shares of it; `attributes` are shares of respondents.
    """

    respondents: int
    least: int
    most: int
    spread: float
    noise: float
    lowest_mean: float
    size_slope: float
    first_day: date
    last_day: date
    usual: dict[str, dict[str, float]]
    second_firm: float
    seconds: float
    seconds_spread: float
    least_seconds: float
    hasty: tuple[float, float]
    attributes: dict[str, dict[str, float]]
    attention: dict[str, str]
    distracted: tuple[str, ...]
    contradiction: dict[str, str]
    low_quality: dict[str, int]


class Threshold(Strict):
    """At this ratio or worse lie so many firms: the sum of published counts, or a number."""

    ratio: float
    counts: tuple[str, ...] = ()
    firms: int | None = None


class Ratios(Strict):
    """Where firms lie between the bands of a ratio, by leaf, and the median net capital in 10,000 yuan."""

    riskier: dict[str, tuple[Threshold, ...]]
    net_capital: float


class Education(Strict):
    """Totals of investor education."""

    products: int
    activities: int
    sessions: int
    participants: int
    clicks: int
    national_firms: int
    applied: int


class Social(Strict):
    """Cases of social responsibility that the report does not count, and the bonus wanted."""

    bonus: float
    cases: dict[str, int]
    poverty_cases: int
    poverty_firms: int
    charity_cases: int
    charity_kinds: dict[str, float]


class Firms(Strict):
    """Invented firms."""

    words: tuple[str, ...]
    spare_words: tuple[str, ...]
    former_names: int
    codes: str
    size_spread: float


class Aims(Strict):
    """All aims of one reconstruction."""

    means: Means
    complaints: Complaints
    measures: Measures
    phone: Phone
    survey: Survey
    ratios: Ratios
    education: Education
    social: Social
    firms: Firms


def load_aims(name: str = "aims_2017") -> Aims:
    """The aims of a year by file stem.

    Raises:
        FileNotFoundError: no such file.
        pydantic.ValidationError: the file does not fit the model.
    """
    text = (Path(__file__).parent / f"{name}.toml").read_text(encoding="utf-8")
    return Aims.model_validate(tomllib.loads(text))
