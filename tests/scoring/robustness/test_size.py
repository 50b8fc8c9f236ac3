"""How large a study may be."""

from __future__ import annotations

from typing import Any

import pytest

from scoring.errors import StudySizeError
from scoring.robustness.size import MEMORY, Size, check_size
from tests.scoring.robustness.seeded import CITED, study

SIZE = Size(firms=100, leaves=23, groups=16, schemes=4, nodes=6)


def test_the_study_of_the_rulebook_fits() -> None:
    check_size(study(draws=10_000, realisations=256), SIZE)


@pytest.mark.parametrize(
    ("key", "changes"),
    [
        ("draws", {"draws": 300_000_000}),
        ("sobol", {"sobol": 1 << 24}),
        ("realisations", {"realisations": 10**9}),
        ("survey.realisations", {"survey": {"vary": True, "realisations": 10**9, **CITED}}),
    ],
)
def test_what_does_not_fit_is_told_with_what_does(key: str, changes: dict[str, Any]) -> None:
    with pytest.raises(StudySizeError) as caught:
        check_size(study(**changes), SIZE)
    error = caught.value
    assert error.key == key
    assert f"至多可为 {error.possible:,}" in str(error)
    nested = {"survey": changes.get("survey", {}) | {"realisations": error.possible}}
    check_size(study(**(nested if "." in key else {key: error.possible})), SIZE)
    assert error.possible < error.asked


def test_scores_and_ranks_that_are_kept_count_in_full() -> None:
    with pytest.raises(StudySizeError) as caught:
        check_size(study(draws=300_000_000), SIZE)
    assert caught.value.possible * 100 * 6 * 10 < MEMORY
    with pytest.raises(StudySizeError) as more:
        check_size(study(draws=300_000_000), Size(firms=200, leaves=23, groups=16, schemes=4, nodes=6))
    assert more.value.possible < caught.value.possible
