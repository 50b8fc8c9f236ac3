"""A questionnaire: questions with their options, best first. What an answer is worth is rulebook data."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from pydantic import Field, field_validator, model_validator

from indicator_tree.loading import KEPT as RULEBOOK_KEPT
from indicator_tree.parameters import Cited, Reference, Strict
from indicator_tree.unreadable import UnreadableError, tables_in
from surveys import questionnaire_checks
from surveys.data_files import load_data_file
from surveys.kept import KEPT
from surveys.quality_rules import UNFINISHED, Answers, QualityRule

if TYPE_CHECKING:
    from indicator_tree import Rulebook

QUESTIONNAIRES = Path(__file__).parent / "questionnaires"
"""Where the questionnaires are kept, one TOML file each, named by id."""


class _Closed(Strict):
    """A column of the responses with a closed list of values; `code` is its English name, `label` its header."""

    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    label: str = Field(min_length=1)
    options: tuple[str, ...] = Field(min_length=2)
    codes: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()

    @field_validator("options")
    @classmethod
    def _options_differ(cls, options: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(options)) < len(options):
            message = "选项重复"
            raise ValueError(message)
        return options

    @model_validator(mode="after")
    def _codes_fit(self) -> Self:
        if self.codes and (len(self.codes) != len(self.options) or len(set(self.codes)) < len(self.codes)):
            numbers = f"选项 {len(self.options)} 个，代码 {len(self.codes)} 个"
            message = f"codes 须给每个选项一个代码，互不相同，按选项的次序：{numbers}"
            raise ValueError(message)
        return self


class Attribute(_Closed):
    """What is known of a respondent beside the answers: region, age, assets, trading frequency.

    Attributes:
        code: English column name.
        label: short Chinese header.
        options: the closed list of values.
        codes: what a survey platform exports for each option, in their order; if omitted, 1 to n in their order.
        aliases: other headers that mean this attribute.
    """


class Question(_Closed):
    """A closed question.

    Attributes:
        code: English column name.
        label: short Chinese header.
        wording: the question as asked.
        options: what may be answered, best first.
        codes: what a survey platform exports for each option, in their order; if omitted, 1 to n in their order.
        aliases: other headers that mean this question.
        asked_if: routing: asked only of those who gave one of the listed answers to every listed question.
        scored: whether indicators may rest on it; not so for questions that only test attention.
        multiple: whether several options may be chosen; nothing is scored by such a question.
    """

    wording: str = Field(min_length=1)
    asked_if: Answers = Field(default_factory=dict)
    scored: bool = True
    multiple: bool = False

    @model_validator(mode="after")
    def _several_are_not_scored(self) -> Self:
        if self.multiple and self.scored:
            message = "多选题（multiple = true）不能计分，须同时写 scored = false"
            raise ValueError(message)
        return self


class FirmQuestion(Strict):
    """How respondents were asked which firm they judge.

    Attributes:
        wording: the question as asked.
        aliases: other headers that mean it.
    """

    wording: str = Field(min_length=1)
    aliases: tuple[str, ...] = ()


class Unrecognised(Cited):
    """How many answers may be no option of their question before the responses are not evidence any more.

    Attributes:
        share: of the answers to one question, in one file and in all; below it such an answer is item non-response.
    """

    share: float = Field(ge=0, lt=1)


FEW_UNRECOGNISED = Unrecognised(
    share=0.05,
    basis="assumed",
    reference=Reference(title="问卷没有写明时，一道题至多容许二十分之一的答案不是选项，按项目无回答处理"),
)
"""What holds for a questionnaire that states nothing."""


class FieldPeriod(Cited):
    """First and last day of the survey, both included."""

    start: date
    end: date

    @model_validator(mode="after")
    def _in_order(self) -> FieldPeriod:
        if self.end < self.start:
            message = f"end（{self.end}）不得早于 start（{self.start}）"
            raise ValueError(message)
        return self


class Weighting(Cited):
    """How responses are weighted to known margins.

    Attributes:
        trim_low: weights below this multiple of the mean weight are raised to it.
        trim_high: weights above this multiple of the mean weight are lowered to it.
        tolerance: greatest difference of a weighted share from its margin.
        iterations: how often the margins are gone through at most.
    """

    trim_low: float = Field(gt=0, lt=1)
    trim_high: float = Field(gt=1)
    tolerance: float = Field(gt=0)
    iterations: int = Field(ge=1)


class Questionnaire(Strict):
    """The questions put to investors in one year, and by what rules responses are accepted.

    `quality` stands in the order of precedence: a response is rejected by the first rule that it breaks.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str
    year: int
    field_period: FieldPeriod | None = None
    firm: FirmQuestion | None = None
    attribute: tuple[Attribute, ...] = ()
    question: tuple[Question, ...] = Field(min_length=1)
    quality: tuple[QualityRule, ...] = (UNFINISHED,)
    unrecognised: Unrecognised = FEW_UNRECOGNISED
    weighting: Weighting | None = None

    @model_validator(mode="after")
    def _fits_together(self) -> Questionnaire:
        if problems := questionnaire_checks.problems(self):
            raise ValueError("；".join(problems))
        return self

    @cached_property
    def options(self) -> dict[str, tuple[str, ...]]:
        """The options of every question by its code."""
        return {question.code: question.options for question in self.question}


def load_questionnaire(name: str | Path) -> Questionnaire:
    """Load a questionnaire by its id (of those kept here) or from a file.

    Raises:
        QuestionnaireError: there is no such file, it is no TOML, or keys are missing, unknown or wrong.
    """
    return load_data_file(Questionnaire, name, QUESTIONNAIRES, "问卷", "问卷")


def find_questionnaire(rulebook: Rulebook) -> Path | None:
    """The file of the questionnaire that a rulebook names; None if it names none.

    Of a rulebook that a run keeps it is the one beside it. Else `<questionnaire>.toml` is looked for beside the
    rulebook's own file, then beside those that it extends, of which one may be in a run that keeps the questionnaire
    of that name, then among those of the package. Nothing need be there.
    """
    asked = rulebook.questionnaire
    if asked is None:
        return None
    if rulebook.origin.kept and (own := rulebook.folders[0] / KEPT).is_file():
        return own
    for folder in rulebook.folders:
        if (path := folder / f"{asked}.toml").is_file():
            return path
        if (folder / RULEBOOK_KEPT).is_file() and (path := folder / KEPT).is_file() and _names(path, asked):
            return path
    return QUESTIONNAIRES / f"{asked}.toml"


def _names(path: Path, asked: str) -> bool:
    """Whether a questionnaire bears that id; one that cannot be read may, and loading it will say what is wrong."""
    try:
        return bool(tables_in(path.read_bytes()).get("id", asked) == asked)
    except UnreadableError:
        return True


def questionnaire_of(rulebook: Rulebook) -> Questionnaire | None:
    """The questionnaire that a rulebook names, wherever it lies; None if it names none.

    Raises:
        QuestionnaireError: there is no such file, it is no TOML, or keys are missing, unknown or wrong.
    """
    path = find_questionnaire(rulebook)
    return None if path is None else load_questionnaire(path)
