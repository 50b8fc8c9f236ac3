"""One target under atheris, which mutates inputs toward code that none has run.

`python -m benchmarks.fuzz.guided days …`: everything behind the target's name goes to libFuzzer.
"""

from __future__ import annotations

import sys
from importlib import import_module


def main() -> None:
    """Run until libFuzzer ends the process."""
    atheris = import_module("atheris")
    with atheris.instrument_imports(include=["data_sources"]):
        register = import_module("benchmarks.fuzz.register")
    target = register.TARGETS[sys.argv[1]]
    atheris.Setup([sys.argv[0], *sys.argv[2:]], lambda data: target(data.decode(errors="ignore")))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
