"""What matching knows, in plain Python."""
