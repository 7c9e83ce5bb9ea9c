"""Tests of the mails that count as evidence."""
