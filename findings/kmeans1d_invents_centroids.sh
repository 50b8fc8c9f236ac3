#!/bin/sh
# kmeans1d 0.5.0, asked for more clusters than there are different values, gives labels that begin at 1 and for the cluster 0,
# which nothing is in, the centroid 0.0, though no value is anywhere near it. scikit-learn 1.9.0 says in a warning that it found
# fewer clusters than were asked for.
# Expected: an error, or fewer centroids. What follows: where many firms have the same score, whoever takes centroids for the
# middles of bands has a band at 0 points; ask for no more clusters than there are different scores.
set -eu
away=$(mktemp -d); trap 'rm -rf "$away"' EXIT
python3 -m venv "$away/env"
"$away/env/bin/pip" install --quiet kmeans1d==0.5.0 scikit-learn==1.9.0
"$away/env/bin/python" - <<'PYTHON'
import warnings
from importlib.metadata import version

import kmeans1d
import numpy as np
from sklearn.cluster import KMeans
from sklearn.exceptions import ConvergenceWarning

scores = [88.0, 88.0, 88.0, 92.5]
found = kmeans1d.cluster(scores, 3)
print("kmeans1d", version("kmeans1d"), found)
with warnings.catch_warnings(record=True) as said:
    warnings.simplefilter("always")
    KMeans(3, n_init=1, random_state=0).fit(np.array(scores).reshape(-1, 1))
print("scikit-learn", version("scikit-learn"), [str(each.message)[:70] for each in said])
assert any(issubclass(each.category, ConvergenceWarning) for each in said), "scikit-learn says nothing any more"
assert 0 not in found.clusters, "cluster 0 holds something now"
assert found.centroids[0] == 0.0, "no centroid is invented any more"
PYTHON
