"""Demonstrations are tested through the command line."""

from tests.ipscore.conftest import ipscore  # noqa: F401  (a fixture)
