"""Judgements of experts → weights of siblings: pairwise comparisons, budgets, best-worst; one expert or a panel.

>>> from scoring.elicitation import PairwiseJudgement, weigh
>>> judgement = PairwiseJudgement(((1, 2, 6), (1 / 2, 1, 3), (1 / 6, 1 / 3, 1)))
>>> [round(float(weight), 3) for weight in weigh(judgement).weights]
[0.6, 0.3, 0.1]
"""

from scoring.elicitation.best_worst import BestWorstJudgement
from scoring.elicitation.budget import BudgetJudgement
from scoring.elicitation.judgement import Clash, Consistency, Judgement, Weighed
from scoring.elicitation.pairwise import PairwiseJudgement
from scoring.elicitation.panel import Panel, combined, weigh
from scoring.elicitation.tables import CLASHES, CONSISTENCY, EXPERT_WEIGHTS, PANEL_WEIGHTS, PanelTables, panel_tables

__all__ = [
    "CLASHES",
    "CONSISTENCY",
    "EXPERT_WEIGHTS",
    "PANEL_WEIGHTS",
    "BestWorstJudgement",
    "BudgetJudgement",
    "Clash",
    "Consistency",
    "Judgement",
    "PairwiseJudgement",
    "Panel",
    "PanelTables",
    "Weighed",
    "combined",
    "panel_tables",
    "weigh",
]
