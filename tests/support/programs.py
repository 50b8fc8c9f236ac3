"""Programs that some tests drive: where one is not installed, its tests are skipped and say so."""

import shutil

import pytest


def needs(*programs: str) -> pytest.MarkDecorator:
    """Skip a test unless all these programs are on the path; nothing is ever installed for it."""
    missing = [name for name in programs if shutil.which(name) is None]
    return pytest.mark.skipif(bool(missing), reason=f"not installed: {', '.join(missing)} (Debian: apt-get install)")
