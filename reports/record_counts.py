"""The figures that a report publishes about its records, counted from records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, TypeVar

import polars as pl

from indicator_tree.rules import AnswersRule, Deduct, PhoneCheckRule, RateRule, ScaleRule

if TYPE_CHECKING:
    from indicator_tree import Rulebook

Counts = Iterator[tuple[str, float]]
Kind = TypeVar("Kind", RateRule, PhoneCheckRule, ScaleRule)
CAUSE = "cause"
"""The column in which rulebooks have the cause of a record, where a report names causes."""

FINANCED = {
    "ipo": "首次公开发行",
    "refinancing": "再融资",
    "mergers": "并购重组",
    "bonds": "交易所债券",
    "neeq": "全国股转发行",
    "regional": "区域性股权市场",
}
"""Ids of published figures on financing → kinds of projects."""

POVERTY = "social.poverty."
"""Ids of published figures on poor regions begin with it; the kind of project, or `amount` for all, follows."""

HOLDING_BASES = 2  # the first two tiers are bases; the others are applications
FIVE = 5
CAUSES_OF_COMPLAINTS = {
    "1.2.1": "trading_system",
    "3.1.1": "account",
    "3.1.2": "tie_in",
    "3.2.1": "suitability",
    "3.2.2": "risk_disclosure",
    "3.3.1": "entrusted_funds.complaints",
    "3.3.2": "contract_breach",
    "3.3.3": "stock_tips",
}
CAUSES_OF_MEASURES = {"1.3.1": "asset_safety", "2.1.3": "diligence", "3.3.1": "entrusted_funds.measures"}
LEVERAGE, COST, MARGIN, COLLATERAL = 0.40, 0.05, (1.0, 2.0), 0.10


def record_counts(tables: Mapping[str, pl.DataFrame], rulebook: Rulebook) -> dict[str, float]:
    """Every published figure about records that records can give, by the ids of the published file.

    Args:
        tables: used records by source: in the period, of evaluated firms; a source may be missing.
        rulebook: conditions, limits and answers.

    Returns:
        Numbers in the units of the published file; shares in per cent, unrounded.

    Raises:
        LookupError: the rulebook lacks a rule or a list of values by which a figure is counted.
    """
    counters = {
        "fund_warnings": _fund_warnings,
        "complaints": _complaints,
        "integrity_measures": _measures,
        "phone_checks": _phone,
        "survey_responses": _survey,
        "annual_ratios": _ratios,
        "education_products": _products,
        "education_activities": _activities,
        "education_bases": _bases,
        "social_projects": _social,
    }
    found = {
        name: float(value)
        for source, count in counters.items()
        if source in tables
        for name, value in count(tables[source], rulebook)
    }
    if "complaints" in tables:
        # Every evaluated firm has ratios and answers, so the firms of all tables together are the evaluated ones.
        everybody = pl.concat([table["firm_id"] for table in tables.values()]).unique()
        found["complaint_handling.firms_never"] = float(
            (~everybody.is_in(tables["complaints"]["firm_id"].unique().implode())).sum()
        )
    return found


def _deducts(rulebook: Rulebook, leaf: str, source: str) -> Deduct:
    found = next((each for each in rulebook.deductions(leaf) if each.source == source), None)
    if found is None:
        raise LookupError(f"{leaf} has no deduction for {source}")
    return found


def _rule(rulebook: Rulebook, leaf: str, kind: type[Kind]) -> Kind:
    rule = rulebook.indicator[leaf].rule
    if not isinstance(rule, kind):
        raise LookupError(f"{leaf} has no rule of the kind {kind.__name__}")
    return rule


def _where(table: pl.DataFrame, deduct: Deduct, column: str) -> pl.DataFrame:
    return table.filter(pl.col(column) == deduct.when[column])


def _causes(table: pl.DataFrame) -> int:
    """How many different causes records have."""
    return table[CAUSE].drop_nulls().n_unique() if CAUSE in table.columns else 0


def _true(values: pl.Series) -> int:
    return int(values.to_numpy().sum())


def _sum(table: pl.DataFrame, column: str) -> float:
    return float(table[column].to_numpy().sum())


def _fund_warnings(table: pl.DataFrame, rulebook: Rulebook) -> Counts:
    yield "fund_warnings.total", table.height
    yield "fund_warnings.firms", table["entity_id"].n_unique()
    for level in rulebook.vocabulary["fund_warnings"]["level"]:
        yield f"fund_warnings.{level}", table.filter(pl.col("level") == level).height
    yield "fund_warnings.causes", _causes(table)


def _complaints(table: pl.DataFrame, rulebook: Rulebook) -> Counts:
    trading = _where(table, _deducts(rulebook, "1.2.1", "complaints"), "category")
    per_firm = trading.group_by("firm_id").len()["len"]
    yield "trading_system.complaints", trading.height
    yield "trading_system.firms", per_firm.len()
    yield "trading_system.firms_5_or_more", _true(per_firm >= FIVE)
    yield "trading_system.most", int(per_firm.to_numpy().max(initial=0))
    account = _where(table, _deducts(rulebook, "3.1.1", "complaints"), "category")
    yield "account.complaints", account.height
    yield "account.firms", account["firm_id"].n_unique()
    for leaf, name in (("3.3.2", "contract_breach"), ("3.3.3", "stock_tips")):
        yield f"{name}.complaints", _where(table, _deducts(rulebook, leaf, "complaints"), "category").height
    for leaf, name in CAUSES_OF_COMPLAINTS.items():
        yield f"{name}.causes", _causes(_where(table, _deducts(rulebook, leaf, "complaints"), "category"))
    rule = _rule(rulebook, "2.3.1", RateRule)
    closed = table.filter(pl.col(rule.done.column) <= rulebook.last_day(rule.done.days_after_period)).height
    yield "complaint_handling.work_orders", table.height
    yield "complaint_handling.closed", closed
    if table.height:
        yield "complaint_handling.rate", 100 * closed / table.height


def _measures(table: pl.DataFrame, rulebook: Rulebook) -> Counts:
    for leaf, name in (
        ("1.2.1", "trading_system.firms_with_measure"),
        ("1.3.1", "asset_safety.firms"),
        ("3.3.1", "entrusted_funds.firms_with_measure"),
        ("2.1.3", "diligence.firms"),
    ):
        yield name, _where(table, _deducts(rulebook, leaf, "integrity_measures"), "matter")["firm_id"].n_unique()
    for leaf, name in CAUSES_OF_MEASURES.items():
        yield f"{name}.causes", _causes(_where(table, _deducts(rulebook, leaf, "integrity_measures"), "matter"))
    yield "stock_tips.insider", _where(table, _deducts(rulebook, "3.3.3", "integrity_measures"), "matter").height
    diligence = _where(table, _deducts(rulebook, "2.1.3", "integrity_measures"), "matter")
    yield "diligence.measures", diligence.height
    for kind in rulebook.vocabulary["integrity_measures"]["kind"]:
        yield f"diligence.{kind}", diligence.filter(pl.col("kind") == kind).height


def _phone(table: pl.DataFrame, rulebook: Rulebook) -> Counts:
    rule = _rule(rulebook, "2.1.1", PhoneCheckRule)
    failed = {fault.id: ~pl.col(fault.step) for fault in rule.fault}
    for name, expression in failed.items():
        yield f"phone.{name}", table.filter(expression).height
    sound = table.group_by("firm_id").agg(pl.any_horizontal(failed.values()).any().alias("any"))
    full = sound.filter(~pl.col("any")).height
    yield "phone.firms_full_marks", full
    if sound.height:
        yield "phone.share_full_marks", 100 * full / sound.height


def _survey(table: pl.DataFrame, rulebook: Rulebook) -> Counts:
    for leaf in rulebook.leaves:
        rule = rulebook.indicator[leaf].rule
        if isinstance(rule, AnswersRule) and rule.question in table.columns:
            given = table[rule.question].drop_nulls()
            for label in rule.answers.values:
                if given.len():
                    yield f"{rule.question}.{label}", 100 * int((given == label).sum()) / given.len()


def _ratios(table: pl.DataFrame, rulebook: Rulebook) -> Counts:
    def of(leaf: str) -> tuple[pl.Series, ScaleRule]:
        rule = _rule(rulebook, leaf, ScaleRule)
        rows = table.filter(pl.col("ratio") == rule.ratio)
        return rows["numerator"] / rows["denominator"], rule

    leverage, _ = of("4.1.1")
    yield "ratios.leverage_below_40", _true(leverage < LEVERAGE)
    cost, _ = of("4.1.2")
    yield "ratios.cost_below_5", _true(cost < COST)
    for leaf, name in (("4.1.3", "market_value"), ("4.2.1", "single_client")):
        ratio, rule = of(leaf)
        yield f"ratios.{name}_4_to_5", _true((ratio >= rule.warning.value) & (ratio < rule.limit.value))
        yield f"ratios.{name}_5_or_more", _true(ratio >= rule.limit.value)
    margin, _ = of("4.2.2")
    yield "ratios.margin_below_100", _true(margin < MARGIN[0])
    yield "ratios.margin_above_200", _true(margin > MARGIN[1])
    collateral, rule = of("4.2.3")
    yield "ratios.collateral_above_10", _true(collateral > COLLATERAL)
    yield "ratios.collateral_above_16", _true(collateral > rule.warning.value)


def _products(table: pl.DataFrame, _: Rulebook) -> Counts:
    yield "education_products.total", table.height


def _activities(table: pl.DataFrame, _: Rulebook) -> Counts:
    yield "education_activities.total", table.height
    yield "education_activities.sessions", _sum(table, "sessions")
    yield "education_activities.participants", _sum(table, "participants")


def _bases(table: pl.DataFrame, rulebook: Rulebook) -> Counts:
    words = rulebook.vocabulary["education_bases"]
    tiers = words["tier"][:HOLDING_BASES]
    yield "education_bases.firms", table.filter(pl.col("tier").is_in(list(tiers)))["firm_id"].n_unique()
    for tier in tiers:
        for form in words["form"]:
            held = table.filter((pl.col("tier") == tier) & (pl.col("form") == form))
            yield f"education_bases.{tier}{form}", held["firm_id"].n_unique()


def _social(table: pl.DataFrame, rulebook: Rulebook) -> Counts:
    real_economy, poverty, charity = (
        table.filter(pl.col("part") == part) for part in rulebook.vocabulary["social_projects"]["part"]
    )
    for name, kind in FINANCED.items():
        rows = real_economy.filter(pl.col("kind") == kind)
        yield f"social.{name}.cases", _sum(rows, "cases")
        yield f"social.{name}.amount", _sum(rows, "amount")
    for kind, amount in poverty.group_by("kind").agg(pl.col("amount").sum()).sort("kind").rows():
        yield f"{POVERTY}{kind}", amount
    yield f"{POVERTY}amount", _sum(poverty, "amount")
    yield "social.charity.firms", charity["firm_id"].n_unique()
    yield "social.charity.amount", _sum(charity, "amount")
