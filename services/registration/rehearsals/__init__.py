"""Editions played by people who are made up, before the one that counts."""
