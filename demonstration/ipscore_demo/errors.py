"""Errors of the demonstrations."""

from ipscore.errors import IpscoreError


class DemonstrationError(IpscoreError):
    """Published figures cannot be reproduced by any records."""

    WAY_OUT = "请用 --seed 另写一个种子"
