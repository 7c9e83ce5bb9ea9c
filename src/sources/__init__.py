"""PULL and NORMALISE: one folder per platform."""
