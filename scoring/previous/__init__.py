"""What an evaluation reads of the evaluations before it.

    asking    who reads previous runs, and how many
    ordering  previous runs in the order of their periods, and which of them cannot be read
    carrying  values of previous runs as evidence
    cutoffs   cut-offs of letters

Values become evidence of the evaluation (source `PREVIOUS`), cut-offs a part of its rulebook. So nothing that is done
with a finished evaluation needs the previous ones again.
"""
