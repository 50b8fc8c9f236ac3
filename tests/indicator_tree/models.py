"""The tables of rulebooks and catalogues, as models."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pkgutil import walk_packages

from pydantic import BaseModel
from pydantic.fields import FieldInfo

import indicator_tree


@cache
def models() -> dict[str, type[BaseModel]]:
    """Every table that people write, by module and name: `rules/graded.Tier`."""
    return dict(_models())


def _models() -> Iterator[tuple[str, type[BaseModel]]]:
    for found in walk_packages(indicator_tree.__path__, "indicator_tree."):
        if found.name.startswith("indicator_tree.published"):
            continue
        module = found.name.removeprefix("indicator_tree.").replace(".", "/")
        for name, model in vars(import_module(found.name)).items():
            if isinstance(model, type) and issubclass(model, BaseModel) and model.__module__ == found.name:
                yield f"{module}.{name}", model


def own_fields(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """Its keys, without those that it shares with the model it is made from."""
    return {key: field for key, field in model.model_fields.items() if key in model.__annotations__}
