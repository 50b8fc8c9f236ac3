"""Headers without what forms and survey platforms put around them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from data_sources.header_texts import canonical_header

CASES = tomllib.loads((Path(__file__).parent / "header_texts.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_canonical_headers(case: dict[str, Any]) -> None:
    assert {header: canonical_header(header) for header in case["headers"]} == dict.fromkeys(
        case["headers"], case["means"]
    )
