"""How far a rank can be trusted: the choices behind a score varied, one by one and together.

assumptions       what varies, and its random numbers
banks             the realisations of every assumption
weight_draws      weights, perturbed or from a Dirichlet distribution
rule_parameters   the parameters of a rule that could have other values
parameter_draws   scores under other rule parameters
survey_draws      sampling errors of answers
simulate          draws scored
undefined         why a draw failed
ranking           ranks of many draws
outcomes          what draws came to, and the frames that tell it
groups            firms whose order does not change
"""

from scoring.robustness.assumptions import AS_EVALUATED, ASSUMPTIONS, Assumption
from scoring.robustness.banks import Banks, build_banks, nominal
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
from scoring.robustness.simulate import monte_carlo, random_draws, simulate

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
