"""Published means → the weights that reproduce them: which fit, which of them are closest to equal, and how far the
figures determine each.

>>> year = Year(2017, {"": ("1", "2")}, {"1": (79.995, 80.005), "2": (89.995, 90.005), "total": (83.995, 84.005)})
>>> (found,) = recover([year])
>>> [round(float(weight), 3) for weight in found.closest]
[0.599, 0.401]
"""

from scoring.recovery.bands import WEIGHT_BANDS, weight_bands
from scoring.recovery.problem import Problem, Year, problems
from scoring.recovery.recover import NodeWeights, recover

__all__ = ["WEIGHT_BANDS", "NodeWeights", "Problem", "Year", "problems", "recover", "weight_bands"]
