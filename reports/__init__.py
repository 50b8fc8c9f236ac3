"""The reports room: what an evaluation says, spelled out for people.

It computes nothing that scoring did not give it.
"""
