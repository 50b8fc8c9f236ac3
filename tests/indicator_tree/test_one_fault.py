"""One fault, one message: what only follows from another problem is not told beside it."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from indicator_tree import RulebookError
from indicator_tree.catalogue import parse_catalogue
from indicator_tree.catalogue_errors import CatalogueError
from indicator_tree.loading import parse
from tests.indicator_tree.tampering import faults, kinds

ROOT = Path(__file__).parents[2]
FILES: dict[str, Callable[[dict[str, Any], str], object]] = {
    "indicator_tree/rulebooks/investor_protection_2017.toml": parse,
    "docs/examples/compliance_inspection/compliance_2024q1.toml": parse,
    "docs/examples/subsidiaries/subsidiaries_2023.toml": parse,
    "indicator_tree/catalogues/operations_2020.toml": parse_catalogue,
}
SEVERAL = {
    "operations_2020.toml: systems left out",  # every group of systems is missing
    "operations_2020.toml: systems.clearing.0 left out",  # two tables name the system, neither is the cause
}


@pytest.mark.parametrize("file", FILES)
def test_one_fault_has_one_message(file: str) -> None:
    tables = tomllib.loads((ROOT / file).read_text(encoding="utf-8"))
    told, found = [], 0
    for keys in kinds(tables):
        for what, changed in faults(tables, keys):
            try:
                FILES[file](changed, "x.toml")
            except (RulebookError, CatalogueError) as error:
                found += 1
                name = f"{Path(file).name}: {'.'.join(map(str, keys))} {what}"
                if len(error.problems) > 1 and name not in SEVERAL:
                    told.append(f"{name}\n{error}")
    assert found > 100
    assert not told, "\n\n".join(told)


def test_independent_faults_are_all_told() -> None:
    tables = tomllib.loads((ROOT / "indicator_tree/rulebooks/investor_protection_2017.toml").read_text("utf-8"))
    tables["indicator"]["1.1.1"]["nmae"] = tables["indicator"]["1.1.1"].pop("name")
    tables["indicator"]["1.2.1"]["parent"] = "1.9"
    tables["weights"]["flat"]["kind"] = "leafs"
    with pytest.raises(RulebookError) as caught:
        parse(tables, "x.toml")
    assert [problem.path for problem in caught.value.problems] == [
        "indicator.1.1.1.nmae",
        "indicator.1.2.1.parent",
        "weights.flat.kind",
    ]
