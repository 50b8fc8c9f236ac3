"""Letters of nodes: where one ends and the next begins, and who has which.

clusters   natural breaks and k-means in one dimension
cutoffs    cut-offs by edges, quota or clusters; fences before, guardrails after
giving     letters to units, group by group; rules on nodes that decide the class; who has none, and why
"""

from scoring.lettering.frames import CUTOFFS, LETTERS
from scoring.lettering.giving import Lettered, letters_of

__all__ = ["CUTOFFS", "LETTERS", "Lettered", "letters_of"]
