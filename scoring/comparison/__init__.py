"""Two evaluations: what of every firm's change follows from other rules, other weights, other records.

Three factors are switched from the first evaluation to the second: the rules (r: how evidence of a leaf becomes its
score), the weights (w: the tree, the weights among siblings, the methods of aggregation, what a missing score does to
the siblings) and the records (e: the evidence). The score of a node under any of the 8 combinations is V(r, w, e); a
factor's part is its Shapley value, the mean of what switching it changes over the 6 orders in which the three can be
switched (Shorrocks, Decomposition procedures for distributional analysis, Journal of Economic Inequality 11, 2013).
The parts add up to the change, whatever the methods of aggregation.

The conventions:

- The same indicator is one of the same code and name. A leaf of one year only enters and leaves with the tree, as it
  was scored in its year. So does the bonus where only one rulebook has one.
- A quantity of evidence is known by what it counts: the parameter that asks for it, and its source, conditions,
  columns and limits (`quantities`). Where both rulebooks ask for the same quantity, the evidence of the other year
  takes its place. What only one of them asks for, or each in its own way, was never counted in the other year; it is
  taken as the same in both years, so that what follows from it is a change of rules, not of records.
- By kind of rule: of deductions and phone checks every deduction and every fault is a quantity of its own; of answers
  the number and weight of every answer; of graded parts and the bonus every part. A handling rate is one quantity, and
  so are the best category of a list, the ratio of a scale and the figures of a normalised leaf: other categories or
  another ratio make it another. What a normalised score owes to the figures of others is a change of records.
- A combination may have no score (too few respondents for the other year's rules, a zero under a geometric mean).
  Orders that pass through the fewest of these count; factors that can only be switched together share what they change.
- A firm that only one evaluation has, and a node without a score in one of them, have no split.

quantities  what a rulebook asks for, and what two ask for alike
mixed       leaves scored by the rules of one year over the evidence of the other
combining   the 8 combinations, rolled up
shapley     their split
comparing   compare_runs
moves       means per node, the largest moves
bands       firms that come into another band
differing   whose scores were made otherwise
system      what became of the indicator system
"""

from scoring.comparison.bands import band_moves
from scoring.comparison.comparing import Comparison, compare_runs
from scoring.comparison.differing import Differs
from scoring.comparison.moves import largest_moves
from scoring.comparison.system import NodeChange, SystemChange, changed_rulebook, system_change

__all__ = [
    "Comparison",
    "Differs",
    "NodeChange",
    "SystemChange",
    "band_moves",
    "changed_rulebook",
    "compare_runs",
    "largest_moves",
    "system_change",
]
