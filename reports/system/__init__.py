"""What became of the indicator system since the evaluation before, in words and tables.

told    all that a document tells
words   marks, what differs at a node, sentences about a split change
rules   what the rules said and say, clause by clause
tables  nodes, rules, and means with the parts of their change
"""

from reports.system.told import System

__all__ = ["System"]
