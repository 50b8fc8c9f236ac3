from __future__ import annotations

import pytest

from indicator_tree import Rulebook, load_rulebook
from indicator_tree.published import PublishedFigures, load_published
from ipscore_demo.reconstruction import Rebuilt, rebuild


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    return load_rulebook("2017")


@pytest.fixture(scope="session")
def published() -> PublishedFigures:
    return load_published("whitepaper_2017")


@pytest.fixture(scope="session")
def rebuilt(rulebook: Rulebook, published: PublishedFigures) -> Rebuilt:
    return rebuild(rulebook, published)
