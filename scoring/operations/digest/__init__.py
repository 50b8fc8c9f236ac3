"""What the reports tell of a firm's month and of the industry beside their figures.

classes   to which class of the catalogue indicators belong
alerts    counts of alerts, and alerts of one cause put together
clearing  the month's clearing
charted   the indicators that deserve a chart
due       readings due, received and missing
industry  courses of the industry's indicators, and the firms that improved most often
"""

from scoring.operations.digest.alerts import grouped_alerts, tally_alerts
from scoring.operations.digest.charted import notable
from scoring.operations.digest.clearing import days_of_clearing, month_of_clearing
from scoring.operations.digest.due import due_readings, missing_by_owner, tally_due
from scoring.operations.digest.industry import best_firms, courses

__all__ = [
    "best_firms",
    "courses",
    "days_of_clearing",
    "due_readings",
    "grouped_alerts",
    "missing_by_owner",
    "month_of_clearing",
    "notable",
    "tally_alerts",
    "tally_due",
]
