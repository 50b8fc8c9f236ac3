"""Rules on nodes and on the total: caps, floors, deductions and classes under a condition.

circumstances  what they look at beside scores: records counted, groups
conditions     where conditions hold
judging        what the rules of a node do to its score; the floor of the scale comes last
ledger         the rows that say so

Order: a node is made of its children, then its rules apply one by one in the order of the rulebook, each to what the
one before left, then the scale's floor. Its parent is made of the result. `total` is `base`, after the rules of
`base`, plus the bonus; the rules of `total` come last.
"""

from scoring.node_rules.circumstances import Circumstances
from scoring.node_rules.judging import Judged, NodeRules
from scoring.node_rules.ledger import node_ledger, with_node_rules

__all__ = ["Circumstances", "Judged", "NodeRules", "node_ledger", "with_node_rules"]
