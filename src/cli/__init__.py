"""The friend's commands."""
