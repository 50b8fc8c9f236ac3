"""The twelve indicators, and where each stands in the catalogue of operations indicators, which names them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class AccountIndicator:
    """One indicator.

    Attributes:
        key: its name in code.
        code: its code in the catalogue of operations indicators.
        table: the table whose rows it counts; empty where it counts those of several.
    """

    key: str
    code: str
    table: str


INDICATORS: tuple[AccountIndicator, ...] = (
    AccountIndicator("fifteen_customers", "1.1.1", "customers"),
    AccountIndicator("fifteen_one_codes", "1.1.2", "one_codes"),
    AccountIndicator("other_documents", "1.1.3", "one_codes"),
    AccountIndicator("several_one_codes", "1.1.4", "one_codes"),
    AccountIndicator("minors", "1.1.5", "customers"),
    AccountIndicator("centenarians", "1.1.6", "customers"),
    AccountIndicator("key_data", "1.1.7", ""),
    AccountIndicator("no_phone", "1.1.8", "customers"),
    AccountIndicator("no_address", "1.1.9", "customers"),
    AccountIndicator("no_custody", "1.1.10", "fund_accounts"),
    AccountIndicator("expired", "1.1.11", "customers"),
    AccountIndicator("usage", "1.1.12", "securities_accounts"),
)
"""In the order of the published list."""

ADULT_AT = 18
"""Completed years, as the name of the indicator says."""
CENTENARIAN_AT = 100
"""Completed years, as the name of the indicator says."""
