"""Units divided into ordered classes by a number of theirs: letters of nodes, bands of figures.

clusters   natural breaks and k-means in one dimension
cutoffs    cut-offs by edges, quota or clusters; fences before, guardrails after
words      a division in words, with all its numbers
"""

from scoring.division.cutoffs import Cut, cut
from scoring.division.words import division_words, guardrail_words

__all__ = ["Cut", "cut", "division_words", "guardrail_words"]
