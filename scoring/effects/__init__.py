"""What improved: the best-improved firm of every indicator, and the industry's months beside its overall mean."""

from scoring.effects.best import best_improved
from scoring.effects.change import change, pooled_change, remaining
from scoring.effects.efficiency import EFFICIENCY, efficiencies, pooled_efficiency, with_efficiency
from scoring.effects.evaluation import Effects, evaluate
from scoring.effects.frames import EFFECTS, INDUSTRY, POOLED, TALLY
from scoring.effects.industry import industry_change
from scoring.effects.tally import tally_improved

__all__ = [
    "EFFECTS",
    "EFFICIENCY",
    "INDUSTRY",
    "POOLED",
    "TALLY",
    "Effects",
    "best_improved",
    "change",
    "efficiencies",
    "evaluate",
    "industry_change",
    "pooled_change",
    "pooled_efficiency",
    "remaining",
    "tally_improved",
    "with_efficiency",
]
