"""What judging knows, in plain Python."""
