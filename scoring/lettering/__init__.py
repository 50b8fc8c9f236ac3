"""Letters of nodes: where one ends and the next begins (`scoring.division`), and who has which.

giving     letters to units, group by group; rules on nodes that decide the class; who has none, and why
"""

from scoring.lettering.frames import CUTOFFS, LETTERS
from scoring.lettering.giving import Lettered, letters_of

__all__ = ["CUTOFFS", "LETTERS", "Lettered", "letters_of"]
