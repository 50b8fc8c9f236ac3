"""What the text on objections says of a firm carries the meaning of the register, the rulebook and the command."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from indicator_tree.scope import Period
from reports.document import Document
from reports.firm import Industry
from reports.firm.objection_text import objection_blocks
from tests.reports.perturbed.law import Case, around, strange, unmoved, unprinted
from tests.reports.perturbed.marking import write_marked
from tests.reports.perturbed.sentences import Sentence, sentences
from tests.reports.small import A, evaluation

_TOLD = tomllib.loads(Path(__file__).with_name("objection_cases.toml").read_text(encoding="utf-8"))
CASES: Mapping[str, Case] = _TOLD["case"]


class Texts:
    """The text as it is, and of every case."""

    def __init__(self, folder: Path) -> None:
        self.texts = folder / "own"
        self.texts.mkdir()
        (self.texts / "objection.md.j2").write_text(_TOLD["text"], encoding="utf-8")
        self._marked = write_marked(self.texts, folder / "marked")
        self.before = self._told({})
        self.after = cache(lambda name: self._told(CASES[name]))

    def _told(self, case: Case) -> tuple[Sentence, ...]:
        known = evaluation()
        book = known.rulebook.model_copy(update={"period": Period(**case["period"])} if "period" in case else {})
        own = pl.col("firm_id") == A
        named = [
            pl.when(own).then(pl.lit(to)).otherwise(name).alias(name) for name, to in case.get("firms", {}).items()
        ]
        firm = Industry(replace(known, rulebook=book, firms=known.firms.with_columns(named))).of(A)
        blocks = objection_blocks(firm, case.get("issuer", _TOLD["issuer"]), self._marked)
        return tuple(sentences(Document(title="", body=blocks)))


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Texts:
    return Texts(tmp_path_factory.mktemp("objections"))


@pytest.mark.parametrize("name", CASES)
def test_exactly_the_sentences_that_name_what_changed_change(texts: Texts, name: str) -> None:
    found = strange(texts.before, texts.after(name), CASES[name])
    assert not found, "\n".join(found)


def test_every_number_is_printed_and_moved_by_a_case(texts: Texts) -> None:
    others = [texts.after(name) for name in CASES]
    assert unprinted(texts.texts, [texts.before, *others]) == []
    assert unmoved(texts.texts, texts.before, others, around) == []
