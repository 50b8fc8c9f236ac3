"""The records that the other indicators need: plain draws, nothing of which is solved for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from indicator_tree.rules import AnswersRule, ScaleRule
from ipscore_demo.reconstruction.shapes import stream
from ipscore_demo.small_market.complaints import drawn

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import numpy.typing as npt

    from indicator_tree import Rulebook
    from ipscore_demo.small_market.market import Market

    Rng = np.random.Generator

STEPS = ("connected", "answered", "polite", "effective")


def fund_warnings(market: Market, ids: Sequence[str], book: Rulebook, seed: int) -> pl.DataFrame:
    """firm_id, occurred_on, level, matter."""
    rng, given = stream(seed, "warnings"), market.warnings
    firm = _some(ids, given.mean, rng)
    return pl.DataFrame(
        {
            "firm_id": firm,
            "occurred_on": _days(book, len(firm), rng),
            "level": drawn(given.levels, len(firm), rng),
            "matter": rng.choice(given.matters, len(firm)),
        }
    )


def integrity_measures(market: Market, ids: Sequence[str], book: Rulebook, seed: int) -> pl.DataFrame:
    """firm_id, decided_on, authority, kind, matter, subject, subject_kind, subject_level."""
    rng, given = stream(seed, "measures"), market.measures
    firm, words = _some(ids, given.mean, rng), book.vocabulary["integrity_measures"]
    size = len(firm)
    levels = words["subject_level"]
    return pl.DataFrame(
        {
            "firm_id": firm,
            "decided_on": _days(book, size, rng),
            **{name: rng.choice(words[name], size) for name in ("authority", "kind", "matter")},
            "subject": firm,
            "subject_kind": [words["subject_kind"][0]] * size,
            "subject_level": np.where(rng.random(size) < given.branch, levels[-1], levels[0]),
        }
    )


def phone_checks(market: Market, ids: Sequence[str], seed: int) -> pl.DataFrame:
    """firm_id, round, called_on, and how far the call came."""
    rng, given = stream(seed, "phone"), market.phone
    rounds = len(given.rounds)
    fails = rng.random((len(ids) * rounds, len(STEPS))) < np.array(given.faults)
    fails[:, 2:] &= ~fails[:, :2].any(axis=1, keepdims=True)
    reached = np.where(fails[:, 0], 0, np.where(fails[:, 1], 1, len(STEPS)))
    frame = pl.DataFrame({"firm_id": np.repeat(ids, rounds), "round": np.tile(np.arange(1, rounds + 1), len(ids))})
    days = pl.Series("called_on", list(given.rounds)).gather(frame["round"] - 1)
    steps = [
        pl.select(pl.when(pl.Series(reached) >= at).then(~pl.Series(fails[:, at]))).to_series().alias(step)
        for at, step in enumerate(STEPS)
    ]
    return frame.with_columns(days, *steps)


def survey_responses(market: Market, ids: Sequence[str], book: Rulebook, seed: int) -> pl.DataFrame:
    """firm_id, answered_on, the answers; the better an answer, the likelier, at every firm to a degree of its own."""
    rng, given = stream(seed, "survey"), market.survey
    number = np.maximum(rng.poisson(given.respondents, len(ids)), given.least)
    at = np.repeat(np.arange(len(ids)), number)
    columns: dict[str, npt.NDArray[np.str_]] = {}
    for rule in (book.indicator[leaf].rule for leaf in book.leaves):
        if isinstance(rule, AnswersRule):
            answers = np.array(sorted(rule.answers.values, key=lambda answer: -rule.answers.values[answer]))
            worse = given.worse * np.exp(given.worse_spread * rng.standard_normal(len(ids)))
            odds = worse[:, None] ** np.arange(len(answers))
            shares = (odds / odds.sum(axis=1, keepdims=True)).cumsum(axis=1)
            columns[rule.question] = answers[(rng.random(len(at))[:, None] > shares[at, :-1]).sum(axis=1)]
    *_, last = given.contradiction
    at_odds = np.logical_and.reduce([columns[name] == given.contradiction[name] for name in given.contradiction])
    columns[last][at_odds] = columns[last][~at_odds][0]
    start = np.datetime64(given.first_day)
    return pl.DataFrame(
        {
            "firm_id": np.array(ids)[at],
            "answered_on": pl.Series(start + rng.integers(0, given.days, len(at))).cast(pl.Date),
            **columns,
            **{question: [answer] * len(at) for question, answer in given.attention.items()},
        }
    )


def annual_ratios(market: Market, ids: Sequence[str], book: Rulebook, seed: int) -> pl.DataFrame:
    """firm_id, ratio, numerator, denominator (10,000 yuan), as_of."""
    rng, given, tables = stream(seed, "ratios"), market.ratios, []
    capital = np.round(given.capital * np.exp(0.6 * rng.standard_normal(len(ids))), 2)
    for rule in (book.indicator[leaf].rule for leaf in book.leaves):
        if isinstance(rule, ScaleRule):
            knots = sorted((knot.score, knot.ratio) for knot in rule.knot)
            worst, best = rule.limit.value, knots[-1][1]
            ratio = worst + (best - worst) * rng.beta(*given.position, len(ids))
            amounts = {"numerator": np.round(ratio * capital, 2), "denominator": capital}
            tables.append(pl.DataFrame({"firm_id": ids, "ratio": rule.ratio, **amounts, "as_of": book.period.end}))
    return pl.concat(tables)


def education(market: Market, ids: Sequence[str], book: Rulebook, seed: int) -> dict[str, pl.DataFrame]:
    """Products, activities and bases of investor education."""
    rng, given = stream(seed, "education"), market.education
    products, activities = (_some(ids, mean, rng, least=1) for mean in (given.products, given.activities))
    forms, organisers = (
        book.vocabulary[source][column]
        for source, column in (("education_products", "form"), ("education_activities", "organiser"))
    )
    topics = [rng.choice(given.topics, len(each)) for each in (products, activities)]
    tiers = drawn(given.tiers, len(ids), rng)
    return {
        "education_products": pl.DataFrame(
            {
                "firm_id": products,
                "title": [f"{topic}（虚构）" for topic in topics[0]],
                "form": rng.choice(forms, len(products)),
                "topic": topics[0],
                "clicks": np.rint(given.clicks * rng.lognormal(0, 1.2, len(products))).astype(np.int64),
                "published_on": _days(book, len(products), rng),
            }
        ),
        "education_activities": pl.DataFrame(
            {
                "firm_id": activities,
                "title": [f"{topic}活动（虚构）" for topic in topics[1]],
                "topic": topics[1],
                "organiser": rng.choice(organisers, len(activities)),
                "sessions": 1 + rng.poisson(given.sessions, len(activities)),
                "participants": np.rint(given.participants * rng.lognormal(0, 1, len(activities))).astype(np.int64),
                "held_on": _days(book, len(activities), rng),
            }
        ),
        "education_bases": pl.DataFrame(
            {
                "firm_id": ids,
                "tier": tiers,
                "form": rng.choice(book.vocabulary["education_bases"]["form"], len(ids)),
                "named_on": [None] * len(ids),
            },
            schema_overrides={"named_on": pl.Date},
        ),
    }


def social_projects(market: Market, ids: Sequence[str], book: Rulebook, seed: int) -> pl.DataFrame:
    """firm_id, part, kind, cases, amount (100 million yuan), completed_on."""
    rng, given = stream(seed, "social"), market.social
    firm = _some(ids, given.projects, rng)
    size = len(firm)
    return pl.DataFrame(
        {
            "firm_id": firm,
            "part": rng.choice(book.vocabulary["social_projects"]["part"], size),
            "kind": rng.choice(given.kinds, size),
            "cases": 1 + rng.poisson(1.0, size),
            "amount": np.round(given.amount * rng.lognormal(0, 1.2, size), 2),
            "completed_on": _days(book, size, rng),
        }
    )


def _some(ids: Sequence[str], mean: float, rng: Rng, least: int = 0) -> list[str]:
    """Every firm as often as chance has it."""
    return [str(firm) for firm in np.repeat(ids, np.maximum(rng.poisson(mean, len(ids)), least))]


def _days(book: Rulebook, size: int, rng: Rng) -> list[date]:
    start, end = np.datetime64(book.period.start), np.datetime64(book.period.end)
    found: list[date] = (start + rng.integers(0, (end - start).astype(int) + 1, size)).tolist()
    return found
