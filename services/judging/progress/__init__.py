"""How far a stage is: coverage, spread, severity, and who is behind."""
