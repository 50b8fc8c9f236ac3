"""`ipscore ops …`."""
