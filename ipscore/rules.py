"""A rulebook together with the questionnaire that it names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from indicator_tree import read_rulebook
from indicator_tree.loading import find
from surveys.questionnaire import QUESTIONNAIRES, load_questionnaire

if TYPE_CHECKING:
    from pathlib import Path

    from indicator_tree import Rulebook, RulebookFile
    from surveys.questionnaire import Questionnaire


@dataclass(frozen=True)
class Rules:
    """What an evaluation goes by.

    Attributes:
        source: the rulebook with its files.
        questionnaire: the one that the rulebook names; None if it names none.
        questionnaire_file: its text as it stands, to be kept in the run.
    """

    source: RulebookFile
    questionnaire: Questionnaire | None = None
    questionnaire_file: bytes = b""

    @property
    def rulebook(self) -> Rulebook:
        """The rulebook."""
        return self.source.rulebook


def read_rules(name: str | Path) -> Rules:
    """The rules of a rulebook by year, name or path, fit to be applied.

    A rulebook outside the package may have its questionnaire beside it: `<questionnaire>.toml` in the same folder is
    looked for first, then among those of the package.

    Raises:
        RulebookNotFoundError: no such rulebook.
        RulebookError: it breaks the rules of rulebooks, or asks for what sources and questionnaire do not have.
        QuestionnaireError: there is no such questionnaire, or it cannot be understood.
    """
    source = read_rulebook(name)
    asked = source.rulebook.questionnaire
    if asked is None:
        return checked(Rules(source))
    beside = find(str(name)).parent / f"{asked}.toml"
    return with_questionnaire(source, beside if beside.is_file() else QUESTIONNAIRES / f"{asked}.toml")


def with_questionnaire(source: RulebookFile, path: Path) -> Rules:
    """The rulebook with the questionnaire of a file. Raises as `read_rules` does."""
    questionnaire = load_questionnaire(path)
    return checked(Rules(source, questionnaire, path.read_bytes()))


def checked(rules: Rules) -> Rules:
    """The rules, if they fit the sources' contracts and the questionnaire.

    Raises:
        RulebookError: they do not; every problem is told.
    """
    from ipscore.rulebook_fit import check_fit  # noqa: PLC0415  (loads the dataframe library)

    check_fit(rules)
    return rules
