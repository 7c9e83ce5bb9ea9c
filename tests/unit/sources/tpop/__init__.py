"""TPOP's side: the feed contract and the channels that fill it."""
