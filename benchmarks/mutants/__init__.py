"""Mutants: changes of single nodes of the modules that decide scores, each against the tests that run the changed line.

A share of the mutants is drawn from a seed, uniformly over the lines that have any. Which tests run which lines is
measured once, and again for tests that were added (their files as arguments); what was tried is kept and not tried
again, except survivors where `--again` is given.

    python -m benchmarks.mutants cover
    python -m benchmarks.mutants cover tests/scoring/kinds/test_edges.py
    python -m benchmarks.mutants try --seed 2018 --number 800
    python -m benchmarks.mutants told --seed 2018
"""
