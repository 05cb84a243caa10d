"""What a calendar's address is."""
