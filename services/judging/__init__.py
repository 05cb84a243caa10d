"""Judges, conflicts, assignments and scorecards."""
