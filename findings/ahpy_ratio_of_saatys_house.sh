#!/bin/sh
# AHPy 2.1 has no setting that gives the consistency ratio which Saaty prints for his own example (How to make a decision, EJOR
# 48, 1990, table 2: eight criteria of a house, ratio 0.169): by default it divides by another table of random indices (0.181),
# and with random_index="saaty" by a later one of Saaty's than the paper's (0.170). The weights are the printed ones.
# Expected: 0.169 with the index that bears his name. What follows: a ratio near the limit of 0.10 passes in one tool and fails
# in another, so a form of judgements has to say which table of random indices it was held against.
set -eu
away=$(mktemp -d); trap 'rm -rf "$away"' EXIT
python3 -m venv "$away/env"
"$away/env/bin/pip" install --quiet ahpy==2.1
"$away/env/bin/python" - <<'PYTHON'
from fractions import Fraction
from importlib.metadata import version
from itertools import combinations

import ahpy

upper = "5 3 7 6 6 1/3 1/4 1/3 5 3 3 1/5 1/7 6 3 4 6 1/5 1/3 1/4 1/7 1/8 1/2 1/5 1/6 1/5 1/6 1/2".split()
pairs = zip(combinations("ABCDEFGH", 2), (float(Fraction(one)) for one in upper), strict=True)
comparisons = dict(pairs)
ratios = {}
for index in ("dd", "saaty"):
    house = ahpy.Compare("house", comparisons, precision=3, random_index=index)
    ratios[index] = float(house.consistency_ratio)
    print("AHPy", version("ahpy"), index, "weight of the eighth", house.local_weights["H"], "ratio", ratios[index])
    assert round(float(house.local_weights["H"]), 3) == 0.333
assert ratios == {"dd": 0.181, "saaty": 0.17}, "the ratios are others now"
PYTHON
