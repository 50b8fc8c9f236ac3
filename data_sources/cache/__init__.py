"""Converted copies of large text inputs, kept so that a second run does not parse them again.

A copy holds what the reader itself keeps of a file, and nothing more: typed values of sound rows, the lines of the
quarantine as they are shown (personal numbers masked, secrets as fingerprints, names of persons covered), and the cells
in which rows name their firms. A file with personal numbers anywhere else among its sound rows is not kept.

A copy is known by the file's SHA-256, the contract, the vocabulary and the code of the reader: any other file, contract
or version makes another copy. What a copy gives is what reading the file gives, row by row.
"""
