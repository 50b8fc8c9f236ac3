"""What an evaluation reads of the evaluations before it.

    asking    who reads previous runs, and how many
    ordering  previous runs in the order of their periods, and which of them cannot be read
    carrying  values of previous runs as evidence
    cutoffs   cut-offs of letters

Values become evidence of the evaluation (source `PREVIOUS`), cut-offs a part of its rulebook. So nothing that is done
with a finished evaluation needs the previous ones again.
"""

from scoring.previous.asking import Asked, asked_of_previous
from scoring.previous.carrying import PreviousValues, carried
from scoring.previous.cutoffs import with_previous_cutoffs
from scoring.previous.frames import PREVIOUS, PREVIOUS_RUNS
from scoring.previous.ordering import Earlier, in_order

__all__ = [
    "PREVIOUS",
    "PREVIOUS_RUNS",
    "Asked",
    "Earlier",
    "PreviousValues",
    "asked_of_previous",
    "carried",
    "in_order",
    "with_previous_cutoffs",
]
