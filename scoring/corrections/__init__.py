"""What decisions about records did to scores: which evidence they touch, and how much of every change each one made.

    before, now of the records ── touched.py ──▶ TOUCHED        firm × node × parameter × record
    records under some decisions ── under.py ──▶ scores         only the leaves and firms concerned are counted again
    scores under every subset ── attributing.py ──▶ ATTRIBUTION each decision's part of every change of score and rank

A part is a Shapley value, so the parts of a firm at a node add up to its change, whatever the rules, methods and ranks.
"""
