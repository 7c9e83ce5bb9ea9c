"""Measurements, never asserted by the clock in CI: `make bench`."""
