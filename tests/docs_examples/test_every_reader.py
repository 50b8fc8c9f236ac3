"""Every reader of an evaluation knows every rule of every example; what reports say is held in `test_own_words.py`."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from ipscore import read_records
from ipscore.run_folder import Run
from reports.firm.reading import KINDS
from scoring.what_if import RunRecords
from tests.ipscore.test_every_kind import compared, explained, lifted, suppose_every_rule, varied

pytestmark = pytest.mark.xdist_group("examples")

EXAMPLES = tomllib.loads(Path(__file__).with_name("own_words.toml").read_text(encoding="utf-8"))["example"]
OF_EVERY = pytest.mark.parametrize("case", EXAMPLES, ids=lambda case: case["run"])


@OF_EVERY
def test_every_reader_knows_every_rule(examples: Path, case: dict[str, Any], tmp_path: Path) -> None:
    found = Run.open(examples / case["run"]).evaluation
    for reader in (explained, compared, varied, lifted):
        reader(found, tmp_path)


@OF_EVERY
def test_a_breakdown_says_what_every_parameter_of_its_ledger_is(examples: Path, case: dict[str, Any]) -> None:
    keys = Run.open(examples / case["run"]).evaluation.ledger.select("node", "parameter").unique().rows()
    words = {parameter.removeprefix(f"{node}.").split(".")[0] for node, parameter in keys if parameter}
    assert words - KINDS.keys() == set()


@OF_EVERY
def test_every_rule_may_be_supposed_otherwise(examples: Path, case: dict[str, Any]) -> None:
    run = Run.open(examples / case["run"])
    records = read_records(examples / case["records"], run.rulebook)
    suppose_every_rule(run.evaluation, RunRecords(records.tables))
