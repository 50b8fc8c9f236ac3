"""`ipscore rulebook new`: what the next year starts from."""
