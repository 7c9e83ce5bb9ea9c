"""The inbox channel: lists dropped as files."""
