"""What makes two entries alike, and what becomes of a pair."""
