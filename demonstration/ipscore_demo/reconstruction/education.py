"""Investor education (2.2.1, 2.2.2; pp. 10-13): tiers by integer program, then products, activities and bases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from indicator_tree.rules import GradedRule, Part
from ipscore_demo.reconstruction.graded import combinations, points, tier_bounds
from ipscore_demo.reconstruction.histogram import Total, exactly, histogram
from ipscore_demo.reconstruction.shapes import apportion, bounds_of, hand_out, noisy, split_rows, stream

if TYPE_CHECKING:
    from ipscore_demo.reconstruction.firms import Firms
    from ipscore_demo.reconstruction.solver import Floats, Ints
    from ipscore_demo.reconstruction.targets import Targets

TOPICS = ("理性投资", "风险提示", "防范非法证券活动", "适当性管理", "基础知识", "权益保护", "退市制度", "债券投资")
EVENTS = ("报告会", "走进校园", "走进社区", "走进上市公司", "知识竞赛", "线上讲座", "模拟交易大赛", "开放日")
LOOSEST = {"2.2.1": 2, "2.2.2": 3}  # how far apart the ranks of a firm's parts may lie
APPLIED, SILENT = 2, 3  # ranks of firms without a base
OWN_SHARE = 0.75


def tiers_of(targets: Targets, firms: Firms, leaf: str, rng: np.random.Generator, totals: list[Total]) -> Ints:
    """Grade per firm and part of a graded leaf; `totals` are counted over `choices`."""
    found = choices(targets, leaf)
    score = points(_parts(targets, leaf), found)
    natural = np.exp(-0.35 * found.std(axis=1) ** 2 - 0.05 * found.sum(axis=1))
    wanted = [*totals, Total(score, *targets.sum_range(leaf))]
    given = found[histogram(score, natural, targets.bands(leaf, whole=True), wanted, rng=rng, what=leaf)]
    burden = points(_parts(targets, leaf), given) + 0.01 * rng.random(len(given))
    return given[hand_out(burden, noisy(firms.size, 0.7, rng))]


def choices(targets: Targets, leaf: str) -> Ints:
    """Combinations of grades in which no quantity is missing altogether."""
    parts = _parts(targets, leaf)
    found = combinations(parts, LOOSEST[leaf])
    some = [found[:, at] < len(part.tiers) for at, part in enumerate(parts) if part.tiers]
    return found[np.all(some, axis=0)]


def education_products(targets: Targets, firms: Firms, seed: int, leaf: str = "2.2.1") -> pl.DataFrame:
    """One row per product: record_id, firm_id, entity_id, title, form, topic, clicks, published_on."""
    rng = stream(seed, leaf)
    aims = targets.aims.education
    products, forms, clicks = _parts(targets, leaf)
    grade = tiers_of(targets, firms, leaf, rng, [])
    all_forms = np.array(targets.rulebook.vocabulary["education_products"]["form"])
    low_forms, high_forms = tier_bounds(forms, grade[:, 1], most=all_forms.size)
    low, high = tier_bounds(products, grade[:, 0])
    number = apportion(aims.products, _weight(firms, rng), np.maximum(low, low_forms), high, leaf)
    kinds = np.minimum(rng.integers(low_forms, high_forms + 1), number)
    low, high = tier_bounds(clicks, grade[:, 2])
    clicked = apportion(aims.clicks, _weight(firms, rng) ** 1.5, low, high, leaf)
    form = []
    for count, kind in zip(number, kinds, strict=True):
        own = rng.choice(all_forms, int(kind), replace=False)
        form.append(np.concatenate([own, rng.choice(own, int(count - kind))]))
    topic = rng.choice(TOPICS, aims.products)
    frame = _frame(targets, firms, number, rng).with_columns(
        pl.Series("form", np.concatenate(form)),
        pl.Series("topic", topic),
        pl.Series("clicks", split_rows(clicked, number, rng)),
    )
    title = pl.format("{}{}第{}期", "topic", "form", "at")
    return _numbered(frame.with_columns(title.alias("title")), "CP2017", "published_on").select(
        "record_id", "firm_id", "entity_id", "title", "form", "topic", "clicks", "published_on"
    )


def education_activities(
    targets: Targets, firms: Firms, seed: int, leaf: str = "2.2.2"
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Activities, one row each, and bases: record_id, firm_id, entity_id and the columns of their sources."""
    rng = stream(seed, leaf)
    aims = targets.aims.education
    activities, sessions, participants, base = _parts(targets, leaf)
    found = choices(targets, leaf)
    with_base = int(targets.count("education_bases.firms"))
    by_grade = (aims.national_firms, with_base - aims.national_firms, aims.applied)
    grade = tiers_of(
        targets, firms, leaf, rng, [exactly(found[:, 3] == at, number) for at, number in enumerate(by_grade)]
    )
    low, high = tier_bounds(activities, grade[:, 0])
    low_held, high_held = tier_bounds(sessions, grade[:, 1])
    number = apportion(aims.activities, _weight(firms, rng), low, np.minimum(high, high_held), leaf)
    held = apportion(aims.sessions, _weight(firms, rng), np.maximum(low_held, number), high_held, leaf)
    low, high = tier_bounds(participants, grade[:, 2])
    came = apportion(aims.participants, _weight(firms, rng), np.maximum(low, number), high, leaf)
    frame = _frame(targets, firms, number, rng).with_columns(
        pl.Series("topic", rng.choice(TOPICS, aims.activities)),
        pl.Series("event", rng.choice(EVENTS, aims.activities)),
        pl.Series("organiser", np.where(rng.random(aims.activities) < OWN_SHARE, *_organisers(targets))),
        pl.Series("sessions", split_rows(held, number, rng, least=1)),
        pl.Series("participants", split_rows(came, number, rng, least=1)),
    )
    title = pl.format("{}{}（第{}场次组）", "topic", "event", "at")
    rows = _numbered(frame.with_columns(title.alias("title")), "HD2017", "held_on").select(
        *("record_id", "firm_id", "entity_id", "title", "topic", "organiser", "sessions", "participants", "held_on")
    )
    return rows, _bases(targets, firms, grade[:, 3], base, rng)


