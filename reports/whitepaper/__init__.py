"""The white paper: an evaluation told in the manner of the published reports.

The text follows the tree of the rulebook: another tree gives other chapters. Its templates lie in `texts/`.
"""

from reports.whitepaper.assembly import Imprint, whitepaper

__all__ = ["Imprint", "whitepaper"]
