"""How the invented market is shaped; see `market.toml`."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

from indicator_tree.parameters import Strict

Shares = dict[str, float]


class Clients(Strict):
    """How many clients firms have."""

    median: float
    spread: float
    professional: float
    professional_spread: float


class Complaints(Strict):
    """How often clients complain, of what, and how soon that is dealt with."""

    rate: Shares
    shape: float
    late: float
    late_strength: float
    never_closed: float
    at_fault: float
    days: float
    categories: Shares


class Warnings(Strict):
    """Warnings of the fund's monitoring."""

    mean: float
    levels: Shares
    matters: tuple[str, ...]


class Measures(Strict):
    """Measures of regulators."""

    mean: float
    branch: float


class Phone(Strict):
    """Calls to the firms' service lines."""

    rounds: tuple[date, ...]
    faults: tuple[float, ...]


class Survey(Strict):
    """Answers of investors."""

    first_day: date
    days: int
    respondents: float
    least: int
    worse: float
    worse_spread: float
    attention: dict[str, str]
    contradiction: dict[str, str]


class Ratios(Strict):
    """Ratios of risk control."""

    position: tuple[float, float]
    capital: float


class Education(Strict):
    """Products, activities and bases of investor education."""

    products: float
    clicks: float
    activities: float
    sessions: float
    participants: float
    tiers: Shares
    topics: tuple[str, ...]


class Social(Strict):
    """Projects of social responsibility."""

    projects: float
    kinds: tuple[str, ...]
    amount: float


class Market(Strict):
    """The whole market."""

    firms: int
    clients: Clients
    complaints: Complaints
    warnings: Warnings
    measures: Measures
    phone: Phone
    survey: Survey
    ratios: Ratios
    education: Education
    social: Social


def load_market() -> Market:
    """The market that ships."""
    text = (Path(__file__).parent / "market.toml").read_text(encoding="utf-8")
    return Market.model_validate(tomllib.loads(text))
