"""Settings of the whole test run."""

from __future__ import annotations

from hypothesis import settings

# no test asserts a time: how long an example takes says something about the machine, not about the code
settings.register_profile("here", deadline=None, print_blob=True)
settings.load_profile("here")
