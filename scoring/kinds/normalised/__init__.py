"""Figures made comparable across units.

kind        everything that is asked of the kind
figures     the figure of every unit, treated
treatment   imputed, winsorised, transformed, as rows of the ledger tell it
comparing   among whom a unit is compared: all, or its group of the register
methods     what figures are worth among those that are compared
formulas    the same as pure functions of vectors
refusing    errors that name the indicator, the columns and the method
words       the rule in words
"""

from scoring.kinds.normalised.kind import NormalisedKind

__all__ = ["NormalisedKind"]
