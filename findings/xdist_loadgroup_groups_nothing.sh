#!/bin/sh
# pytest-xdist 3.8.0 with pytest 9.2.0: `--dist loadgroup` is accepted and says nothing, but tests marked with one xdist_group
# run on several workers. xdist writes the group into the private name of every item, and this pytest takes the name from
# elsewhere. Expected: all tests of a group on one worker, as the documentation says, or a word that it cannot be done.
# What follows: session fixtures that a group shares are made once per worker again; slow suites get slower without a failure.
set -eu
away=$(mktemp -d); trap 'rm -rf "$away"' EXIT
python3 -m venv "$away/env"
"$away/env/bin/pip" install --quiet pytest==9.2.0 pytest-xdist==3.8.0
cat >"$away/test_group.py" <<'PYTHON'
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.xdist_group("one")


@pytest.mark.parametrize("number", range(20))
def test_which_worker(number, worker_id):
    time.sleep(0.05)
    (Path(__file__).parent / f"{worker_id}.{number}").touch()
PYTHON
(cd "$away" && env/bin/python -m pytest -q -n 2 --dist loadgroup -p no:cacheprovider test_group.py >out.txt 2>&1) || { cat "$away/out.txt"; exit 1; }
workers=$(cd "$away" && ls | grep '^gw' | cut -d. -f1 | sort -u | wc -l)
"$away/env/bin/python" -m pip list 2>/dev/null | grep -i '^pytest' || true
echo "20 tests of one group ran on $workers workers"
[ "$workers" -eq 2 ] || { echo "the group runs on one worker now"; exit 1; }
