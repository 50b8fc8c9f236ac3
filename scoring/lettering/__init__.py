"""Letters of nodes: where one ends and the next begins (`scoring.division`), and who has which.

giving     letters to units, group by group; rules on nodes that decide the class; who has none, and why
moves      who has another letter than before
next       what is missing to the next letter
frames     the tables of both
"""
