"""Rule kinds: everything that is asked of one, a file per kind."""
