"""TPOP has no API: channels that fill the feed contract."""
