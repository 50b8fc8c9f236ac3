"""Several evaluations in the order of their periods: scores, ranks and bands as they were, and like for like.

- As they were (`score`, `rank`, `band`): what every evaluation published.
- Like for like (`like`): only the indicators that all evaluations have, with the tree, the weights and the methods of
  the latest. The same indicator is one of the same code and name, scored as in its own year: what a change of its rule
  did is no part of this (`scoring.comparison` splits two years).
- Firms are the same by their code. One that was merged into another ends; the other goes on, which is told.
"""

from scoring.trend.following import Trend, follow

__all__ = ["Trend", "follow"]
