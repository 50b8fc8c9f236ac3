"""Weights that were asked for, searched for, or chosen by each firm: the operations behind `ipscore weights …`."""
