"""Readings of operations indicators: their files in, readings in order and what is wrong with the others out.

    sheets ── canonical ──┬─ rows as they are meant to be typed, whose key no other row shares ──▶ runs ──┐
                      └─ the others ── values, sifting ──▶ gathering (quarantine) ────────────────────┴─▶ table, by firm

`intake.read_readings` is the way in; `source` has the contract, `template` what firms fill in.
"""
