"""What progress is measured by, in plain Python."""
