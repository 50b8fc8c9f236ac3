"""How far ranks can be trusted, told to those who evaluate."""

from reports.robustness.report import robustness_report
from reports.robustness.study import Study

__all__ = ["Study", "robustness_report"]
