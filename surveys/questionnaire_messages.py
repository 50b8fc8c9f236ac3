"""Problems that pydantic finds in survey data, told in the evaluators' language with key path and what is allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicator_tree.messages import translate

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError
    from pydantic_core import ErrorDetails


def lines(error: ValidationError, whole: str, root: type[BaseModel]) -> list[str]:
    """One line for every problem: `  - question.[1].options：选项重复`.

    Args:
        error: what pydantic raised.
        whole: what to call the file where a problem belongs to no key of it.
        root: the model of the whole file, which says what keys there may be.
    """
    details = error.errors(include_url=False)
    return [
        f"  - {problem.path or whole}：{problem.message}"
        for problem, detail in zip(translate(error, root), details, strict=True)
        if not _follows(detail, details)
    ]


def _follows(detail: ErrorDetails, details: list[ErrorDetails]) -> bool:
    """Whether a list is too short only because its items are faulty."""
    depth = len(detail["loc"])
    return detail["type"] == "too_short" and any(
        len(other["loc"]) > depth and other["loc"][:depth] == detail["loc"] for other in details
    )
