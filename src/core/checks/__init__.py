"""One file per fault, and an explicit tuple of them."""
