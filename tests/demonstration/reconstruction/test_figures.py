"""The rebuilt records give every published figure that records can give."""

from __future__ import annotations

import numpy as np
import pytest
from stdnum.cn import uscc

from indicator_tree.published import load_published
from reports.record_counts import record_counts
from tests.demonstration.reconstruction.plain_scoring import bonus_scores, leaf_scores, rolled_up

PUBLISHED = load_published("whitepaper_2017")
NODES = [code for code in PUBLISHED.node if code not in {"total", "bonus"}]

pytestmark = pytest.mark.xdist_group("reconstruction")


@pytest.fixture(scope="module")
def leaves(rebuilt, rulebook):
    return leaf_scores(rebuilt.tables, rulebook, list(rebuilt.firms.ids))


@pytest.fixture(scope="module")
def counts(rebuilt, rulebook):
    return record_counts(rebuilt.tables, rulebook)


@pytest.mark.parametrize("leaf", [code for code in NODES if PUBLISHED.node[code].bands])
def test_firms_fall_into_the_published_bands(leaf, leaves, rulebook):
    edges = np.array(rulebook.band_set(leaf).edges)
    bands = [int((leaves[leaf][:, None] < edges).sum(axis=1).tolist().count(at)) for at in range(len(edges))]
    assert tuple(bands) == PUBLISHED.node[leaf].bands


@pytest.mark.parametrize("leaf", [code for code in NODES if code.count(".") == 2])
def test_scores_keep_clear_of_band_limits_or_lie_on_them(leaf, leaves, rulebook):
    gaps = np.abs(leaves[leaf][:, None] - np.array(rulebook.band_set(leaf).edges))
    assert gaps[gaps > 0].min() >= 0.01 - 1e-9


@pytest.mark.parametrize("scheme", ["equal", "published"])
@pytest.mark.parametrize("code", NODES)
def test_means_are_the_published_ones(code, scheme, leaves, rulebook):
    figures = PUBLISHED.node[code]
    expected = figures.other_schemes.get(scheme, figures.mean)
    assert round(rolled_up(leaves, rulebook, scheme)[code].mean(), 2) == expected


@pytest.mark.parametrize("scheme", ["equal", "published"])
def test_the_total_with_the_bonus_is_the_published_one(scheme, leaves, rebuilt, rulebook):
    bonus = bonus_scores(rebuilt.tables, rulebook, list(rebuilt.firms.ids))
    assert 1.7380 <= bonus.mean() < 1.7413  # what both totals allow
    assert round((rolled_up(leaves, rulebook, scheme)["base"] + bonus).mean(), 2) == PUBLISHED.node["total"].mean


@pytest.mark.parametrize("name", [name for name, figure in PUBLISHED.count.items() if figure.reproducible])
def test_counts_are_the_published_ones(name, counts):
    figure, found = PUBLISHED.count[name], counts[name]
    match figure.match:
        case "exact":
            assert round(found, figure.decimals) == figure.value
        case "about":
            assert abs(found - figure.value) <= figure.tolerance
        case "at_least":
            assert found >= figure.value
        case "nearly":
            assert figure.value - figure.tolerance <= found <= figure.value


def test_what_the_report_contradicts_itself_about_is_known(counts):
    assert counts["phone.impolite"] == 7


def test_firms_are_marked_as_invented(rebuilt):
    register = rebuilt.firms.register
    assert all(uscc.is_valid(code) and code.startswith("91990000") for code in register["firm_id"])
    assert register["full_name"].str.ends_with("（虚构）").all()
    assert register.height == PUBLISHED.firms + 2


def test_the_subsidiary_shares_an_event_with_its_parent(rebuilt):
    warnings = rebuilt.tables["fund_warnings"]
    own = warnings.filter(warnings["entity_id"] == rebuilt.firms.subsidiary)
    twins = warnings.join(own, on=["firm_id", "occurred_on", "level", "matter"])
    assert (own.height, twins.height) == (1, 2)
