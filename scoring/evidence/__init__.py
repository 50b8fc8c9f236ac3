"""What reducing records to evidence is made of: conditions, counts, figures, and the records behind them.

It is written against Narwhals lazy frames, so that the engine behind them can change.
"""
