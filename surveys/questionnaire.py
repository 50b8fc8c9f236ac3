"""A questionnaire: questions with their options, best first. What an answer is worth is rulebook data."""

from __future__ import annotations

import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

QUESTIONNAIRES = Path(__file__).parent / "questionnaires"
"""Where the questionnaires are kept, one TOML file each, named by id."""


class QuestionnaireError(Exception):
    """A questionnaire file does not exist or cannot be understood; the message says where and why."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Question(_Strict):
    """A closed question with one answer.

    Attributes:
        code: English column name.
        label: short Chinese header.
        wording: the question as asked.
        options: what may be answered, best first.
        aliases: other headers that mean this question.
    """

    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    label: str = Field(min_length=1)
    wording: str = Field(min_length=1)
    options: tuple[str, ...] = Field(min_length=2)
    aliases: tuple[str, ...] = ()

    @field_validator("options")
    @classmethod
    def _options_differ(cls, options: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(options)) < len(options):
            message = "选项重复"
            raise ValueError(message)
        return options


class Questionnaire(_Strict):
    """The questions put to investors in one year."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str
    year: int
    question: tuple[Question, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _names_differ(self) -> Questionnaire:
        names = [name for question in self.question for name in (question.code, question.label)]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            message = f"题目代码或表头重复：{'、'.join(twice)}"
            raise ValueError(message)
        return self


def load_questionnaire(name: str | Path) -> Questionnaire:
    """Load a questionnaire by its id (of those kept here) or from a file.

    Raises:
        QuestionnaireError: there is no such file, it is no TOML, or keys are missing, unknown or wrong.
    """
    path = name if isinstance(name, Path) else QUESTIONNAIRES / f"{name}.toml"
    if not path.is_file():
        known = "、".join(sorted(file.stem for file in QUESTIONNAIRES.glob("*.toml")))
        raise QuestionnaireError(f"找不到问卷 {path}；现有的问卷：{known}")
    try:
        return Questionnaire.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise QuestionnaireError(f"{path.name}：不是完好的 TOML 文件：{error}") from error
    except ValidationError as error:
        lines = [
            f"  - {'.'.join(str(key) for key in one['loc']) or '整份问卷'}：{one['msg']}" for one in error.errors()
        ]
        raise QuestionnaireError(f"{path.name}：\n" + "\n".join(lines)) from error
