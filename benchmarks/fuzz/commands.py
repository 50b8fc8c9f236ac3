"""Run commands over records that are edited between them: `python -m benchmarks.fuzz.commands --examples 20`."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
import traceback

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from benchmarks.fuzz import machine


def main() -> int:
    """Run, print the figures; 1 if something that must hold did not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=2018)
    parser.add_argument("--examples", type=int, default=20)
    parser.add_argument("--steps", type=int, default=12, help="of every example")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        os.environ["IPSCORE_CACHE"] = tempfile.tempdir = folder
        begun, found = time.monotonic(), _found(asked)
        shutil.rmtree(machine.sound_records())
        tempfile.tempdir = None
    print(f"{asked.examples} examples of at most {asked.steps} steps from seed {asked.seed}: ", end="")
    print(f"{int(found)} findings in {time.monotonic() - begun:.0f} s")
    return int(found)


def _found(asked: argparse.Namespace) -> bool:
    bounds = settings(
        max_examples=asked.examples,
        stateful_step_count=asked.steps,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
        print_blob=False,
    )
    try:
        run_state_machine_as_test(seed(asked.seed)(machine.Commands), settings=bounds)
    except Exception:  # noqa: BLE001  (whatever it is, it is the finding)
        traceback.print_exc()
        return True
    return False


if __name__ == "__main__":
    sys.exit(main())
