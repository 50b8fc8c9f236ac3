from __future__ import annotations

from decimal import Decimal

import pytest

from reports.figures import fixed, percent, percent_change, plain, signed
from scoring.precision import half_up


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (94.705, "94.71"),
        (94.705 - 1e-12, "94.71"),  # binary noise of 94.705
        (94.7049, "94.70"),
        (0.125, "0.13"),
        (-0.125, "-0.13"),
        (89.99999999999999, "90.00"),
    ],
)
def test_half_up_after_settling_binary_noise(value: float, shown: str) -> None:
    assert half_up(value) == Decimal(shown)


@pytest.mark.parametrize(
    ("spelled", "shown"),
    [
        (fixed(None), "—"),
        (fixed(12940000.4, 0), "12,940,000"),
        (fixed(-0.001), "0.00"),
        (signed(0.28), "+0.28"),
        (signed(-3.0), "-3.00"),
        (signed(-0.001), "0.00"),
        (signed(None), "—"),
        (percent(0.94705, 2), "94.71%"),
        (percent(None), "—"),
        (percent_change(0.0325), "+3.3%"),
        (percent_change(-0.47472505983827501, 2), "-47.47%"),
        (percent_change(None), "—"),
        (plain(133.0), "133"),
        (plain(9124.82), "9,124.82"),
        (plain(100.0), "100"),
        (plain(None), "—"),
    ],
)
def test_numbers_are_spelled(spelled: str, shown: str) -> None:
    assert spelled == shown
