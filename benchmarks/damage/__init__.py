"""Damaged folders: records as they arrive broken, made from a seed, and what the reader does with them.

Whatever is wrong with a folder, reading it ends in records whose rows are accounted for, or in one message. Each tenth
folder also goes through `ipscore check --format json`, which must print one document with the same counts.

    python -m benchmarks.damage --seed 2018 --folders 2000 --out outcomes.jsonl
    python -m benchmarks.damage --seed 2018 --make 17 --out folder      # the same folder again, to look at
"""
