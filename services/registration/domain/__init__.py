"""The contest as plain Python: what may happen, and what is told of it."""
