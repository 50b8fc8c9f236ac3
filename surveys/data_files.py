"""Questionnaires and coding schemes are TOML files: found by id or path, checked against a model."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from indicator_tree.checks import suggestion
from indicator_tree.unreadable import UnreadableError, tables_in
from surveys.errors import QuestionnaireError
from surveys.questionnaire_messages import lines

Model = TypeVar("Model", bound=BaseModel)


def load_data_file(model: type[Model], name: str | Path, library: Path, what: str, short: str) -> Model:
    """A file of survey data by its id in a library, or by its path.

    Args:
        model: what the file must fit.
        name: an id of the library, or a path.
        library: the folder of the files kept here.
        what: what such a file is called in messages.
        short: the same, in short.

    Raises:
        QuestionnaireError: there is no such file, it is no TOML, or keys are missing, unknown or wrong.
    """
    path = name if isinstance(name, Path) else library / f"{name}.toml"
    if not path.is_file():
        known = suggestion(path.stem, (file.stem for file in library.glob("*.toml")))
        if path.parent == library:
            told = f"找不到{what} {path.stem}：规则文件旁边没有 {path.name}，自带的{short}里也没有。{known}"
        else:
            told = f"找不到{what} {path}。自带的{short}，{known}"
        raise QuestionnaireError(told, f"请改正规则文件里{short}的名称，或把 {path.name} 放到规则文件旁边")
    try:
        return model.model_validate(tables_in(path.read_bytes()))
    except UnreadableError as error:
        raise QuestionnaireError(f"{path.name}：{error}", f"请改正 {path.name}") from error
    except ValidationError as error:
        raise QuestionnaireError(
            f"{path.name}：\n" + "\n".join(lines(error, f"整份{short}", model)), f"请改正 {path.name}"
        ) from error
