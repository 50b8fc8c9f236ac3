"""Corrections: decisions taken after the records were published for objection, as one more input.

    correction files ── decisions.py, checking.py ──▶ Correction     one decision about one record, as far as it goes
    rows of records ── held.py ──▶ held back, compared with the old value, corrected, and read anew by their contract
    what was applied ── applied.py ──▶ Corrections      for the manifest, the ledger's remarks and the reports

Nothing of a correction file is applied unless everything in it fits.
"""
