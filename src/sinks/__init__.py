"""PUBLISH and RECORD."""
