"""Reminders to judges who owe scorecards."""