def _bases(targets: Targets, firms: Firms, grade: Ints, base: Part, rng: np.random.Generator) -> pl.DataFrame:
    """Bases as counted by tier and form; firms whose application failed or that did not apply."""
    tiers = list(base.grades)
    forms = targets.rulebook.vocabulary["education_bases"]["form"]
    rows: list[tuple[int, str, str, int]] = []
    for at, tier in enumerate(tiers[:2]):
        must = rng.permutation(np.flatnonzero(grade == at))
        may = rng.permutation(np.flatnonzero(grade <= at))
        first, second = (int(targets.count(f"education_bases.{tier}{form}")) for form in forms)
        # Every firm of the grade gets one base; what is left over is a second form, or a lower tier besides.
        one = must[: min(first, must.size)]
        extra = [firm for firm in may if firm not in one][: first - one.size]
        other = [firm for firm in must if firm not in one]
        more = [firm for firm in may if firm not in other][: second - len(other)]
        rows += [(int(firm), tier, forms[0], 1) for firm in (*one, *extra)]
        rows += [(int(firm), tier, forms[1], 1) for firm in (*other, *more)]
    applied = np.flatnonzero(grade == APPLIED)
    rows += [(int(firm), tiers[2], str(rng.choice(forms)), 0) for firm in applied]
    silent = rng.permutation(np.flatnonzero(grade == SILENT))[::2]
    rows += [(int(firm), tiers[3], forms[0], 0) for firm in silent]
    start = np.datetime64("2016-01-01")
    frame = pl.DataFrame(rows, schema=["firm", "tier", "form", "named"], orient="row").sort("firm", "tier", "form")
    day = pl.Series("day", start + rng.integers(0, 700, frame.height)).cast(pl.Date)
    ids = pl.Series("firm_id", np.array(firms.ids)[frame["firm"].to_numpy()])
    return (
        frame.with_columns(ids, day)
        .with_row_index("n", offset=1)
        .select(
            pl.format("JD2017{}", pl.col("n").cast(pl.String).str.zfill(3)).alias("record_id"),
            "firm_id",
            pl.col("firm_id").alias("entity_id"),
            "tier",
            "form",
            pl.when(pl.col("named") == 1).then("day").alias("named_on"),
        )
    )


def _parts(targets: Targets, leaf: str) -> tuple[Part, ...]:
    rule = targets.rulebook.indicator[leaf].rule
    assert isinstance(rule, GradedRule)
    return rule.part


def _organisers(targets: Targets) -> tuple[str, str]:
    own, asked = targets.rulebook.vocabulary["education_activities"]["organiser"]
    return own, asked


def _weight(firms: Firms, rng: np.random.Generator) -> Floats:
    result: Floats = firms.size**0.5 * np.exp(0.4 * rng.standard_normal(firms.size.size))
    return result


def _frame(targets: Targets, firms: Firms, number: Ints, rng: np.random.Generator) -> pl.DataFrame:
    firm = np.repeat(np.arange(number.size), number)
    begins = np.repeat([begin for begin, _ in bounds_of(number)], number)
    start = np.datetime64(targets.rulebook.period.start)
    return pl.DataFrame(
        {
            "firm_id": np.array(firms.ids)[firm],
            "at": np.arange(firm.size) - begins + 1,
            "day": start + rng.integers(0, 365, firm.size),
        }
    ).with_columns(pl.col("day").cast(pl.Date), pl.col("firm_id").alias("entity_id"))


def _numbered(frame: pl.DataFrame, prefix: str, day: str) -> pl.DataFrame:
    number = pl.col("n").cast(pl.String).str.zfill(4)
    return (
        frame.sort("firm_id", "day", maintain_order=True)
        .rename({"day": day})
        .with_row_index("n", offset=1)
        .with_columns(pl.format(f"{prefix}{{}}", number).alias("record_id"))
    )
