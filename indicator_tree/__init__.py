"""The ground floor: indicators, weights, rule parameters and their references, as data."""

from indicator_tree.errors import IndicatorTreeError, RulebookError, RulebookNotFoundError
from indicator_tree.loading import RulebookFile, load_rulebook, read_rulebook
from indicator_tree.rulebook import Rulebook

__all__ = [
    "IndicatorTreeError",
    "Rulebook",
    "RulebookError",
    "RulebookFile",
    "RulebookNotFoundError",
    "load_rulebook",
    "read_rulebook",
]
