"""Judges asked to take part: who they are, on which terms, and what they answer."""
