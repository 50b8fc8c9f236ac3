"""Rates and counts that rest on few events: their error, and what the other firms say of them.

proportions       a share of so many trials
counts            events against an exposure
beta_binomial     shares that differ between firms, by a beta distribution
gamma_poisson     incidences that differ between firms, by a gamma distribution
standardisation   events expected from the rates of the industry

Pure functions of vectors, one value per firm; they know nothing of rules.
"""
