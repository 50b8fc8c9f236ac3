"""How far a rank can be trusted: the choices behind a score varied, one by one and together.

assumptions       what varies, and its random numbers
banks             the realisations of every assumption
weight_draws      weights, perturbed or from a Dirichlet distribution
what_varies       which parameters of a rule vary
parameter_draws   scores under other parameters
survey_draws      sampling errors of answers
count_draws       errors of counted events
treatment_draws   normalised figures treated otherwise
simulate          draws scored
weighted_sums     weighted sums of leaves, of many draws at once
undefined         why a draw has no total
ranking           ranks of many draws
drawing           realisations at random: Monte Carlo
over_draws        quantiles over draws
pairs             how often a firm ranks above another
outcomes          what draws came to, and the frames that tell it
groups            firms whose order is stable
steadiness        how wide intervals of ranks are over all firms
rank_shifts       how far draws move the ranks
size              how large a study may be
exclusion         choices that cannot be studied together
sobol             Sobol indices
sensitivity       which assumption moves the ranks
one_at_a_time     one other choice, everything else as evaluated
parameters_table  one parameter at either end, everything else as evaluated
"""

from scoring.robustness.assumptions import AS_EVALUATED, ASSUMPTIONS, Assumption
from scoring.robustness.banks import Banks, build_banks, nominal
from scoring.robustness.drawing import monte_carlo, random_draws
from scoring.robustness.groups import stable_groups
from scoring.robustness.outcomes import (
    DRAWS,
    GROUPS,
    INTERVALS,
    SUPERIORITY,
    Outcomes,
    failures,
    intervals,
    superiority,
)
from scoring.robustness.simulate import simulate

__all__ = [
    "ASSUMPTIONS",
    "AS_EVALUATED",
    "DRAWS",
    "GROUPS",
    "INTERVALS",
    "SUPERIORITY",
    "Assumption",
    "Banks",
    "Outcomes",
    "build_banks",
    "failures",
    "intervals",
    "monte_carlo",
    "nominal",
    "random_draws",
    "simulate",
    "stable_groups",
    "superiority",
]
