"""Reports of operations: one firm's month, and the effect over all firms.

Their text lies in `texts/`. What they tell is computed in `scoring.operations` and `scoring.effects`.
"""
