"""One module per command. None imports a dataframe library before it runs."""
