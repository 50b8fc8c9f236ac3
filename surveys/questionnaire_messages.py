"""Problems that pydantic finds in survey data, told in the evaluators' language with key path and what is allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicator_tree.causes import causes
from indicator_tree.messages import translate

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError


def lines(error: ValidationError, whole: str, root: type[BaseModel]) -> list[str]:
    """One line for every problem: `  - question.[1].options：选项重复`.

    Args:
        error: what pydantic raised.
        whole: what to call the file where a problem belongs to no key of it.
        root: the model of the whole file, which says what keys there may be.
    """
    return [f"  - {problem.path or whole}：{problem.message}" for problem in causes(translate(error, root))]
