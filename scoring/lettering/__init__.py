"""Letters of nodes: where one ends and the next begins (`scoring.division`), and who has which.

giving     letters to units, group by group; rules on nodes that decide the class; who has none, and why
moves      who has another letter than before
next       what is missing to the next letter
"""

from scoring.lettering.frames import CUTOFFS, LETTER_MOVES, LETTERS
from scoring.lettering.giving import Lettered, letters_of
from scoring.lettering.moves import letter_moves
from scoring.lettering.next import NEXT_LETTERS, next_letters

__all__ = [
    "CUTOFFS",
    "LETTERS",
    "LETTER_MOVES",
    "NEXT_LETTERS",
    "Lettered",
    "letter_moves",
    "letters_of",
    "next_letters",
]
