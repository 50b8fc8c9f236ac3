"""Typed Parquet too large for Python to go through, on disks or in an object store: checked by the engine that counts.

The engine tells the canonical rows, of which the reader of batches would find nothing to say and change nothing, from
all others. Those come to that reader, which reads them as it reads any file: what it makes of a row is said in one
place. Whether rows share a number is asked of all of them first; then they are marked and parted piece by piece.

    address ── Reader.pieces ──▶ rows ── Marking, Reader.split ──┬─ canonical ────────────▶ records of the engine
                                                                 └─ the others, and what they share
                                                                    a number with ── read_cells, sift ──▶ records,
                                                                                                          quarantine
"""
