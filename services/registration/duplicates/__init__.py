"""Entries that look alike: found, and merged or kept apart."""
