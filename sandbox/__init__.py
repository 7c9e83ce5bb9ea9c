"""The world in miniature: a shop, TPOP's side and AWS on loopback, for `make run` and the tests."""
