"""What would be otherwise: without some records, with other parameters or weights; and what each record cost a firm.

    changes       what is supposed to be otherwise
    keys          parameters of a rulebook by dotted keys
    proposal      a rulebook with parameters set otherwise
    counting      what a change of rules touches
    traces        where every record counts, and what is left without it
    without       the evidence without some records
    recount       counting records again
    rescoring     scoring again what is touched
    comparing     who moves, at which nodes, into which bands
    supposing     all of these together
    one_by_one    the evidence without each record in turn
    standing      where a firm would stand with other scores at some leaves
    record_costs  what each record alone cost
    next_steps    the smallest changes to the next band, and what they do to the total
    next_total    the combination of changes that lifts the total into its next band
    total_search  how it is found

Nothing here knows how a rule adds points up: what is otherwise is counted and scored by the code that scored the run.
"""

from scoring.what_if.changes import Change, Drop, Set, Weights
from scoring.what_if.comparing import largest_first
from scoring.what_if.frames import CROSSINGS, MOVES, NEXT_STEPS, NODES, RECORD_COSTS, TOTAL_STEPS, TOTAL_TARGETS
from scoring.what_if.next_steps import next_steps
from scoring.what_if.next_total import NextTotal, next_total
from scoring.what_if.proposal import proposal
from scoring.what_if.record_costs import RecordCosts, record_costs
from scoring.what_if.recount import RunRecords
from scoring.what_if.supposing import WhatIf, what_if

__all__ = [
    "CROSSINGS",
    "MOVES",
    "NEXT_STEPS",
    "NODES",
    "RECORD_COSTS",
    "TOTAL_STEPS",
    "TOTAL_TARGETS",
    "Change",
    "Drop",
    "NextTotal",
    "RecordCosts",
    "RunRecords",
    "Set",
    "Weights",
    "WhatIf",
    "largest_first",
    "next_steps",
    "next_total",
    "proposal",
    "record_costs",
    "what_if",
]
