"""Are the records fit to be scored? Findings, each from one small check, and the verdict that follows from them."""

from scoring.verdict.checks import CHECKS, examine
from scoring.verdict.finding import Finding, Verdict, verdict_of
from scoring.verdict.subject import Decided, LastYear, Subject

__all__ = ["CHECKS", "Decided", "Finding", "LastYear", "Subject", "Verdict", "examine", "verdict_of"]
