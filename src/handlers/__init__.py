"""EVENT: the only package that knows Lambda."""
