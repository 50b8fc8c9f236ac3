from __future__ import annotations

import pytest

from indicator_tree.catalogue import Catalogue, load_catalogue
from indicator_tree.published.operations import PilotFigures, load_pilot
from ipscore_demo.pilot import Pilot, rebuild_pilot


@pytest.fixture(scope="session")
def figures() -> PilotFigures:
    return load_pilot()


@pytest.fixture(scope="session")
def catalogue(figures: PilotFigures) -> Catalogue:
    return load_catalogue(figures.catalogue)


@pytest.fixture(scope="session")
def pilot(catalogue: Catalogue, figures: PilotFigures) -> Pilot:
    return rebuild_pilot(catalogue, figures)
