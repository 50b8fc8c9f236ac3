"""Charts of the reports.

Each function takes a plain frame and gives back a `Drawn`: `drawn.chart` is a Vega-Lite specification for
`Figure.chart`, `drawn.alt` says the same in words for `Figure.alt`. Rows are drawn in the order given; every number
that is read is spelled by `reports.figures` before it is drawn; nothing is computed. The same frame gives the same
specification. `reports.charts.drawing` makes SVG and PNG of it.

The three forms that every firm's breakdown repeats (waterfall, place, own band) are drawn mark by mark instead
(`canvas`, `row_plot`, `column_plot`): `drawn.chart` is a `Drawing` then, and a page needs no browser engine for it.

A chart is `theme.WIDTH` pixels wide in all, whatever the length of its labels (Vega's `autosize: fit-x`). A page may
set `width` to the pixels that it has and draw the specification anew.
"""

from reports.charts.bands import distribution, histogram_place
from reports.charts.change_courses import change_courses
from reports.charts.changes import changes
from reports.charts.clearing import clearing
from reports.charts.counts import causes
from reports.charts.course import course
from reports.charts.drawn import Drawn
from reports.charts.levels import level_scores
from reports.charts.places import place
from reports.charts.rank_intervals import rank_intervals
from reports.charts.rank_spread import rank_spread
from reports.charts.sobol import sobol
from reports.charts.steps import waterfall
from reports.charts.tornado import tornado
from reports.charts.trend import trend
from reports.charts.weight_bands import weight_bands

__all__ = [
    "Drawn",
    "causes",
    "change_courses",
    "changes",
    "clearing",
    "course",
    "distribution",
    "histogram_place",
    "level_scores",
    "place",
    "rank_intervals",
    "rank_spread",
    "sobol",
    "tornado",
    "trend",
    "waterfall",
    "weight_bands",
]
