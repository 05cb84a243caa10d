"""What feedback is."""
