"""All sources that are kept here, in the order in which they are documented."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data_sources import (
    annual_ratios,
    complaints,
    education_activities,
    education_bases,
    education_products,
    firm_register,
    fund_warnings,
    integrity_measures,
    social_projects,
)

if TYPE_CHECKING:
    from data_sources.source import Source

SOURCES: tuple[Source, ...] = (
    firm_register.SOURCE,
    fund_warnings.SOURCE,
    complaints.SOURCE,
    integrity_measures.SOURCE,
    annual_ratios.SOURCE,
    education_products.SOURCE,
    education_activities.SOURCE,
    education_bases.SOURCE,
    social_projects.SOURCE,
)
